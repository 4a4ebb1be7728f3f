/** `theory`: tables for people, objects for programs, and what it refuses. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { TheoryStudy } from "../../core/studies";
import { jsonLines, run, small, temporaryFolder } from "./program";

const chi2 = fileURLToPath(new URL("../vectors/chi2.json", import.meta.url));

test("prints informations with S* first, and the losses of every predictor", async () => {
  const { exitCode, stdout, stderr } = await run(await temporaryFolder(), "theory", "paper-simultaneous");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/lags +modified χ² +± +χ² +±\nS\* +\{1, 2\} /);
  expect(stdout).toMatch(/S\* is \{1, 2\}, ahead of \{\d\} by 0\.0\d+ ± 0\.00\d+\./);
  for (const name of [
    "uniform",
    "unigram",
    "after {1}",
    "after {2}",
    "after {1, 2}",
    "→ ∞",
    "Bayes",
    "oracle",
  ]) {
    expect(stdout).toContain(name);
  }
});

test("for programs, informations and predictors as objects, the same each time", async () => {
  const folder = await temporaryFolder();
  const args = ["theory", "paper-theory", "--draws", "50", "--json", "--set", "data.validationSequences=200"];
  const { stdout } = await run(folder, ...args);
  const [informations, ...references] = jsonLines(stdout);
  expect(informations).toMatchObject({ kind: "informations", window: 5, degree: 2, draws: 50 });
  expect(informations.sets).toHaveLength(15);
  expect(references.map(({ kind, predictor }) => [kind, predictor])).toEqual(
    [
      "uniform",
      "unigram",
      ...Array<string>(3).fill("maximumLikelihood"),
      "inductionHead",
      "inductionHead",
      "bayes",
      "oracle",
    ].map((predictor) => ["reference", predictor]),
  );
  const losses = references.map(({ logLoss }) => (logLoss as { mean: number }).mean);
  expect(losses.at(-1)).toBe(Math.min(...losses));
  expect(references[6].scale).toBe("Infinity");
  expect((await run(folder, ...args)).stdout).toBe(stdout);
});

test("without held-out sequences the informations are told all the same", async () => {
  const args = ["theory", "quickstart", "--draws", "20", "--set", "data.validationSequences=0"];
  const { exitCode, stdout, stderr } = await run(await temporaryFolder(), ...args);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("S* is");
  expect(stderr).toContain("data.validationSequences is 0");
});

test("laws that are too large and files without a law are refused", async () => {
  const folder = await temporaryFolder();
  const refused = async (...args: string[]) => {
    const { exitCode, stderr } = await run(folder, "theory", ...args);
    expect(exitCode).toBe(2);
    return stderr;
  };
  expect(await refused("quickstart", "--set", "data.parents=[1,20]")).toMatch(
    /error: The chain has 3\^20 states/,
  );
  const data = { kind: "file", path: "none.npy", alphabetSize: 3 };
  await writeFile(path.join(folder, "file.induction.json"), JSON.stringify({ name: "file", data }));
  expect(await refused("file.induction.json")).toContain("the law behind a file is not known");
  expect(await refused("quickstart", "--draws", "1")).toContain("from 2 to 1,000,000");
});

test("of a run, theory is kept in its folder, and evaluate takes S* from there", async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "small.induction.json"), JSON.stringify(small));
  await run(folder, "train", "small.induction.json", "--out", "run");
  const { exitCode, stdout } = await run(folder, "theory", "run", "--draws", "30", "--json");
  expect(exitCode).toBe(0);
  const file = path.join(folder, "run/studies/theory.json");
  const study = JSON.parse(await readFile(file, "utf8")) as TheoryStudy;
  const [informations, ...rest] = jsonLines(stdout);
  expect(informations).toMatchObject({ draws: 30, leftOut: 0, selected: study.selected });
  expect(rest.at(-1)).toEqual({ kind: "file", path: path.join("run", "studies", "theory.json") });
  expect(study.references.map(({ logLoss }) => logLoss)).toEqual(
    rest.slice(0, -1).map(({ logLoss }) => logLoss),
  );
  // As if another set had been found: it is not computed once more.
  const other = study.sets.findIndex(({ lags }) => lags.join() === "2,5");
  await writeFile(file, JSON.stringify({ ...study, selected: other }));
  const grid = ["--lengths", "30", "--alphas", "0.1", "--sequences", "10"];
  expect((await run(folder, "evaluate", "run", ...grid)).stdout).toContain("GIH({2, 5}, a → ∞)");
  const changed = await run(folder, "theory", "run", "--set", "seed=1");
  expect(changed).toMatchObject({ exitCode: 2, stdout: "" });
  expect(changed.stderr).toContain("--set is for experiment files and presets");
});

test("where tokens follow one of two laws it tells who loses what by which, and keeps both studies with the run", async () => {
  const folder = await temporaryFolder();
  const data = { ...small.data, kind: "mixed-markov" };
  await writeFile(path.join(folder, "two.induction.json"), JSON.stringify({ ...small, data }));
  const trained = await run(folder, "train", "two.induction.json", "--out", "run");
  expect(trained.stdout).toMatch(
    /\n +validation by what targets follow: their own chain \d\.\d{4}, the shared n-gram \d\.\d{4}\n/,
  );
  const { exitCode, stdout } = await run(folder, "theory", "run", "--draws", "20");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("S* is");
  expect(stdout).toMatch(/\n +all +its own chain +the shared n-gram\nuniform /);
  expect(stdout).toMatch(
    /\nboth, Bayes: knows the shared n-gram, infers the chain in context +0\.\d+ ± 0\.\d+ /,
  );
  for (const kind of ["theory", "mechanisms"])
    expect(stdout).toContain(`Kept with the run: ${path.join("run", "studies", `${kind}.json`)}.`);
  expect((await run(folder, "show", "run")).stdout).toMatch(/on targets of the chains lose lazy \d/);
  const evaluated = await run(folder, "evaluate", "run");
  expect(evaluated.exitCode).toBe(2);
  expect(evaluated.stderr).toContain("each token follows one of two laws");
  // Informations of contexts of 20 tokens take too much; who loses what does not.
  const huge = await run(
    folder,
    "theory",
    "two.induction.json",
    "--json",
    "--set",
    "data.globalParents=[20]",
  );
  expect(huge.exitCode).toBe(0);
  const objects = jsonLines(huge.stdout);
  expect(objects.map(({ kind }) => kind)).toEqual(["warning", ...Array<string>(7).fill("mechanism")]);
  expect(objects[0].message).toMatch(/^There are no informations: The chain has 3\^20 states/);
  expect(objects[7]).toMatchObject({ predictor: "oracle", logLoss: { all: {}, own: {}, shared: {} } });
});

test("verify holds informations against reference values", async () => {
  const folder = await temporaryFolder();
  const { exitCode, stdout } = await run(folder, "verify", chi2);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("informations of 2 data laws");
  expect(stdout).toContain("All is within tolerance (1 comparison).");
  const [check] = jsonLines((await run(folder, "verify", chi2, "--json")).stdout);
  expect(check).toMatchObject({ kind: "verified", format: "informations", engine: "theory", passed: true });
});

test("verify finds a perturbed information, and names what is wrong with a file of them", async () => {
  const folder = await temporaryFolder();
  const given = {
    alphabet: 2,
    parents: [1],
    window: 2,
    transitions: [
      [
        [0.9, 0.1],
        [0.1, 0.9],
      ],
    ],
    information: [{ lags: [2], chi2: 0.4096, modifiedChi2: 0.2048 }],
  };
  const verified = async (changes: object) => {
    await writeFile(path.join(folder, "own.json"), JSON.stringify([{ ...given, ...changes }]));
    return run(folder, "verify", "own.json");
  };
  expect(await verified({})).toMatchObject({ exitCode: 0 });
  const off = await verified({ information: [{ lags: [2], chi2: 0.4097, modifiedChi2: 0.2048 }] });
  expect(off.exitCode).toBe(1);
  expect(off.stdout).toMatch(/chi2 +FAIL 2\.4e-4\n +modifiedChi2 +\d/);
  const wrong = await verified({
    information: [{ lags: [3, 3], chi2: 0, modifiedChi2: 0 }],
    transitions: [[[0.5, 0.4]]],
  });
  expect(wrong.exitCode).toBe(2);
  for (const fault of [
    "[0].transitions[0]: 1 entries, expected 2",
    "do not sum to 1",
    "named twice",
    "up to the window",
  ]) {
    expect(wrong.stderr).toContain(fault);
  }
  const still = await verified({
    transitions: [
      [
        [1, 0],
        [0, 1],
      ],
    ],
  });
  expect(still.exitCode).toBe(1);
  expect(still.stdout).toContain("does not mix");
});
