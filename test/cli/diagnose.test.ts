/** `diagnose`, and the diagnosis where runs end and where they are shown. */
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { jsonLines, run, temporaryFolder } from "./program";

/** Trains quickstart, made small. */
async function trained(...changes: readonly string[]) {
  const folder = await temporaryFolder();
  const settings = [
    "data.trainSequences=500",
    "data.validationSequences=200",
    "engine.threads=1",
    ...changes,
  ];
  const options = settings.flatMap((change) => ["--set", change]);
  const ended = await run(folder, "train", "quickstart", "--out", "run", "--steps", "400", ...options);
  return { folder, ...ended };
}

test("a run in which nothing is unusual says so at its end, in one line, and where it is shown", async () => {
  const { folder, exitCode, stdout, stderr } = await trained();
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/^diagnosis +nothing unusual$/m);
  expect(stdout).not.toContain("What to try");
  expect((await run(folder, "show", "run")).stdout).toMatch(/^diagnosis +nothing unusual$/m);
  const { stdout: text } = await run(folder, "diagnose", "run");
  expect(text).toMatch(
    /^At step 400: nothing unusual\.\n\nNotes:\n {2}[^]*Kept with the run: run\/studies\/diagnosis\.json\.\n$/,
  );
});

test("what is found stands at the end of the run, in its summary, and with evidence and advice in its diagnosis", async () => {
  const { folder, exitCode, stdout } = await trained("model.initial.coefficients=10");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^diagnosis +No set of heads has won: the largest p is 0\.1\d+ on/m);
  expect(stdout).toMatch(/^What to try: node \S*cli\.cjs diagnose run$/m);
  const shown = jsonLines((await run(folder, "show", "run", "--json")).stdout);
  expect(shown).toMatchObject([{ kind: "summary", diagnosis: { findings: [{ kind: "notConcentrated" }] } }]);
  const { stdout: text } = await run(folder, "diagnose", "run");
  expect(text).toMatch(/^At step 400: 1 finding\.\n\nWarning: No set of heads has won/);
  expect(text).toMatch(/^ {2}By theory selecting takes about C_D\(0\) log L/m);
  expect(text).toMatch(/^ {2}Try: Set model\.initial\.coefficients to 0\.01 \(it is 10\)\./m);
});

test("for programs it is one object, the very one in the run's folder", async () => {
  const { folder } = await trained("training.stages.0.learningRate=1e300");
  const { exitCode, stdout } = await run(folder, "diagnose", "run", "--json");
  expect(exitCode).toBe(0);
  const [{ kind, path: file, ...diagnosis }] = jsonLines(stdout);
  expect({ kind, file }).toEqual({ kind: "diagnosis", file: path.join("run", "studies", "diagnosis.json") });
  const kept = JSON.parse(await readFile(path.join(folder, String(file)), "utf8"));
  expect(kept).toEqual({ format: 1, ...diagnosis });
  expect(kept.findings).toMatchObject([{ kind: "notFinite", severity: "error" }]);
});

test("a run that goes on is told at which step it was looked at, until it is looked at again", async () => {
  const { folder } = await trained("training.stages.0.steps=2");
  const manifest = path.join(folder, "run", "run.json");
  await writeFile(manifest, (await readFile(manifest, "utf8")).replace(/"step": 2,/, '"step": 1,'));
  expect((await run(folder, "show", "run")).stdout).toMatch(/No set of heads has won.* \(at step 2\)$/m);
  const { stdout } = await run(folder, "resume", "run", "--more", "60");
  expect(stdout).toMatch(/^diagnosis +nothing unusual$/m);
});

test("show names the studies that there are, and one that is damaged", async () => {
  const { folder } = await trained();
  await run(folder, "theory", "run");
  await run(folder, "evaluate", "run", "--lengths", "10,100", "--alphas", "0.1", "--sequences", "50");
  const { stdout } = await run(folder, "show", "run");
  expect(stdout).toMatch(/^studies +theory: S\* is \{1, 2\}, ΔĨ 0\.0\d+ ± 0\.00\d+, over 200 chains$/m);
  expect(stdout).toMatch(/^ +evaluated at step 400: 2 lengths, 1 value of α$/m);
  await writeFile(path.join(folder, "run", "studies", "evaluation.json"), "{");
  const damaged = await run(folder, "show", "run");
  expect(damaged.exitCode).toBe(1);
  expect(damaged.stdout).toMatch(/^problems +studies\/evaluation\.json is damaged/m);
});

test("a folder that is no run is refused", async () => {
  const { exitCode, stderr } = await run(await temporaryFolder(), "diagnose", "nowhere");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("nowhere is not a run");
});

test("where it cannot be kept it is told all the same", async () => {
  const { folder } = await trained();
  await rm(path.join(folder, "run", "studies"), { recursive: true });
  await writeFile(path.join(folder, "run", "studies"), "in the way");
  const { exitCode, stdout, stderr } = await run(folder, "diagnose", "run");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("nothing unusual");
  expect(stderr).toContain("The diagnosis is not kept");
});
