/** Sweeps on a real Slurm of one machine, which is started for these tests alone. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eventually, startCluster, whyNoSlurm, type Cluster } from "../slurm";
import { run, small, start } from "./program";
import { folderWith, measuresIn, told, trainerOf } from "./sweeping";

/** Seconds that a start on a busy machine, or an installation, may take. */
const patience = 300;

/** Runs of a moment. */
const brief = {
  name: "brief",
  experiment: small,
  grid: { "training.stages[1].learningRate": [0.003, 0.01, 0.03] },
  seeds: 2,
};
/** Runs that can be caught at it. */
const long = {
  name: "it's long",
  experiment: {
    ...small,
    training: {
      checkpointEvery: 500,
      stages: [{ train: ["scale"], steps: 40_000, optimizer: "adam", learningRate: 0.001 }],
    },
  },
  seeds: 3,
};

/** Tasks that start Node only once `open` was called: until then they run, however fast the machine is. */
function gate(folder: string) {
  const file = path.join(folder, "gate");
  return {
    words: ["--node-command", `while [ ! -e '${file}' ]; do sleep 0.1; done; '${process.execPath}'`],
    open: () => writeFile(file, ""),
  };
}

describe("without Slurm", () => {
  const { PATH } = process.env;
  beforeAll(() => {
    process.env.PATH = "/nowhere";
  });
  afterAll(() => {
    process.env.PATH = PATH;
  });

  test("--on slurm says what is missing and what else can be done, and writes nothing", async () => {
    const folder = await folderWith(brief);
    const refused = await run(folder, "sweep", "the.sweep.json", "--on", "slurm", "--out", "sweep");
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toMatch(/There is no sbatch here.*--dry-run/);
    expect(await readdir(folder)).toEqual(["the.sweep.json"]);
  });

  test("--dry-run prints the script that another cluster can be given, and lays its files ready", async () => {
    const folder = await folderWith(brief);
    const words = ["--dry-run", "--partition", "long", "--time", "2:00:00", "--max-at-once", "2"];
    const printed = await run(folder, "sweep", "the.sweep.json", "--on", "slurm", "--out", "s", ...words);
    expect(printed).toMatchObject({ exitCode: 0, stderr: "" });
    expect(printed.stdout).toMatch(/^#!\/bin\/bash\n/);
    expect(printed.stdout).toContain("\n#SBATCH --partition=long\n#SBATCH --time=2:00:00\n");
    expect(printed.stdout).toContain("\n#SBATCH --array=0-5%2\n");
    const script = path.join(folder, "s/slurm/array-1.sh");
    expect(await readFile(script, "utf8")).toBe(printed.stdout);
    expect(await readFile(path.join(folder, "s/slurm/array-1.members"), "utf8")).toBe("0\n1\n2\n3\n4\n5\n");
  });

  test("options for a cluster without a cluster, and the other way round, are refused", async () => {
    const folder = await folderWith(brief);
    const here = await run(folder, "sweep", "the.sweep.json", "--max-at-once", "2");
    expect(here).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--max-at-once") });
    const there = await run(folder, "sweep", "the.sweep.json", "--on", "slurm", "--processes", "2");
    expect(there).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--max-at-once") });
    const odd = await run(folder, "sweep", "the.sweep.json", "--on", "slurm", "--dry-run", "--time", "long");
    expect(odd).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("h:mm:ss") });
  });
});

