import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { jsonLines, programFile, run, small, start, temporaryFolder } from "./program";
import { filesUnder, hasScript, throughTerminal } from "./observation";

async function folderWith(experiment: unknown): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "small.induction.json"), JSON.stringify(experiment));
  return folder;
}

test("a run from training over its summary to an export, and nothing left to resume", async () => {
  const folder = await folderWith(small);

  const trained = await run(folder, "train", "small.induction.json");
  expect(trained).toMatchObject({ exitCode: 0, stderr: "" });
  expect(trained.stdout).toContain("200 sequences of 30 tokens, 50 held out");
  expect(trained.stdout).toMatch(/engine {2}cpu, \d+ threads?, (table|direct) path/);
  expect(trained.stdout).toContain("stage 2: second, from step 20");
  expect(trained.stdout).toMatch(/loss +\d\.\d{4} → \d\.\d{4}; validation \d\.\d{4}/);
  expect(trained.stdout).toMatch(/\{head 1 · lag 1, head 2 · lag 2\}/);
  expect(trained.stdout).not.toContain("\r");

  const [name] = await readdir(path.join(folder, "runs"));
  expect(name).toMatch(/^small-\d{4}-\d{2}-\d{2}-\d{6}$/);
  const directory = path.join("runs", name);
  expect(trained.stdout).toMatch(new RegExp(`node \\S*cli.cjs show ${directory}`));

  const shown = await run(folder, "show", directory);
  expect(shown).toMatchObject({ exitCode: 0, stderr: "" });
  expect(shown.stdout).toContain("small: done at step 60 of 60");
  expect(shown.stdout).toMatch(/second, from step 20/);

  const exported = await run(folder, "export", directory, "--to", "csv", "--out", "small.csv");
  expect(exported).toMatchObject({ exitCode: 0, stdout: "Wrote small.csv.\n" });
  expect(await readFile(path.join(folder, "small.csv"), "utf8")).toMatch(/^step,.*loss/);
  const again = await run(folder, "export", directory, "--to", "csv", "--out", "small.csv");
  expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("is there already") });

  const resumed = await run(folder, "resume", directory);
  expect(resumed.exitCode).toBe(2);
  expect(resumed.stderr).toContain("done at step 60 of 60: nothing is left to do");
});

test("show tells the phases of a training, and whether each goes as the paper predicts", async () => {
  const folder = await folderWith(small);
  await run(folder, "train", "quickstart", "--out", "run", "--threads", "1");
  const { stdout } = await run(folder, "show", "run");
  expect(stdout).toMatch(
    /^phases +selection, steps 0 to \d+\n +concentration, steps .*\n +growth, steps .* to 1,000$/m,
  );
  expect(stdout).toMatch(/^rates +stage I: c² of the winner .* as predicted$/m);
  expect(stdout).toMatch(/^ +stage III: a ~ .* log\(t \+ [\d.]+\), R² 0\.\d+, as predicted$/m);
  const [{ course }] = jsonLines((await run(folder, "show", "run", "--json")).stdout);
  expect(course).toMatchObject({
    phases: [{ kind: "selection" }, { kind: "concentration" }, { kind: "growth", toStep: 1000 }],
    rates: [
      { phase: "selection", predicted: "exponential" },
      { phase: "concentration", predicted: "power", quantity: { kind: "attention", head: 0, lag: 1 } },
      { phase: "concentration", predicted: "power", quantity: { kind: "attention", head: 1, lag: 2 } },
      {
        phase: "growth",
        predicted: "logarithm",
        verdict: "asPredicted",
        best: { law: { kind: "logarithm" } },
      },
    ],
  });
});

test("a run that is done takes more steps when asked for them", async () => {
  const folder = await folderWith(small);
  await run(folder, "train", "small.induction.json", "--out", "run");
  const resumed = await run(folder, "resume", "run", "--more", "15");
  expect(resumed).toMatchObject({ exitCode: 0, stderr: "" });
  expect(resumed.stdout).toContain("Done at step 75.");
});

test("options on the command line win over the file", async () => {
  const folder = await folderWith(small);
  const { exitCode } = await run(
    folder,
    ...["train", "small.induction.json", "--out", "run", "--steps", "5"],
    ...["--set", "seed=11", "--engine", "reference", "--set", "engine.kind=cpu"],
  );
  expect(exitCode).toBe(0);
  const { stdout } = await run(folder, "show", "run", "--json");
  const [{ run: manifest }] = jsonLines(stdout);
  expect(manifest).toMatchObject({ seed: 11, totalSteps: 5, step: 5, engine: { kind: "reference" } });
});

