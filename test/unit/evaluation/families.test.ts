/** Evaluation of every model family: what each can be taken to, and what it cannot. */
import path from "node:path";
import { expect, test } from "vitest";
import type { ExperimentSource } from "../../../core/config";
import { familyGroups, familyMeanings, type TokenFamily } from "../../../core/config/families";
import { drawSequences } from "../../../core/data";
import { evaluateCell, evaluateRun, openTrained, theoryStudyOf } from "../../../core/evaluation";
import { headScaleOf, sequencesLookedAt } from "../../../core/evaluation/headScale";
import { forwardSequence, groupView, initialOf, layoutOf, modelOf, weightsOf } from "../../../core/model";
import { startRun } from "../../../core/training";
import { temporaryFolder } from "../runs/temporary";
import { experimentOf } from "../training/runs";

const families = Object.keys(familyMeanings) as TokenFamily[];

function experimentWith(family: TokenFamily, data: ExperimentSource["data"] = {}) {
  return experimentOf({
    data: {
      ...{ alphabetSize: 2, sequenceLength: 20, parents: [1], trainSequences: 12, validationSequences: 4 },
      ...data,
    },
    model: { family, heads: 2, window: 3 },
    training: { stages: [{ train: familyGroups[family], steps: 3, learningRate: 0.1 }] },
  });
}

async function trained(family: TokenFamily, data?: ExperimentSource["data"]): Promise<string> {
  const runDirectory = path.join(await temporaryFolder(), "run");
  const experiment = experimentWith(family, data);
  await (
    await startRun({ experiment, runDirectory, baseDirectory: "." })
  ).finished;
  return runDirectory;
}

test.each(families)("a %s model's loss is that of its own forward pass", async (family) => {
  const runDirectory = await trained(family);
  const study = await evaluateRun({
    runDirectory,
    sequenceLengths: [15],
    alphas: [0.1],
    floors: [0],
    sequences: 5,
  });
  const { model, parameters, experiment } = await openTrained(runDirectory);
  const { data, seed } = experiment;
  if (data.kind !== "markov") throw new Error("drawn data were meant");
  const set = await drawSequences({ ...data, sequenceLength: 15 }, seed, "validation", 4, 5);
  const losses = Array.from({ length: 5 }, (_, index) => {
    const tokens = set.tokens.subarray(index * 16, (index + 1) * 16);
    return forwardSequence(model, weightsOf(model, parameters), tokens).loss;
  });
  expect(study.cells[0].loss.mean).toBeCloseTo(losses.reduce((sum, loss) => sum + loss) / 5, 10);
});

test("absolute positions are taken to no longer sequences than they were trained on, and that is said", async () => {
  const runDirectory = await trained("absolute");
  const longer = evaluateRun({ runDirectory, sequenceLengths: [20, 21], sequences: 2 });
  await expect(longer).rejects.toThrow(
    /Sequences of 21 tokens are too long for this model: its family is absolute, .* At most 20 can be evaluated/,
  );
  const { cells, notes } = await evaluateRun({ runDirectory, alphas: [0.1], sequences: 2 });
  expect(cells.map(({ sequenceLength }) => sequenceLength)).toEqual([4, 6, 20]);
  expect(notes.join("\n")).toContain("Longer sequences are left out");
});

test("every layer of copiers needs a window of its own", async () => {
  const runDirectory = await trained("deep");
  const { cells } = await evaluateRun({ runDirectory, alphas: [0.1], sequences: 2 });
  expect(cells[0].sequenceLength).toBe(7);
  await expect(evaluateRun({ runDirectory, sequenceLengths: [6] })).rejects.toThrow("at least 7 are needed");
});

test("where S* is not known, an MLP's model has no set of its own to lend, so GIH has the parents", async () => {
  const runDirectory = await trained("mlp", { alphabetSize: 3, parents: [1, 13] });
  const { cells, notes } = await evaluateRun({
    runDirectory,
    sequenceLengths: [20],
    alphas: [0.1],
    sequences: 2,
  });
  const heads = cells[0].predictors.filter(({ kind }) => kind === "inductionHead");
  expect(heads.map(({ lags }) => lags)).toEqual([
    [1, 13],
    [1, 13],
  ]);
  expect(notes.join("\n")).toContain("the model has no selector to ask");
});

test("theory says how far it speaks of families that are not the paper's", async () => {
  const notesOf = async (family: TokenFamily) =>
    (await theoryStudyOf(experimentWith(family), { draws: 2 })).notes.join("\n");
  expect(await notesOf("mlp")).toContain("maxDegree does not bound");
  expect(await notesOf("deep")).toContain("sees as far again with every layer");
  expect(await notesOf("absolute")).toContain("relative positions");
});

test("an induction head made of the full model's parts is held against the head that it is", async () => {
  const { model: shape, data } = experimentWith("full", {
    alphabetSize: 3,
    parents: [1, 2],
    sequenceLength: 40,
  });
  if (data.kind !== "markov") throw new Error("drawn data were meant");
  const model = modelOf(shape, data);
  // Heads on lags 1 and 2 and nothing else; LayerNorm makes of equal tokens ⟨v, v′⟩ = 3, of others less than 0.
  const initial = { rpe: { diagonal: 60, offDiagonal: 0 }, coefficients: 1e-9, scale: 0.5, query: 0 };
  const parameters = initialOf(model, initial, 0);
  const both = model.subsets.findIndex((subset) => subset.length === 2);
  groupView(parameters, layoutOf(model), "coefficients")[both] = 1;
  const weights = weightsOf(model, parameters);
  const seen = await drawSequences(data, 1, "validation", 0, sequencesLookedAt);
  const headScale = headScaleOf(model, weights, seen, [1, 2]);
  expect(headScale).toBeCloseTo(0.5 * 9, 2);
  const plan = { model, weights, law: data, seed: 1, first: 0, sequences: 100, selected: [1, 2] };
  const gapWith = async (scale: number) => {
    const { predictors } = await evaluateCell({ ...plan, headScale: scale });
    return predictors.find(({ kind }) => kind === "inductionHead")?.gap.mean;
  };
  expect(await gapWith(headScale)).toBeCloseTo(0, 3);
  expect(Math.abs((await gapWith(weights.scale)) ?? 0)).toBeGreaterThan(0.05);
});