describe("on a real Slurm", { timeout: patience * 1000 }, () => {
  let cluster: Cluster | undefined;
  let missing: string | undefined;

  beforeAll(async () => {
    missing = await whyNoSlurm();
    if (missing !== undefined) {
      console.log(`Tests on Slurm are skipped: ${missing}.`);
      return;
    }
    // Four tasks an array, so that a small sweep needs several.
    cluster = await startCluster(4);
    Object.assign(process.env, cluster.env);
  }, patience * 1000);
  afterAll(async () => {
    await cluster?.stop();
    delete process.env.SLURM_CONF;
  }, patience * 1000);
  beforeEach(({ skip }) => skip(missing !== undefined, missing));

  /** Runs one of Slurm's programs. */
  const slurm = async (program: string, ...words: readonly string[]): Promise<string> =>
    (await cluster?.call(program, ...words)) ?? "";

  test("a sweep in several arrays ends with this machine's measures, bit for bit", async () => {
    const folder = await folderWith(brief);
    const there = await run(
      folder,
      "sweep",
      "the.sweep.json",
      "--on",
      "slurm",
      "--out",
      "there %a",
      "--json",
    );
    expect(there).toMatchObject({ exitCode: 0, stderr: "" });
    expect(told(there, "submitted").map(({ members }) => members)).toEqual([4, 2]);
    expect(told(there, "sweepSummary")).toMatchObject([{ status: "done", done: 6, failed: 0, left: 0 }]);
    await run(folder, "sweep", "the.sweep.json", "--out", "here");

    const measures = await measuresIn(path.join(folder, "here"));
    expect(measures).toHaveLength(1 + 6);
    expect(await measuresIn(path.join(folder, "there %a"))).toEqual(measures);
    expect(await readdir(path.join(folder, "there %a"))).toContain("results.parquet");

    // Nothing is left to do, and nothing is handed in.
    const again = await run(folder, "sweep", "there %a", "--on", "slurm", "--json");
    expect(again.exitCode).toBe(0);
    expect(told(again, "submitted")).toEqual([]);
  });

  test("a run whose process is killed is tried again, and whoever steers can be killed too", async () => {
    const folder = await folderWith(long);
    const { words, open } = gate(folder);
    const options = ["--on", "slurm", "--out", "killed", "--json", ...words];
    const steering = start(folder, "sweep", "the.sweep.json", ...options);
    await steering.saw(/"running":3/);
    steering.child.kill("SIGKILL");
    expect((await steering.ended).signal).toBe("SIGKILL");
    await open();
    await eventually(async () => {
      process.kill(await trainerOf(path.join(folder, "killed"), 1), "SIGKILL");
      return true;
    }, 60);

    const joined = await run(folder, "sweep", "killed", "--on", "slurm", "--json");
    expect(joined).toMatchObject({ exitCode: 0, stderr: "" });
    expect(told(joined, "died")).toMatchObject([{ index: 1, how: expect.stringContaining("signal 9") }]);
    // Only what was lost is handed in: the rest goes on in the jobs of the one that was killed.
    expect(told(joined, "submitted")).toMatchObject([{ members: 1 }]);
    const summary = told(joined, "sweepSummary");
    expect(summary).toMatchObject([{ status: "done", done: 3, failed: 0, left: 0 }]);
    const results = told(joined, "member").map(({ index, attempts }) => [index, attempts]);
    expect(results).toContainEqual([1, 2]);

    await run(folder, "sweep", "the.sweep.json", "--out", "whole");
    expect(await measuresIn(path.join(folder, "killed"))).toEqual(
      await measuresIn(path.join(folder, "whole")),
    );
  });

  test("Ctrl-C leaves the jobs; what scancel ends is said to be cancelled, and trained when asked for", async () => {
    const folder = await folderWith({ ...long, seeds: 2 });
    const { words, open } = gate(folder);
    const left = start(folder, "sweep", "the.sweep.json", "--on", "slurm", "--out", "left", ...words);
    await left.saw(/2 running/);
    left.child.kill("SIGINT");
    const { exitCode, stdout } = await left.ended;
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(/Go on with: .* sweep left --on slurm/);
    const job = /to end them: scancel (\d+)\n$/.exec(stdout)?.[1] ?? "";
    expect(await slurm("squeue", "--noheader", "--array", `--jobs=${job}`, "--format=%T")).toMatch(/RUNNING/);

    const joined = start(folder, "sweep", "left", "--on", "slurm", "--json");
    await joined.saw(/"kind":"queue"/);
    await slurm("scancel", `${job}_1`);
    await open();
    const ended = await joined.ended;
    expect(ended.exitCode).toBe(1);
    expect(told(ended, "died")).toMatchObject([{ index: 1, how: expect.stringContaining("cancelled") }]);
    expect(told(ended, "submitted")).toEqual([]);
    expect(told(ended, "warning")).toMatchObject([{ cancelled: [1] }]);
    expect(told(ended, "sweepSummary")).toMatchObject([{ done: 1, left: 1 }]);

    const again = await run(folder, "sweep", "left", "--on", "slurm", "--json");
    expect(again.exitCode).toBe(0);
    expect(told(again, "submitted")).toMatchObject([{ members: 1 }]);
    expect(told(again, "sweepSummary")).toMatchObject([{ done: 2, left: 0 }]);
  });

  test("a script that somebody handed in themselves is followed like any other", async () => {
    const folder = await folderWith({ ...long, seeds: 2 });
    const { words, open } = gate(folder);
    await run(folder, "sweep", "the.sweep.json", "--on", "slurm", "--out", "sweep", "--dry-run", ...words);
    await slurm("sbatch", path.join(folder, "sweep/slurm/array-1.sh"));
    const following = start(folder, "sweep", "sweep", "--on", "slurm", "--json");
    await following.saw(/"running":2/);
    await open();
    const followed = await following.ended;
    expect(followed.exitCode).toBe(0);
    expect(told(followed, "submitted")).toEqual([]);
    expect(told(followed, "sweepSummary")).toMatchObject([{ done: 2, left: 0 }]);
  });

  test("a run that is lost three times has failed, with the last words of its task; the others end", async () => {
    const folder = await folderWith({ ...brief, grid: {}, seeds: 2 });
    const node = `[ "$member" = 0 ] || { echo no luck; exit 7; }; '${process.execPath}'`;
    const words = ["--on", "slurm", "--node-command", node, "--json"];
    const ended = await run(folder, "sweep", "the.sweep.json", "--out", "sweep", ...words);
    expect(ended.exitCode).toBe(1);
    expect(told(ended, "died")).toHaveLength(3);
    expect(told(ended, "member")).toMatchObject([
      { index: 0, state: "done" },
      { index: 1, state: "failed", failure: expect.stringContaining("exit code 7 (no luck)") },
    ]);
    expect(told(ended, "sweepSummary")).toMatchObject([{ done: 1, failed: 1, left: 0 }]);

    const whole = [`--node-command=${process.execPath}`, "--retry", "--json"];
    const retried = await run(folder, "sweep", "sweep", "--on", "slurm", ...whole);
    expect(retried.exitCode).toBe(0);
    expect(told(retried, "sweepSummary")).toMatchObject([{ done: 2, failed: 0, left: 0 }]);
  });

  test("what sbatch says when it refuses is passed on, and the sweep can be handed in differently", async () => {
    const folder = await folderWith({ ...brief, grid: {}, seeds: 1 });
    const words = ["--on", "slurm", "--partition", "nowhere"];
    const refused = await run(folder, "sweep", "the.sweep.json", "--out", "sweep", ...words);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/sbatch did not take the job array .*sweep\/slurm\/array-1.sh/);
    expect(refused.stderr).toContain("invalid partition specified: nowhere");
    const taken = await run(
      folder,
      "sweep",
      "sweep",
      "--on",
      "slurm",
      "--sbatch",
      "--comment=again --nice=1",
    );
    expect(taken).toMatchObject({ exitCode: 0, stderr: "" });
  });
});
