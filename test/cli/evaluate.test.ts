/** `evaluate`: a trained model on sequences it has never seen, beside those who learn nothing. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import type { EvaluationCell, EvaluationStudy } from "../../core/studies";
import { jsonLines, run, small, temporaryFolder } from "./program";

async function trained(changes: object = {}): Promise<string> {
  const folder = await temporaryFolder();
  const experiment = { ...small, ...changes };
  await writeFile(path.join(folder, "small.induction.json"), JSON.stringify(experiment));
  expect((await run(folder, "train", "small.induction.json", "--out", "run")).exitCode).toBe(0);
  return folder;
}

const kept = async (folder: string) =>
  JSON.parse(await readFile(path.join(folder, "run/studies/evaluation.json"), "utf8")) as EvaluationStudy;

/** JSON.parse of what our own program has written. */
const cellsIn = (stdout: string) =>
  jsonLines(stdout).filter(({ kind }) => kind === "evaluated") as unknown as EvaluationCell[];

test("evaluates every length with every α and floor, the same each time, and keeps it with the run", async () => {
  const folder = await trained();
  const options = [
    "--lengths",
    "20,60",
    "--alphas",
    "0.1,1",
    "--floors",
    "0,0.05",
    "--sequences",
    "200",
    "--json",
  ];
  const first = await run(folder, "evaluate", "run", ...options);
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  const lines = jsonLines(first.stdout);
  expect(lines.map(({ kind, done, of }) => [kind, done, of])).toEqual([
    ...Array.from({ length: 8 }, (_, index) => ["evaluated", index + 1, 8]),
    ["evaluation", undefined, undefined],
  ]);
  expect(cellsIn(first.stdout).map((cell) => [cell.sequenceLength, cell.alpha, cell.floor])).toEqual(
    [20, 60].flatMap((length) =>
      [0.1, 1].flatMap((alpha) => [0, 0.05].map((floor) => [length, alpha, floor])),
    ),
  );
  for (const { loss, sequences, predictors } of cellsIn(first.stdout)) {
    expect(sequences).toBe(200);
    expect(loss.standardError).toBeGreaterThan(0);
    expect(predictors.map(({ kind }) => kind)).toEqual([
      ...["uniform", "unigram", "maximumLikelihood", "maximumLikelihood", "maximumLikelihood"],
      ...["inductionHead", "inductionHead", "bayes", "oracle"],
    ]);
    for (const { gap, loss: other } of predictors) expect(gap.mean).toBeCloseTo(loss.mean - other.mean, 10);
  }
  const [{ path: file, kind: _, ...study }] = lines.slice(-1);
  expect(file).toBe(path.join("run", "studies", "evaluation.json"));
  expect(await kept(folder)).toEqual({ format: 1, ...study });
  expect(study).toMatchObject({ step: 60, lossKind: "log", notes: [] });
  expect((await run(folder, "evaluate", "run", ...options)).stdout).toBe(first.stdout);
});

test("for people, one table beside GIH, Bayes and the oracle, or all predictors of each cell", async () => {
  const folder = await trained();
  const grid = ["--lengths", "20,60", "--alphas", "0.1", "--sequences", "100"];
  const { stdout } = await run(folder, "evaluate", "run", ...grid);
  expect(stdout).toContain("The model at step 60, without further training");
  expect(stdout).toMatch(
    / L +α +sequences +model +GIH\(\{1, 2\}, a = \d\.\d\d\) +GIH\(\{1, 2\}, a → ∞\) +Bayes +oracle +to Bayes +to the oracle\n/,
  );
  expect(stdout).toMatch(
    /^20 +0\.1 +100 +\d\.\d{4} ± \d\.\d{4}( +\d\.\d{4}){4}( +-?\d\.\d{4} ± \d\.\d{4}){2}$/m,
  );
  const all = await run(folder, "evaluate", "run", ...grid, "--all");
  for (const heading of ["L 20, α 0.1: 100 sequences", "L 60, α 0.1: 100 sequences", "total variation"]) {
    expect(all.stdout).toContain(heading);
  }
  expect(all.stdout.match(/in-context frequencies after \{1\} +\d/g)).toHaveLength(2);
});