test("a run knows the file that it was trained from; one of a preset has none", async () => {
  const folder = await folderWith(small);
  await run(folder, "train", "small.induction.json", "--out", "deep/run", "--steps", "1");
  await run(folder, "train", "quickstart", "--out", "preset", "--steps", "1");
  const manifest = async (directory: string): Promise<unknown> =>
    JSON.parse(await readFile(path.join(folder, directory, "run.json"), "utf8"));
  expect(await manifest("deep/run")).toMatchObject({ source: "../../small.induction.json" });
  expect(await manifest("preset")).not.toHaveProperty("source");
});

test("the same seed gives the same bits on a second run", async () => {
  const folder = await folderWith(small);
  await run(folder, "train", "small.induction.json", "--out", "one");
  await run(folder, "train", "small.induction.json", "--out", "two");
  const [one, two] = await Promise.all(
    ["one", "two"].map((name) => filesUnder(path.join(folder, name, "snapshots.zarr"))),
  );
  expect(one.size).toBeGreaterThan(5);
  expect(two).toEqual(one);
});

test("an occupied folder is refused and stays as it is", async () => {
  const folder = await folderWith(small);
  await run(folder, "train", "small.induction.json", "--out", "run", "--steps", "3");
  const before = await filesUnder(path.join(folder, "run"));
  const { exitCode, stderr } = await run(folder, "train", "small.induction.json", "--out", "run");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("run is not empty: a new run needs a folder of its own");
  expect(await filesUnder(path.join(folder, "run"))).toEqual(before);
});

test("a run that diverges exits 1, says where, and keeps the last good state", async () => {
  const stages = [{ train: ["coefficients"], steps: 10, learningRate: 1e300 }];
  const folder = await folderWith({ ...small, training: { stages } });
  const { exitCode, stderr, stdout } = await run(folder, "train", "small.induction.json", "--out", "run");
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: After step \d+ .* is (NaN|-?Infinity); .*smaller learning rate/m);
  expect(stdout).toContain("Failed at step");
  expect((await run(folder, "runs", ".")).stdout).toContain("failed");
});

test("a start of the mixed target that is no number is told with what there is to change, and without losses", async () => {
  const folder = await temporaryFolder();
  const { exitCode, stderr, stdout } = await run(
    folder,
    ...["train", "lazy-to-rich", "--out", "run"],
    ...["--set", "model.initial.value1=1e200", "--set", "data.batchSize=1"],
  );
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: At the initial parameters .* Choose other values under model\.initial\.$/m);
  expect(stdout).toContain("1 fresh sequence a step");
  expect(stdout).toContain("Failed at step 0.");
  expect(stdout).not.toMatch(/^loss|^L_|NaN/m);
});

test("with --json every line is an object, from the start to the summary", async () => {
  const folder = await folderWith(small);
  const { stdout, stderr } = await run(folder, "train", "small.induction.json", "--json", "--out", "run");
  expect(stderr).toBe("");
  const events = jsonLines(stdout);
  const kinds = events.map(({ kind }) => kind);
  expect(kinds[0]).toBe("started");
  expect(kinds.slice(-2)).toEqual(["finished", "summary"]);
  expect(new Set(kinds)).toEqual(
    new Set(["started", "stage", "measured", "recorded", "checkpoint", "progress", "finished", "summary"]),
  );
  const recorded = events.find(({ kind }) => kind === "recorded");
  expect(recorded).toMatchObject({ step: 0, parameters: expect.arrayContaining([0.01]) });
  const measured = events.find(({ kind }) => kind === "measured");
  expect(measured).toMatchObject({ line: { step: 0, stage: 0, validationLoss: expect.any(Number) } });
  expect(events.at(-1)).toMatchObject({
    run: { state: "done" },
    learned: { step: 60, heads: [{ head: 0, lag: 1 }, {}, {}] },
  });
});

test("a reader that leaves early does not end the run", async () => {
  const folder = await folderWith(small);
  const { child, ended, saw } = start(folder, "train", "small.induction.json", "--json", "--out", "run");
  await saw(/started/);
  child.stdout.destroy();
  expect(await ended).toMatchObject({ exitCode: 0, stderr: "" });
  expect((await run(folder, "show", "run")).stdout).toContain("done at step 60 of 60");
});

test.skipIf(!hasScript)("on a terminal there is a bar, with steps, loss, speed and stage", async () => {
  const folder = await temporaryFolder();
  const text = await throughTerminal(folder, [programFile, "train", "quickstart", "--out", "run"]);
  expect(text).toMatch(/█+░* [\d,]+ of 1,000 · loss 0\.\d{4} · [\d,]+ steps\/s · .*all at once/);
  expect(text).toContain("Done at step 1,000.");
});
