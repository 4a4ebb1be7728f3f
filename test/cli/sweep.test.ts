/** `sweep`: many runs by several processes, any of which may die, and one table of what came out. */
import { spawnSync } from "node:child_process";
import { access, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { createSweep, parseSweep, planSweep, writeResult } from "../../core/sweep";
import { untilEnded } from "../processes";
import { jsonLines, programFile, run, small, start } from "./program";
import { folderWith, measuresIn, told, trainerOf } from "./sweeping";

/** Runs of a moment. */
const brief = {
  name: "brief",
  experiment: small,
  grid: { "training.stages[1].learningRate": [0.003, 0.01, 0.03] },
  seeds: 2,
};

/** Runs that can be caught at it. */
const long = {
  name: "long",
  experiment: {
    ...small,
    training: {
      checkpointEvery: 500,
      stages: [{ train: ["scale"], steps: 25_000, optimizer: "adam", learningRate: 0.001 }],
    },
  },
  seeds: 4,
};

/** Undisturbed, for comparison. */
async function wholeMeasures(folder: string): Promise<string[][]> {
  expect(await run(folder, "sweep", "the.sweep.json", "--out", "whole")).toMatchObject({ exitCode: 0 });
  return measuresIn(path.join(folder, "whole"));
}

test("trains every combination and seed, and writes one table of them", async () => {
  const folder = await folderWith(brief);
  const ended = await run(folder, "sweep", "the.sweep.json", "--out", "s");
  expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
  expect(ended.stdout).toMatch(/learningRate +runs +validation loss/);
  expect(ended.stdout).toMatch(/0\.003 +2 +[\d.]+ ± [\d.]+/);
  expect(ended.stdout).toMatch(/6 runs done after .*\nTable: s\/results\.csv, s\/results\.parquet\n$/);

  const [head, ...rows] = await measuresIn(path.join(folder, "s"));
  expect(head.slice(0, 5)).toEqual(["member", "run", "training.stages[1].learningRate", "seed", "state"]);
  expect(rows.map((row) => row.slice(0, 5))).toEqual(
    [0.003, 0.01, 0.03].flatMap((rate, place) =>
      [3, 4].map((seed, offset) => {
        const index = 2 * place + offset;
        return [String(index), `members/0000${index}`, String(rate), String(seed), "done"];
      }),
    ),
  );
  expect(await readdir(path.join(folder, "s"))).toEqual(
    expect.arrayContaining(["results.parquet", "sweep.json"]),
  );

  // Its members are runs like any other.
  const shown = await run(folder, "show", "s/members/00003");
  expect(shown.stdout).toMatch(/^learningRate 0\.01, seed 4: done at step 60/);
  const manifest = JSON.parse(await readFile(path.join(folder, "s/members/00003/run.json"), "utf8"));
  expect(rows[3][head.indexOf("validationLoss")]).toBe(String(manifest.losses.validation));
  const { stdout } = await run(folder, "sweeps", ".", "--json");
  expect(jsonLines(stdout)).toMatchObject([
    { name: "brief", state: "ended", members: 6, done: 6, failed: 0 },
  ]);

  // Nothing is left to do.
  const again = await run(folder, "sweep", "s", "--json");
  expect(again.exitCode).toBe(0);
  expect(told(again, "begun")).toEqual([]);
});

test("a sweep of the mixed target ends with T_II's exponents beside the hypothesis", async () => {
  const folder = await folderWith({
    name: "plateau",
    experiment: "lazy-to-rich",
    grid: { "data.sequenceLength": [10, 20], "model.initial.epsilon": [0.03, 0.1] },
    seeds: 2,
  });
  const ended = await run(folder, "sweep", "the.sweep.json", "--out", "s");
  expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
  expect(ended.stdout).toMatch(
    /\n +fitted +95 % +by theory +hypothesis\nL +[12]\.\d\d +−?[\d.]+ to [\d.]+ +[12]\.\d\d +1\.00 +within/,
  );
  expect(ended.stdout).toMatch(/T_II ~ L\^[\d.]+ · log\(1\/ε\)\^[\d.]+, over 8 runs of 4 combinations/);
});

test("a process killed under its run costs nothing but that attempt", async () => {
  const folder = await folderWith(long);
  const words = ["--out", "s", "--processes", "2", "--json"];
  const sweep = start(folder, "sweep", "the.sweep.json", ...words);
  await sweep.saw(/"kind":"memberProgress","index":1/);
  process.kill(await trainerOf(path.join(folder, "s"), 1), "SIGKILL");
  const ended = await sweep.ended;
  expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
  expect(told(ended, "died")).toMatchObject([{ index: 1, how: "was ended by SIGKILL" }]);
  const attempts = told(ended, "member").map(({ index, attempts }) => [index, attempts]);
  expect(attempts.sort()).toEqual([
    [0, 1],
    [1, 2],
    [2, 1],
    [3, 1],
  ]);
  expect(await measuresIn(path.join(folder, "s"))).toEqual(await wholeMeasures(folder));
});

test("a process told to end by somebody else costs nothing but that attempt either", async () => {
  const folder = await folderWith({ ...long, seeds: 2 });
  const sweep = start(folder, "sweep", "the.sweep.json", "--out", "s", "--processes", "1", "--json");
  await sweep.saw(/"kind":"memberProgress","index":0/);
  process.kill(await trainerOf(path.join(folder, "s"), 0), "SIGTERM");
  const ended = await sweep.ended;
  expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
  expect(told(ended, "died")).toMatchObject([{ index: 0, how: "was told to end" }]);
  const attempts = told(ended, "member").map(({ index, attempts }) => [index, attempts]);
  expect(attempts.sort()).toEqual([
    [0, 2],
    [1, 1],
  ]);
});

test("the steering process killed, nothing that ended is trained again and the table is the same", async () => {
  const folder = await folderWith(long);
  const directory = path.join(folder, "s");
  const sweep = start(folder, "sweep", "the.sweep.json", "--out", "s", "--processes", "2", "--json");
  await sweep.saw(/"kind":"member",/);
  await sweep.saw(/"kind":"memberProgress","index":2/);
  const trainer = await trainerOf(directory, 2);
  sweep.child.kill("SIGKILL");
  const before = told(await sweep.ended, "member").map(({ index }) => Number(index));
  const resultOf = (index: number) => path.join(directory, "results", `0000${index}.json`);
  const written = await Promise.all(before.map(async (index) => (await stat(resultOf(index))).mtimeMs));

  const joined = await run(folder, "sweep", "s", "--json");
  expect(joined).toMatchObject({ exitCode: 0, stderr: "" });
  // It was not left behind to train on its own: it ended, and what it was at had to be gone on with.
  await untilEnded(trainer);
  const attempts = told(joined, "member").map(({ index, attempts }) => [index, attempts]);
  expect(attempts).toContainEqual([2, 2]);
  const begun = told(joined, "begun").map(({ index }) => Number(index));
  expect(before.filter((index) => begun.includes(index))).toEqual([]);
  expect(await Promise.all(before.map(async (index) => (await stat(resultOf(index))).mtimeMs))).toEqual(
    written,
  );
  expect(told(joined, "sweepSummary")).toMatchObject([{ status: "done", done: 4, failed: 0, left: 0 }]);
  expect(await measuresIn(directory)).toEqual(await wholeMeasures(folder));
});

test("Ctrl-C stops with checkpoints and word of how to go on; the table is the same in the end", async () => {
  const folder = await folderWith({ ...long, seeds: 2 });
  const directory = path.join(folder, "s");
  const sweep = start(folder, "sweep", "the.sweep.json", "--out", "s", "--processes", "2");
  await sweep.saw(/2 processes/);
  const trainers = await vi.waitFor(() => Promise.all([0, 1].map((index) => trainerOf(directory, index))), {
    timeout: 20_000,
  });
  // A terminal's goes to all of its processes.
  for (const pid of [sweep.child.pid ?? 0, ...trainers]) process.kill(pid, "SIGINT");
  const stopped = await sweep.ended;
  expect(stopped).toMatchObject({ exitCode: 130, signal: null });
  expect(stopped.stderr).not.toContain("error:");
  expect(stopped.stdout).toMatch(/Not all runs have ended\. Go on with: node \S*cli\.cjs sweep s\n/);
  expect((await run(folder, "runs", "s/members")).stdout).toMatch(/00000 +stopped/);
  expect((await run(folder, "sweeps", ".")).stdout).toMatch(/^s +open +0 of 2/m);

  const joined = await run(folder, "sweep", "s", "--json");
  expect(joined.exitCode).toBe(0);
  expect(told(joined, "member").map(({ attempts }) => attempts)).toEqual([2, 2]);
  expect(await measuresIn(directory)).toEqual(await wholeMeasures(folder));
});

test("a run that diverges has failed, in words; the others end, and --retry trains it alone", async () => {
  const rates = { "training.stages[1].learningRate": [0.01, 1e308, 0.03] };
  const folder = await folderWith({ ...brief, grid: rates, seeds: 1 });
  const ended = await run(folder, "sweep", "the.sweep.json", "--out", "s");
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toMatch(
    /warning: Run 1 \(learningRate 1e\+308, seed 3\) failed: .*(NaN|Infinity|infinite)/,
  );
  expect(ended.stdout).toMatch(/2 runs done, 1 failed after/);
  expect(ended.stdout).toMatch(/Train those that failed anew with: .* sweep s --retry/);
  const [head, ...rows] = await measuresIn(path.join(folder, "s"));
  expect(rows.map((row) => row[head.indexOf("state")])).toEqual(["done", "failed", "done"]);
  expect(rows[1][head.indexOf("failure")]).not.toBe("");

  const left = await run(folder, "sweep", "s", "--json");
  expect(told(left, "begun")).toEqual([]);
  const retried = await run(folder, "sweep", "s", "--retry", "--json");
  expect(told(retried, "begun")).toMatchObject([{ index: 1 }]);
  expect(retried.exitCode).toBe(1);
});

test("--dry-run lists the runs and writes nothing", async () => {
  const folder = await folderWith(brief);
  const planned = await run(folder, "sweep", "the.sweep.json", "--dry-run");
  expect(planned).toMatchObject({ exitCode: 0, stderr: "" });
  expect(planned.stdout).toMatch(/^brief: 6 runs\.\nrun +learningRate +seed\n +0 +0\.003 +3\n/);
  expect(await readdir(folder)).toEqual(["the.sweep.json"]);
  // What is set from outside holds for all of them.
  const set = await run(folder, "sweep", "the.sweep.json", "--dry-run", "--set", "seed=40", "--json");
  expect(told(set, "plan")).toMatchObject([
    {
      members: Array(3)
        .fill([{ seed: 40 }, { seed: 41 }])
        .flat(),
    },
  ]);
});

test("whatever is impossible is refused with its places before anything runs", async () => {
  const folder = await folderWith(brief);
  const faulty = `{
  "name": "faulty",
  "experiment": "quickstart",
  "grid": {
    "model.haeds": [2, 3],
    "model.window": [5, 900],
    "training.stages[0].learningRate": [0.1, "much"]
  }
}`;
  await writeFile(path.join(folder, "faulty.sweep.json"), faulty);
  const refused = await run(folder, "sweep", "faulty.sweep.json");
  expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
  expect(refused.stderr).toMatch(/^error: 3 problems in faulty\.sweep\.json; nothing was trained\.\n/);
  expect(refused.stderr).toMatch(/faulty\.sweep\.json:5:5: .*Did you mean "heads"/);
  expect(refused.stderr).toMatch(/faulty\.sweep\.json:6:25: .*Found 900/);
  expect(refused.stderr).toMatch(/faulty\.sweep\.json:7:46: .*Found "much"/);

  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [["the.sweep.json", "--set", "training.stages[1].learningRate=1"], /The sweep varies this field/],
    [["the.sweep.json", "--measures", "fame"], /There is no measure fame\. There are: loss/],
    [["the.sweep.json", "--processes", "0"], /processes/],
    [["the.sweep.json", "--out", "."], /\. is not empty/],
    [["learning-rat"], /Did you mean "learning-rate"/],
    [["nowhere.sweep.json"], /There is no file nowhere\.sweep\.json/],
    [["."], /is a folder, but not of a sweep/],
  ];
  for (const [words, expected] of cases) {
    const ended = await run(folder, "sweep", ...words);
    expect(ended.exitCode, words.join(" ")).toBe(2);
    expect(ended.stderr).toMatch(expected);
  }
  expect((await readdir(folder)).sort()).toEqual(["faulty.sweep.json", "the.sweep.json"]);
});

