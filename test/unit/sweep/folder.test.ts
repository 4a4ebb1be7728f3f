/** A sweep's folder: whole or damaged, no file in it costs more than its own member. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import {
  createSweep,
  forgetMember,
  listSweeps,
  memberDirectory,
  openSweep,
  parseSweep,
  planSweep,
  resultFile,
  SweepError,
  sweepPaths,
  trainMember,
  writeTable,
} from "../../../core/sweep";

const experiment = {
  data: { sequenceLength: 20, trainSequences: 20, validationSequences: 5 },
  training: { stages: [{ train: ["scale"], steps: 10, learningRate: 0.1 }] },
};

let top = "";
let directory = "";

beforeEach(async () => {
  top = await mkdtemp(path.join(tmpdir(), "induction-lab-sweep-"));
  onTestFinished(() => rm(top, { recursive: true, force: true }));
  directory = path.join(top, "s");
  const parsed = parseSweep(JSON.stringify({ name: "s", experiment, seeds: 3 }));
  if (!parsed.ok) throw new Error("The sweep has faults.");
  await createSweep(directory, planSweep(parsed.sweep));
});

const trainAll = async () => {
  for (const index of [0, 1, 2]) await trainMember(directory, index);
};
const states = async () => (await openSweep(directory)).results.map(({ index, state }) => [index, state]);

test("opened again, it has the plan that was written", async () => {
  const { plan, results, problems } = await openSweep(directory);
  expect(plan).toMatchObject({ name: "s", fields: [], secondsAllowed: null });
  expect(plan.members.map(({ experiment: { seed } }) => seed)).toEqual([0, 1, 2]);
  expect({ results, problems }).toEqual({ results: [], problems: [] });
});

test("a folder with something in it is not made a sweep", async () => {
  const { plan } = await openSweep(directory);
  await expect(createSweep(directory, plan)).rejects.toThrow(/is not empty/);
});

test("a damaged result costs its member only, which is trained no second time but measured again", async () => {
  await trainAll();
  const file = resultFile(directory, 1);
  const whole = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, '{"index": 1, "sta');
  const { results, problems } = await openSweep(directory);
  expect(results.map(({ index }) => index)).toEqual([0, 2]);
  expect(problems).toEqual([expect.stringContaining("results/00001.json")]);
  const again = await trainMember(directory, 1);
  expect(again).toMatchObject({ attempts: 1, measures: whole.measures });
  expect(await states()).toEqual([0, 1, 2].map((index) => [index, "done"]));
});

test("another member's result in a member's place does not count", async () => {
  await trainAll();
  await writeFile(resultFile(directory, 0), await readFile(resultFile(directory, 2)));
  expect((await openSweep(directory)).problems).toEqual(["results/00000.json is the result of member 2"]);
});

test("a run that is damaged, or a folder in its way, is trained anew with the same outcome", async () => {
  await trainAll();
  const first = await openSweep(directory);
  await rm(resultFile(directory, 0));
  await writeFile(path.join(memberDirectory(directory, 0), "run.json"), "{");
  await rm(resultFile(directory, 1));
  await rm(memberDirectory(directory, 1), { recursive: true });
  await mkdir(path.join(memberDirectory(directory, 1), "odds"), { recursive: true });
  await trainAll();
  const { results } = await openSweep(directory);
  const measures = ({ measures: { trainingSeconds: _, ...rest } }: (typeof results)[number]) => rest;
  expect(results.map(measures)).toEqual(first.results.map(measures));
});

test("runs that are gone leave the table as it was", async () => {
  await trainAll();
  await writeTable(directory);
  const before = await readFile(sweepPaths(directory).csv, "utf8");
  await rm(sweepPaths(directory).members, { recursive: true });
  await writeTable(directory);
  expect(await readFile(sweepPaths(directory).csv, "utf8")).toBe(before);
});

test("a damaged plan says where, and other sweeps beside it are listed all the same", async () => {
  const { plan } = await openSweep(directory);
  const other = path.join(top, "other");
  await createSweep(other, plan);
  const text = await readFile(sweepPaths(other).plan, "utf8");
  await writeFile(sweepPaths(other).plan, text.slice(0, 200));
  await expect(openSweep(other)).rejects.toThrow(SweepError);
  await expect(openSweep(other)).rejects.toThrow(/sweep\.json is damaged/);
  await writeFile(sweepPaths(other).plan, text.replace('"format":1', '"format":2'));
  await expect(openSweep(other)).rejects.toThrow(/written by a newer Induction Lab/);
  const listings = await listSweeps(top);
  expect(listings.map(({ kind }) => kind).sort()).toEqual(["damaged", "sweep"]);
});

test("a run whose checkpoints are damaged begins anew, with the same outcome", async () => {
  const long = path.join(top, "long");
  const stages = [{ train: ["scale"], steps: 20_000, learningRate: 0.1 }];
  const parsed = parseSweep(
    JSON.stringify({ name: "long", experiment: { ...experiment, training: { stages } } }),
  );
  if (!parsed.ok) throw new Error("The sweep has faults.");
  await createSweep(long, planSweep(parsed.sweep));
  const whole = await trainMember(long, 0);
  await forgetMember(long, 0);
  const stopping = new AbortController();
  const stopped = await trainMember(long, 0, {
    signal: stopping.signal,
    onEvent: ({ kind }) => kind === "started" && stopping.abort(),
  });
  expect(stopped).toBe(null);
  const checkpoints = path.join(memberDirectory(long, 0), "checkpoints");
  for (const name of await readdir(checkpoints)) await writeFile(path.join(checkpoints, name), "odds");
  const again = await trainMember(long, 0);
  expect(again).toMatchObject({ state: "done", attempts: 3 });
  expect(again?.measures.loss).toBe(whole?.measures.loss);
});

test("p that jumps long after it was settled does not move the step of selection", async () => {
  const text = JSON.stringify({
    name: "jump",
    experiment: "quickstart",
    set: {
      "training.stages[0].learningRate": 0.03,
      "training.stages[0].steps": 800,
      "model.initial.rpe.diagonal": 1,
    },
  });
  const parsed = parseSweep(text);
  if (!parsed.ok) throw new Error("The sweep has faults.");
  const jump = path.join(top, "jump");
  await createSweep(jump, planSweep(parsed.sweep));
  const result = await trainMember(jump, 0);
  // It falls below 0.9 once more after step 760, for three steps.
  expect(result?.measures).toMatchObject({ selectedLags: "{1, 2}", selectionStep: 83 });
});

test("there is no member beyond the plan, and a stopped one has no result", async () => {
  await expect(trainMember(directory, 3)).rejects.toThrow(/members 0 to 2/);
  expect(await trainMember(directory, 0, { signal: AbortSignal.abort() })).toBe(null);
  expect(await readdir(sweepPaths(directory).results)).toEqual([]);
});
