/**
 * Studies as a run's folder would hold them, for pages that show them: of the right shape and size, their numbers made
 * up by a little arithmetic, so that tests can say exactly which number has to stand where.
 */
import type {
  AblationStudy,
  Diagnosis,
  EvaluationStudy,
  MechanismKind,
  MechanismStudy,
  PredictorScore,
  Studies,
  TheoryStudy,
  ToPanel,
} from "../../core/protocol";
import { noStudies } from "../../core/studies";
import { lagSets, type Estimate } from "../../core/theory";
import type { RecordedRun } from "./recorded";

export function studiesMessage({ facts }: Pick<RecordedRun, "facts">, studies: Partial<Studies>): ToPanel {
  return { kind: "studies", run: facts.run, studies: { ...noStudies, ...studies } };
}

/** Of chains with the parents 1 and 2, whose pair tells the most. */
export function theoryStudy(window = 5): TheoryStudy {
  const sets = lagSets(window, 2).map((lags, index) => {
    const hits = lags.filter((lag) => lag <= 2).length;
    const told = 0.04 + 0.11 * hits + (hits === 2 ? 0.09 : 0) - 0.004 * index;
    const penalty = lags.length === 2 && hits < 2 ? 0.35 : lags.length === 2 ? 0.8 : 0.5;
    return {
      lags,
      chi2: estimate(1.5 * told, 0.012 + 0.0003 * index),
      modifiedChi2: estimate(told * penalty, 0.0041 + 0.0002 * index),
    };
  });
  const order = Array.from(sets.keys()).sort((a, b) => sets[b].modifiedChi2.mean - sets[a].modifiedChi2.mean);
  const [selected, runnerUp] = order;
  const references = [
    reference("uniform", [], null, 1.0986),
    reference("unigram", [], null, 0.9912),
    reference("maximumLikelihood", [1], null, 0.8613),
    reference("maximumLikelihood", [2], null, 0.8724),
    reference("maximumLikelihood", [1, 2], null, 0.6717),
    reference("inductionHead", [1, 2], 7.35, 0.6604),
    reference("inductionHead", [1, 2], Infinity, 0.6721),
    reference("bayes", [1, 2], null, 0.6398),
    reference("oracle", [1, 2], null, 0.5204),
  ];
  return {
    ...{ window, degree: 2, draws: 1000, leftOut: 0, sets, selected, runnerUp },
    gap: estimate(sets[selected].modifiedChi2.mean - sets[runnerUp].modifiedChi2.mean, 0.0029),
    entropyRate: estimate(0.5183, 0.0061),
    references,
    notes: [],
  };
}

function reference(
  kind: PredictorScore["kind"],
  lags: readonly number[],
  scale: number | null,
  mean: number,
): TheoryStudy["references"][number] {
  return { kind, lags, scale, loss: estimate(mean, 0.0113), logLoss: estimate(0.97 * mean, 0.0113) };
}

/** Of chains with the parents 1 and 2 among tokens of a shared n-gram with the parent 3. */
export function mechanismStudy(): MechanismStudy {
  const score = (kind: MechanismKind, own: number, shared: number) => {
    const losses = (factor: number) => ({
      all: estimate((factor * (own + shared)) / 2, 0.0081),
      own: estimate(factor * own, 0.0113),
      shared: estimate(factor * shared, 0.0107),
    });
    return { kind, loss: losses(1), logLoss: losses(0.97) };
  };
  return {
    ...{ weight: 0.5, parents: [1, 2], globalParents: [3], sequences: 1000 },
    predictors: [
      score("uniform", 1.0986, 1.0986),
      score("lazy", 1.0356, 0.8814),
      score("sharedFrequencies", 0.9463, 0.8261),
      score("ownFrequencies", 0.8032, 0.9298),
      score("bothFrequencies", 0.8946, 0.8008),
      score("bothBayes", 0.8282, 0.8359),
      score("oracle", 0.8006, 0.8367),
    ],
    notes: ["Bayes is exact where the context occurred at most 1,024 times before."],
  };
}