test("a sweep that is being run is not begun a second time beside itself", async () => {
  const folder = await folderWith({ ...long, seeds: 1 });
  const sweep = start(folder, "sweep", "the.sweep.json", "--out", "s");
  await sweep.saw(/1 process/);
  const second = await run(folder, "sweep", "s");
  expect(second.exitCode).toBe(2);
  expect(second.stderr).toMatch(/This sweep is being run/);
  expect(await sweep.ended).toMatchObject({ exitCode: 0 });
  await expect(access(path.join(folder, "s/sweep.lock"))).rejects.toThrow();
});

test("a sweep of more runs than files may be open is read whole", async () => {
  const folder = await folderWith({ ...brief, grid: undefined, seeds: 300 });
  const parsed = parseSweep(await readFile(path.join(folder, "the.sweep.json"), "utf8"));
  if (!parsed.ok) throw new Error("The sweep has faults.");
  const directory = path.join(folder, "s");
  await createSweep(directory, planSweep(parsed.sweep));
  for (const { index } of parsed.sweep.members) {
    const result = { index, state: "done", failure: null, attempts: 1, seconds: 1, measures: {} } as const;
    await writeResult(directory, result);
  }
  const command = `ulimit -n 128 && exec "${process.execPath}" "${programFile}" sweeps . --json`;
  const listed = spawnSync("bash", ["-c", command], { cwd: folder, encoding: "utf8" });
  expect(jsonLines(listed.stdout)).toMatchObject([{ done: 300, problems: [] }]);
});

test("ready sweeps are listed, written as files to edit, and planned from there", async () => {
  const folder = await folderWith(brief);
  const listed = await run(folder, "presets", "--json");
  const ids = told(listed, "sweepPreset").map(({ id }) => String(id));
  expect(ids).toContain("information-gap");
  expect((await run(folder, "presets")).stdout).toContain("learning-rate: Learning rate and initialisation");

  const written = await run(folder, "new", "learning-rate");
  expect(written.stdout).toMatch(
    /Wrote learning-rate\.sweep\.json\. Run it with: .* sweep learning-rate\.sweep/,
  );
  await run(folder, "new", "information-gap", "my gap.sweep.json");
  const planned = await run(folder, "sweep", "my gap.sweep.json", "--dry-run", "--json");
  expect(told(planned, "plan")).toMatchObject([{ name: "my gap" }]);

  const again = await run(folder, "new", "learning-rate");
  expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("is there already") });
  const unknown = await run(folder, "new", "informationgap");
  expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('"information-gap"') });
});
