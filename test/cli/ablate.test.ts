/** `ablate`: parts knocked out of a trained model, and variants that never had them. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { readStudies } from "../../core/studies";
import { jsonLines, run, small, start, temporaryFolder } from "./program";

async function trained(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "small.induction.json"), JSON.stringify(small));
  expect((await run(folder, "train", "small.induction.json", "--out", "run")).exitCode).toBe(0);
  return folder;
}

const studyOf = async (folder: string) => {
  const { studies, problems } = await readStudies(path.join(folder, "run"));
  expect(problems).toEqual([]);
  return studies.ablation;
};

test("knocks parts out without training anything, and keeps the study", async () => {
  const folder = await trained();
  const { exitCode, stdout } = await run(folder, "ablate", "run", "--knock-outs-only", "--json");
  expect(exitCode).toBe(0);
  const lines = jsonLines(stdout).filter(({ kind }) => kind === "knockOut");
  expect(lines.map(({ id }) => id)).toContain("head-1");
  const study = await studyOf(folder);
  expect(study).toMatchObject({ step: 60, lossKind: "log", variants: [] });
  expect(study?.knockOuts.map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
  const manifest = JSON.parse(await readFile(path.join(folder, "run", "run.json"), "utf8"));
  expect(study?.intact.mean).toBeCloseTo(manifest.losses.validation, 6);
});

test("trains variants over seeds, prints one table of both kinds, and costs are those of its losses", async () => {
  const folder = await trained();
  const options = ["--seeds", "2", "--only", "head-1,scale-frozen,scale-0"];
  const { exitCode, stdout } = await run(folder, "ablate", "run", ...options);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/Knocked out of the trained model +loss +cost +95 %\n/);
  expect(stdout).toMatch(/Scale 0: every position votes alike +[\d.]+ +[+−][\d.]+ +± [\d.]+/);
  expect(stdout).toMatch(/Trained without it +loss +cost +95 %\nAs it is +[\d.]+\nWithout head 1 +[\d.]+ +/);
  expect(stdout).not.toContain("Head 2 removed");
  const study = await studyOf(folder);
  expect(study?.variants.map(({ id, members }) => [id, members.map(({ seed }) => seed)])).toEqual([
    ["baseline", [3, 4]],
    ["head-1", [3, 4]],
    ["scale-frozen", [3, 4]],
  ]);
  const [baseline, head] = study?.variants ?? [];
  const differences = head.members.map(({ loss }, index) => loss - baseline.members[index].loss);
  expect(head.cost?.mean).toBeCloseTo((differences[0] + differences[1]) / 2, 12);

  // Called again it has nothing to train; with more seeds only these.
  const again = await run(folder, "ablate", "run", ...options, "--json");
  expect(jsonLines(again.stdout).filter(({ kind }) => kind === "trained")).toEqual([]);
  expect(await studyOf(folder)).toEqual(study);
  const more = await run(folder, "ablate", "run", "--seeds", "3", "--only", "head-1,scale-frozen", "--json");
  const fresh = jsonLines(more.stdout).filter(({ kind }) => kind === "trained");
  expect(fresh.map(({ seed }) => seed)).toEqual([5, 5, 5]);
  expect(fresh.at(-1)).toMatchObject({ done: 9, of: 9 });
});

test("stopped or killed in between, it keeps what is there and goes on", async () => {
  const folder = await trained();
  const options = [
    "--seeds",
    "2",
    "--only",
    "head-1,head-2",
    "--steps",
    "8000",
    "--processes",
    "1",
    "--json",
  ];
  const killed = start(folder, "ablate", "run", ...options);
  await killed.saw(/"kind":"trained"/);
  killed.child.kill("SIGKILL");
  await killed.ended;
  const stopped = start(folder, "ablate", "run", ...options);
  await stopped.saw(/"kind":"trained"/);
  const early = await studyOf(folder);
  expect(early?.knockOuts.length).toBeGreaterThan(5);
  stopped.child.kill("SIGINT");
  const { exitCode, stdout } = await stopped.ended;
  expect(exitCode).toBe(130);
  expect(stdout).toContain("Stopping");
  const before = await studyOf(folder);
  const count = (study: typeof before) => study?.variants.flatMap(({ members }) => members).length ?? 0;
  expect(count(before)).toBeGreaterThanOrEqual(2);
  expect(count(before)).toBeLessThan(6);
  const last = await run(folder, "ablate", "run", ...options);
  expect(last.exitCode).toBe(0);
  expect(count(await studyOf(folder))).toBe(6);
});

test("an experiment is trained first, its stages in their proportions", async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "small.induction.json"), JSON.stringify(small));
  const options = ["--steps", "30", "--knock-outs-only", "--out", "run", "--set", "seed=9"];
  const { exitCode, stdout } = await run(folder, "ablate", "small.induction.json", ...options);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("first, 10 steps");
  expect(stdout).toContain("second, 20 steps");
  expect(await studyOf(folder)).toMatchObject({ step: 30 });
});

test("says what is wrong before anything is trained", async () => {
  const folder = await trained();
  const refused = async (...args: readonly string[]) => {
    const { exitCode, stderr } = await run(folder, "ablate", ...args);
    expect(exitCode).toBe(2);
    return stderr;
  };
  expect(await refused("run", "--only", "heads")).toMatch(/nothing called heads.*no-selector/);
  expect(await refused("run", "--only", "head-1,,")).toContain("A list such as");
  expect(await refused("run", "--seeds", "0")).toContain("at least 1");
  expect(await refused("run", "--set", "seed=1")).toContain("--set and --out have no place");
  expect(await refused("nowhere")).toContain('no preset "nowhere"');
  expect(await refused(folder)).toContain("is not a run");
  expect(await studyOf(folder)).toBeNull();
});

test("an earlier ablation of another length is not thrown away unasked", async () => {
  const folder = await trained();
  const only = ["--seeds", "1", "--only", "head-1"];
  const long = start(folder, "ablate", "run", ...only, "--steps", "1000000", "--processes", "1", "--json");
  await long.saw(/"kind":"begun"/);
  long.child.kill("SIGINT");
  expect((await long.ended).exitCode).toBe(130);
  const refused = await run(folder, "ablate", "run", ...only);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("add --anew");
  expect((await run(folder, "ablate", "run", ...only, "--anew")).exitCode).toBe(0);
  expect((await studyOf(folder))?.variants).toHaveLength(2);
});