/** Longer sequences and flatter priors are the better told from each other by those who know more. */
export function evaluationStudy(
  step: number,
  lossKind: EvaluationStudy["lossKind"] = "softmax",
): EvaluationStudy {
  const cells = [10, 30, 100, 300, 1000, 3000, 10_000].flatMap((sequenceLength) =>
    [0.01, 0.1, 1, 10].map((alpha) => {
      const floorLoss = 1.0986 * (alpha / (alpha + 0.14)) ** 0.7;
      const learned = (1.0986 - floorLoss) / (1 + sequenceLength / 28);
      const error = 0.012 / (1 + alpha);
      const loss = floorLoss + 1.15 * learned + 0.05 / (1 + sequenceLength / 400) + 0.01 / (1 + alpha);
      const score = (
        kind: PredictorScore["kind"],
        lags: readonly number[],
        scale: number | null,
        mean: number,
      ): PredictorScore => ({
        ...{ kind, lags, scale },
        loss: estimate(mean, error),
        gap: estimate(loss - mean, error / 4),
        logLoss: estimate(1.2 * mean, error),
        logGap: estimate(1.2 * (loss - mean), error / 4),
        divergence: estimate(Math.abs(loss - mean) * 0.8, error / 5),
        totalVariation: estimate(Math.min(1, Math.abs(loss - mean) * 0.9), error / 8),
      });
      return {
        ...{ sequenceLength, alpha, floor: 0, sequences: 1000 },
        loss: estimate(loss, error),
        logLoss: estimate(1.2 * loss, error),
        predictors: [
          score("uniform", [], null, 1.0986),
          score("unigram", [], null, floorLoss + 0.75 * (1.0986 - floorLoss)),
          score("maximumLikelihood", [1], null, floorLoss + 0.55 * (1.0986 - floorLoss)),
          score("maximumLikelihood", [2], null, floorLoss + 0.58 * (1.0986 - floorLoss)),
          score("maximumLikelihood", [1, 2], null, floorLoss + 1.6 * learned),
          score("inductionHead", [1, 2], 7.35, loss - 0.002),
          score("bayes", [1, 2], null, floorLoss + learned),
          score("oracle", [1, 2], null, floorLoss),
        ],
      };
    }),
  );
  return { step, lossKind, cells, notes: ["GIH reads the lags {1, 2}, as theory selects them."] };
}

export function ablationStudy(step: number): AblationStudy {
  const seeds = [0, 1, 2, 3, 4];
  const variant = (id: string, title: string, change: string, cost: number, spread: number, fails = 0) => ({
    ...{ id, title, changes: [change] },
    members: seeds.map((seed) =>
      seed < fails
        ? { seed, loss: NaN, failure: "The loss is NaN after step 41." }
        : { seed, loss: 0.66 + 0.004 * seed + cost + spread * (((seed * 7) % 5) - 2), failure: null },
    ),
    cost: estimate(cost, spread * 0.7),
  });
  const knockOut = (id: string, title: string, cost: number, error: number) => ({
    ...{ id, title },
    loss: estimate(0.6612 + cost, 0.0112),
    cost: estimate(cost, error),
  });
  return {
    step,
    lossKind: "log",
    intact: estimate(0.6612, 0.0112),
    knockOuts: [
      knockOut("head-1", "Head 1 removed", 0.2104, 0.0081),
      knockOut("head-2", "Head 2 removed", 0.2317, 0.0084),
      knockOut("head-3", "Head 3 removed", 0.0002, 0.0004),
      knockOut("uniform-subsets", "All subsets weigh alike", 0.1473, 0.0066),
      knockOut("uniform-lags", "Every head reads all lags alike", 0.3318, 0.0093),
    ],
    variants: [
      {
        ...{ id: "baseline", title: "As it is", changes: [], cost: null },
        members: seeds.map((seed) => ({ seed, loss: 0.66 + 0.004 * seed, failure: null })),
      },
      variant("no-selector", "No selector", "model.subsets: only {1, 2, 3}", 0.0731, 0.006),
      variant("no-rpe", "No relative positions", "training.stages[0].train: without rpe", 0.2942, 0.011),
      variant("one-stage", "One stage instead of three", "training.stages: all at once", -0.0061, 0.002),
      variant(
        "absolute",
        "Learning rate 10 times as large",
        "training.stages[0].learningRate 1 → 10",
        0.0412,
        0.017,
        2,
      ),
    ],
    notes: ["Value normalisation cannot be left out of this model: it has none."],
  };
}

export function diagnosisOf(step: number): Diagnosis {
  return {
    step,
    findings: [
      {
        kind: "notConcentrated",
        severity: "warning",
        title: "The selector has not settled on a set of heads.",
        evidence: [
          "The weightiest subset, {head 1 · lag 1, head 2 · lag 2}, has p = 0.41 at step 1,000.",
          "By Ĩ, {1, 2} is ahead of {1} by only 0.0009 ± 0.0011.",
        ],
        advice: [
          "Train longer, or with a larger scale a(0).",
          "Sharpen the prior: a smaller data.prior.alpha.",
        ],
      },
      {
        kind: "poorTransfer",
        severity: "error",
        title: "The model loses more than uniform guessing on sequences of 10,000 tokens.",
        evidence: ["At L = 10,000, α = 1 its loss is 1.2043, uniform guessing has 1.0986."],
        advice: ["Evaluate lengths and priors in between."],
      },
    ],
    notes: [],
  };
}

function estimate(mean: number, standardError: number): Estimate {
  return { mean, standardError };
}
