import { expect, test } from "vitest";
import { knockedOut } from "../../../core/ablation/circuits";
import { knockOuts } from "../../../core/ablation/knockOuts";
import { lossesOfCircuits } from "../../../core/ablation/losses";
import { layoutOf, groupView, type DisentangledModel } from "../../../core/model";
import { openRun } from "../../../core/runs";
import { startRun } from "../../../core/training";
import { authors, laidOut, type Experiment } from "../engine/experiments";
import { temporaryFolder } from "../runs/temporary";
import { experimentOf } from "../training/runs";
import { naiveLoss, type Naive } from "./naive";

const initial = { rpe: { diagonal: 3, offDiagonal: 0.1 }, coefficients: 0.01, scale: 0.01 };
const parentSets = [{ lags: [1, 2], what: "the parents" }];

/** Heads on lags 1, 2, 3, in general position otherwise. */
async function circuit(experiment: Experiment) {
  const { model, data, parameters } = await laidOut(experiment);
  const logits = groupView(parameters, layoutOf(model), "rpe");
  for (let head = 0; head < model.heads; head++) logits[head * model.window + head] = 4;
  return { model, data, parameters };
}

function partsOf(model: DisentangledModel, parameters: Float64Array): Naive {
  const layout = layoutOf(model);
  const logits = groupView(parameters, layout, "rpe");
  const coefficients = groupView(parameters, layout, "coefficients");
  return {
    logits: (head, lag) => logits[head * model.window + lag - 1],
    coefficient: (subset) => coefficients[model.subsets.findIndex((other) => other.join() === subset.join())],
    scale: parameters[parameters.length - 1],
    normalizeValues: model.normalizeValues,
  };
}

const other = { none: "l2", l2: "none" } as const;

/** Of every knock-out, what it should be. */
const meant: Readonly<Record<string, (intact: Naive) => Partial<Naive>>> = {
  "uniform-subsets": () => ({ coefficient: () => 1 }),
  "only-1-2": () => ({ coefficient: (subset) => Number(subset.join() === "0,1") }),
  "head-1": ({ coefficient }) => ({
    coefficient: (subset) => (subset.includes(0) ? 0 : coefficient(subset)),
  }),
  "head-3": ({ coefficient }) => ({
    coefficient: (subset) => (subset.includes(2) ? 0 : coefficient(subset)),
  }),
  "no-rpe": () => ({ logits: () => 0 }),
  "initial-rpe": () => ({ logits: (head, lag) => (lag === head + 1 ? 3 : 0.1) }),
  "normalize-none": ({ normalizeValues }) => ({ normalizeValues: other[normalizeValues] }),
  "normalize-l2": ({ normalizeValues }) => ({ normalizeValues: other[normalizeValues] }),
  "scale-0": () => ({ scale: 0 }),
  "scale-initial": () => ({ scale: 0.01 }),
  "scale-half": ({ scale }) => ({ scale: scale / 2 }),
  "scale-double": ({ scale }) => ({ scale: 2 * scale }),
  "scale-limit": () => ({ scale: Infinity }),
};

test.each([
  { name: "the paper's conventions" },
  { name: "the authors' conventions", shape: authors },
  { name: "some subsets only", shape: { subsets: [[1], [2], [1, 2], [2, 3]] } },
])("$name: every knock-out is what one gets by writing the model down with it", async (experiment) => {
  const { model, data, parameters } = await circuit(experiment);
  const plan = knockedOut({ model, parameters }, { initial, seed: 0, parentSets });
  expect(plan.notes).toEqual([]);
  const losses = lossesOfCircuits([{ model, parameters }, ...plan.knockedOut], data);
  const intact = partsOf(model, parameters);
  const row = data.sequenceLength + 1;
  const checked = ["", ...plan.knockedOut.map(({ id }) => id)].filter((id, index) => {
    const change = id === "" ? {} : meant[id]?.(intact);
    if (!change) return false;
    for (let sequence = 0; sequence < 20; sequence++) {
      const tokens = data.tokens.subarray(sequence * row, (sequence + 1) * row);
      const expected = naiveLoss(model, tokens, { ...intact, ...change });
      expect(losses[index][sequence], `${id} on sequence ${sequence}`).toBeCloseTo(expected, 6);
    }
    return true;
  });
  expect(checked).toHaveLength(13);
});

