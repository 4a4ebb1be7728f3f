/** Theory as a study: what it holds, what it leaves out and says so, and when it is quick. */
import { expect, test } from "vitest";
import type { TokenExperiment } from "../../../core/config";
import { tokenExperiment } from "../../tokenExperiment";
import { drawSequences, type ChainLaw } from "../../../core/data";
import { quickTheoryOf, theoryCost, theoryStudyOf } from "../../../core/evaluation";
import { referencesOfSequence, referencesOn } from "../../../core/theory";

function experimentWith(data: object, model: object = {}): TokenExperiment {
  return tokenExperiment({ name: "some", data, model });
}

test("the paper's law selects {1, 2}; GIH stands at its best scale and at its limit, the oracle below all", async () => {
  const study = await theoryStudyOf(experimentWith({ validationSequences: 400 }), { draws: 60 });
  expect(study.sets[study.selected].lags).toEqual([1, 2]);
  expect(study).toMatchObject({ window: 5, degree: 2, draws: 60, leftOut: 0, notes: [] });
  const kinds = study.references.map(({ kind }) => kind);
  expect(kinds.slice(0, 5)).toEqual(["uniform", "unigram", ...Array<string>(3).fill("maximumLikelihood")]);
  expect(kinds.slice(-3)).toEqual(["inductionHead", "bayes", "oracle"]);
  expect(study.references.filter(({ kind }) => kind === "inductionHead").at(-1)?.scale).toBe(Infinity);
  const losses = study.references.map(({ logLoss }) => logLoss.mean);
  expect(losses.at(-1)).toBe(Math.min(...losses));
  // The log loss is what this model counts.
  study.references.forEach(({ loss, logLoss }) => expect(loss).toEqual(logLoss));
});

test("chains that do not mix are left out, and the bias is told", async () => {
  const slow = experimentWith(
    { alphabetSize: 2, parents: [1, 11], prior: { alpha: 0.1, floor: 0.003 }, validationSequences: 0 },
    { maxDegree: 1 },
  );
  const study = await theoryStudyOf(slow, { draws: 6 });
  expect(study.leftOut).toBeGreaterThan(0);
  expect(study.draws + study.leftOut).toBe(6);
  expect(study.notes[0]).toContain(`${study.leftOut} of 6 chains of the prior do not mix and are left out`);
  expect(study.notes[1]).toContain("data.validationSequences is 0");
});

test("sequences from a file have no law", async () => {
  const file = experimentWith({ kind: "file", path: "some.npy", alphabetSize: 3 });
  await expect(theoryStudyOf(file)).rejects.toThrow("the law behind a file is not known");
  expect(await quickTheoryOf(file)).toBeNull();
});

test("what is quick is done, and what is not is left alone, by counts", async () => {
  expect((await quickTheoryOf(experimentWith({})))?.selected).toBeDefined();
  const wide = experimentWith({ alphabetSize: 20, parents: [1, 2, 3] }, { window: 40 });
  expect(await quickTheoryOf(wide)).toBeNull();
  const costs = [{}, { alphabetSize: 6 }, { alphabetSize: 6, parents: [1, 4] }, { parents: [1, 30] }].map(
    (data) => theoryCost(experimentWith(data), { draws: 200, sequences: 1000 }),
  );
  expect(costs).toEqual(costs.toSorted((a, b) => a - b));
  expect(costs.at(-1)).toBe(Infinity);
});

test("of one sequence, predictors say what they say of it among others", async () => {
  const prior = { alpha: 0.2, floor: 0.01 };
  const law: ChainLaw = { alphabetSize: 4, parents: [1, 3], sequenceLength: 30, prior, initial: "uniform" };
  const set = await drawSequences(law, 2, "train", 0, 5);
  const request = {
    law,
    selected: [1, 3],
    scales: [3, Infinity],
    keys: { boundary: "skip", window: 4 },
  } as const;
  const all = await referencesOn({ ...request, set, transitionsOf: null });
  const one = referencesOfSequence(set.tokens.subarray(3 * 31, 4 * 31), 4, request);
  expect(one.map(({ kind, lags, scale }) => [kind, lags, scale])).toEqual(
    all.map(({ kind, lags, scale }) => [kind, lags, scale]),
  );
  one.forEach(({ predictions }, index) => {
    expect(predictions).toEqual(all[index].predictions.slice(3 * 4, 4 * 4));
  });
});