test("left to itself, it looks around the lengths and priors of the experiment, with what there is time for", async () => {
  const folder = await trained();
  await run(folder, "evaluate", "run");
  const { cells } = await kept(folder);
  expect([...new Set(cells.map(({ sequenceLength }) => sequenceLength))]).toEqual([6, 9, 30, 90, 300]);
  expect([...new Set(cells.map(({ alpha }) => alpha))]).toEqual([0.01, 0.1, 1, 10]);
  const long = await run(folder, "evaluate", "run", "--lengths", "100,40000", "--alphas", "0.1", "--json");
  const [short, far] = cellsIn(long.stdout).map(({ sequences }) => sequences);
  expect(short).toBe(2000);
  expect(far).toBeLessThan(1000);
});

test("on the law it was trained on, the interval holds the validation loss of a large held-out set", async () => {
  const folder = await temporaryFolder();
  const large = { ...small, data: { ...small.data, validationSequences: 20_000 } };
  await writeFile(path.join(folder, "large.induction.json"), JSON.stringify(large));
  const training = await run(folder, "train", "large.induction.json", "--out", "run", "--json");
  const finished = jsonLines(training.stdout).find(({ kind }) => kind === "finished");
  const { losses } = finished?.outcome as { losses: { validation: number } };
  const own = ["--lengths", "30", "--alphas", "0.1", "--sequences", "20000", "--json"];
  const [{ loss }] = cellsIn((await run(folder, "evaluate", "run", ...own)).stdout);
  expect(Math.abs(loss.mean - losses.validation)).toBeLessThan(4 * loss.standardError);
  // Fresh sequences: those that were held out give their loss to float32's rounding, 1e-5 and less.
  expect(Math.abs(loss.mean - losses.validation)).toBeGreaterThan(1e-4);
});

test("where S* cannot be computed, GIH has the set that the model selected, and that is said", async () => {
  const folder = await trained({ data: { ...small.data, parents: [1, 20] } });
  const options = ["--lengths", "30", "--alphas", "0.1", "--sequences", "20"];
  const { exitCode, stderr } = await run(folder, "evaluate", "run", ...options);
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/warning: GIH has the model's own set \{[1-5](, [1-5])?\}, for S\* is not known/);
  const { cells, notes } = await kept(folder);
  expect(notes).toHaveLength(1);
  const head = cells[0].predictors.find(({ kind }) => kind === "inductionHead");
  expect(notes[0]).toContain(`{${head?.lags.join(", ") ?? ""}}`);
});

test("says what is wrong with lists, lengths and runs, and leaves what was kept before", async () => {
  const folder = await trained();
  await run(folder, "evaluate", "run", "--lengths", "30", "--alphas", "1", "--sequences", "10");
  const before = await kept(folder);
  const refused = async (...args: readonly string[]) => {
    const { exitCode, stderr } = await run(folder, "evaluate", ...args);
    expect(exitCode).toBe(2);
    return stderr;
  };
  expect(await refused("run", "--lengths", "20,x")).toContain("whole numbers from 2");
  expect(await refused("run", "--alphas", "0")).toContain("numbers from 0.000001 to 10,000");
  expect(await refused("run", "--floors", "0.5")).toContain("below 0.5");
  expect(await refused("run", "--floors", "0.4")).toContain("times 3 tokens it has to be below 1");
  expect(await refused("run", "--lengths", "3")).toContain("at least 6 are needed");
  expect(await refused("run", "--lengths", "100000000")).toContain("would take 2.4 GB of memory");
  expect(await refused("run", "--from", "7")).toContain("no checkpoint of step 7");
  expect(await refused("nowhere")).toContain("is not a run");
  expect(await kept(folder)).toEqual(before);
});