test("a head whose subsets took all the weight leaves the rest to share it, however small they were", async () => {
  const { model, parameters } = await circuit({ name: "" });
  const coefficients = groupView(parameters, layoutOf(model), "coefficients");
  const place = (subset: readonly number[]) =>
    model.subsets.findIndex((candidate) => candidate.join() === subset.join());
  coefficients.fill(0);
  coefficients[place([0, 1])] = 1;
  // Their squares are 0 in float64.
  coefficients[place([1])] = 3e-200;
  coefficients[place([2])] = 4e-200;
  const { knockedOut: parts } = knockedOut({ model, parameters }, { initial, seed: 0, parentSets });
  const without = parts.find(({ id }) => id === "head-1");
  const left = groupView(without?.parameters ?? parameters, layoutOf(model), "coefficients");
  const norm = left.reduce((sum, c) => sum + c * c, 0);
  expect(left[place([0, 1])]).toBe(0);
  expect(left[place([1])] ** 2 / norm).toBeCloseTo(9 / 25, 12);
  expect(left[place([2])] ** 2 / norm).toBeCloseTo(16 / 25, 12);
});

test("says which parts cannot be knocked out, and why", async () => {
  const { model, parameters } = await circuit({ name: "", shape: { subsets: [[1, 2], [1]] } });
  const { knockedOut: parts, notes } = knockedOut(
    { model, parameters },
    { initial, seed: 0, parentSets: [{ lags: [1, 5], what: "the parents" }] },
  );
  expect(parts.map(({ id }) => id)).toContain("head-2");
  expect(parts.map(({ id }) => id)).not.toContain("head-1");
  expect(notes.join("\n")).toContain("not every one of lags 1 and 5 has a head");
  expect(notes.join("\n")).toContain("Head 1 cannot be removed: no subset is left");
  expect(notes.join("\n")).toContain("Head 3 is in no subset");
});

test("takes a run apart on its own validation sequences", async () => {
  const runDirectory = await temporaryFolder();
  const run = await startRun({ experiment: experimentOf(), runDirectory, baseDirectory: "." });
  await run.finished;
  const study = await knockOuts(runDirectory);
  const { manifest } = await openRun(runDirectory);
  expect(study).toMatchObject({ step: 20, lossKind: "log", variants: [], notes: [] });
  expect(study.intact.mean).toBeCloseTo(manifest?.losses?.validation ?? NaN, 12);
  const byId = new Map(study.knockOuts.map((knockOut) => [knockOut.id, knockOut]));
  expect(byId.size).toBe(study.knockOuts.length);
  for (const { loss, cost } of byId.values()) {
    expect(cost.mean).toBeCloseTo(loss.mean - study.intact.mean, 12);
    expect(cost.standardError).toBeGreaterThanOrEqual(0);
  }
  // On the same sequences differences are surer than the losses they are of.
  const initialScale = byId.get("scale-initial");
  expect(initialScale?.cost.standardError).toBeLessThan(initialScale?.loss.standardError ?? 0);
});

test("draws sequences where a run holds none out, and says so", async () => {
  const runDirectory = await temporaryFolder();
  const experiment = experimentOf({
    data: { alphabetSize: 2, sequenceLength: 16, parents: [1], trainSequences: 24, validationSequences: 0 },
    training: { stages: [{ train: ["scale"], steps: 3 }], validationEvery: 0 },
  });
  const run = await startRun({ experiment, runDirectory, baseDirectory: "." });
  await run.finished;
  const { intact, notes } = await knockOuts(runDirectory);
  expect(intact.mean).toBeGreaterThan(0);
  expect(notes).toEqual([
    "The run holds no sequences out: parts are knocked out on 1000 that are drawn afresh.",
  ]);
});

test("where tokens follow one of two laws, the parents of each stand for themselves", async () => {
  const runDirectory = await temporaryFolder();
  const experiment = experimentOf({
    data: {
      ...{ kind: "mixed-markov", alphabetSize: 2, parents: [1], globalWeight: 0.5, globalParents: [2] },
      ...{ sequenceLength: 16, trainSequences: 24, validationSequences: 8 },
    },
  });
  await (
    await startRun({ experiment, runDirectory, baseDirectory: "." })
  ).finished;
  const titles = (await knockOuts(runDirectory)).knockOuts.map(({ title }) => title);
  expect(titles.filter((title) => title.startsWith("Selector on"))).toEqual([
    "Selector on {1} alone (the parents)",
    "Selector on {2} alone (the shared n-gram's parents)",
    "Selector on {1, 2} alone (all heads)",
  ]);
});
