/** Who knows either of two laws, or both: what each loses, by which law the target follows; and the mixture as a chain. */
import { expect, test } from "vitest";
import type { TokenExperiment } from "../../../core/config";
import { drawGlobalTransitions, drawSequences, drawTransitions } from "../../../core/data";
import { mechanismStudyOf, quickTheoryOf, theoryStudyOf } from "../../../core/evaluation";
import { selectedFrom } from "../../../core/evaluation/chains";
import type { MechanismKind } from "../../../core/studies";
import { bayesOfMixture, estimateOf, lossesOf, maximumLikelihood } from "../../../core/theory";
import { lawOf } from "../../../core/training";
import { tokenExperiment } from "../../tokenExperiment";

function mixedWith(data: object, model: object = {}): TokenExperiment {
  const kind = "mixed-markov";
  return tokenExperiment({ name: "two", data: { kind, validationSequences: 2_000, ...data }, model });
}

async function studyOf(experiment: TokenExperiment) {
  const study = await mechanismStudyOf(experiment);
  if (!study) throw new Error("no study");
  const of = (kind: MechanismKind) => {
    const score = study.predictors.find((each) => each.kind === kind);
    if (!score) throw new Error(`no ${kind}`);
    return score.logLoss;
  };
  return { study, of };
}

test("the more is known the less is lost; each source by who knows its law", async () => {
  const { study, of } = await studyOf(mixedWith({}));
  expect(study).toMatchObject({
    weight: 0.5,
    parents: [1, 2],
    globalParents: [3],
    sequences: 2_000,
    notes: [],
  });
  const inOrder = ["uniform", "lazy", "bothBayes", "oracle"] as const;
  const means = inOrder.map((kind) => of(kind).all.mean);
  expect(means).toEqual(means.toSorted((one, other) => other - one));
  expect(means[0]).toBeCloseTo(Math.log(3), 4);
  const own = inOrder.map((kind) => of(kind).own?.mean ?? NaN);
  expect(own).toEqual(own.toSorted((one, other) => other - one));
  // Frequencies in context know of the chain what lazy does not, and the other way round.
  expect(of("ownFrequencies").own?.mean).toBeLessThan((of("lazy").own?.mean ?? NaN) - 0.2);
  expect(of("ownFrequencies").shared?.mean).toBeGreaterThan((of("lazy").shared?.mean ?? NaN) + 0.2);
  // Who does not know which law a target follows pays for one with the other.
  expect(of("lazy").shared?.mean).toBeLessThan(of("uniform").shared?.mean ?? NaN);
  const [all, parts] = [of("oracle").all.mean, [of("oracle").own?.mean, of("oracle").shared?.mean]];
  expect(all).toBeGreaterThan(Math.min(...parts.map(Number)));
  expect(all).toBeLessThan(Math.max(...parts.map(Number)));
});

test.each([{ globalWeight: 0.2 }, { globalWeight: 0.8, prior: { alpha: 1, floor: 0.02 }, parents: [2] }])(
  "Bayes is no worse than any other who does not know the chain: %o",
  async (data) => {
    const { study, of } = await studyOf(mixedWith(data));
    for (const { kind, logLoss } of study.predictors) {
      if (kind === "oracle" || kind === "bothBayes") continue;
      const error = Math.hypot(of("bothBayes").all.standardError, logLoss.all.standardError);
      expect(of("bothBayes").all.mean - logLoss.all.mean, kind).toBeLessThan(2 * error);
    }
    expect(of("oracle").all.mean).toBeLessThan(of("bothBayes").all.mean);
  },
);

test("the losses are the model's own as well, and those of the predictors on the validation sequences", async () => {
  const experiment = mixedWith({ validationSequences: 300 }, { loss: "softmax" });
  const { data, model, seed } = experiment;
  if (data.kind !== "mixed-markov") throw new Error("not mixed");
  const { study } = await studyOf(experiment);
  const law = lawOf(data);
  const set = await drawSequences(law, seed, "validation", 0, 300);
  const predictions = bayesOfMixture(set, law, await drawGlobalTransitions(law, seed));
  const losses = lossesOf(predictions, set, model);
  const score = study.predictors.find(({ kind }) => kind === "bothBayes");
  expect(score?.loss.all).toEqual(estimateOf(losses));
  expect(score?.loss.shared).toEqual(estimateOf(losses.filter((_, at) => set.sources?.[at] === 1)));
  const counted = lossesOf(maximumLikelihood(set, [3]), set, { loss: "log", epsilon: model.epsilon });
  expect(study.predictors.find(({ kind }) => kind === "sharedFrequencies")?.logLoss.all).toEqual(
    estimateOf(counted),
  );
});

test("there is none of one law, of a file, or where fewer than two sequences are held out", async () => {
  for (const data of [{}, { kind: "file", path: "some.npy", alphabetSize: 3 }])
    expect(await mechanismStudyOf(tokenExperiment({ name: "one", data }))).toBeNull();
  expect(await mechanismStudyOf(mixedWith({ validationSequences: 1 }))).toBeNull();
  const { study } = await studyOf(mixedWith({ globalWeight: 1e-6, validationSequences: 2 }));
  expect(study.predictors.every(({ loss }) => loss.shared === null && loss.own !== null)).toBe(true);
});

test("the mixture is a chain on the parents of both, whose informations theory tells", async () => {
  const experiment = mixedWith({ globalWeight: 0.3, parents: [1, 4], globalParents: [2, 4] });
  const { data, seed } = experiment;
  if (data.kind !== "mixed-markov") throw new Error("not mixed");
  const { law, transitionsOf } = selectedFrom(data, seed);
  expect(law.parents).toEqual([1, 2, 4]);
  const mixture = await transitionsOf(5);
  const [own, shared] = [
    await drawTransitions(lawOf(data), seed, "train", 5),
    await drawGlobalTransitions(lawOf(data), seed),
  ];
  for (let context = 0; context < 27; context++) {
    const [one, two, four] = [context % 3, Math.floor(context / 3) % 3, Math.floor(context / 9)];
    for (let token = 0; token < 3; token++) {
      expect(mixture[context * 3 + token]).toBeCloseTo(
        0.7 * own[(one + 3 * four) * 3 + token] + 0.3 * shared[(two + 3 * four) * 3 + token],
        12,
      );
    }
  }
  const study = await theoryStudyOf(mixedWith({}), { draws: 40 });
  expect(study.sets[study.selected].lags).toEqual([3]);
  expect(study.references).toEqual([]);
  expect(study.notes.join()).toContain("Informations are of the mixture");
  expect((await quickTheoryOf(mixedWith({})))?.selected).toBe(study.selected);
  // Who knows both laws loses the entropy rate.
  const { of } = await studyOf(mixedWith({}));
  const difference = Math.abs(of("oracle").all.mean - study.entropyRate.mean);
  expect(difference).toBeLessThan(
    4 * Math.hypot(of("oracle").all.standardError, study.entropyRate.standardError),
  );
});
