/** One cell of an evaluation: a model and all who learn nothing, on the same fresh sequences of one law. */
import type { ChainLaw, TokenSet } from "../data";
import type { Model, Weights } from "../model";
import type { EvaluationCell, PredictorScore } from "../studies";
import {
  distancesOf,
  lossesOf,
  referencesOn,
  RunningEstimate,
  type LagSet,
  type Predictions,
  type Reference,
} from "../theory";
import { keysOf } from "./keys";
import { portionsOf } from "./portions";
import { modelPredictions } from "./predictions";

export interface CellPlan {
  readonly model: Model;
  readonly weights: Weights;
  readonly law: ChainLaw;
  readonly seed: number;
  /** Number of the first sequence in the stream `validation`. */
  readonly first: number;
  readonly sequences: number;
  /** S* of GIH, and its a; the model's own if left out. */
  readonly selected: LagSet;
  readonly headScale?: number;
  /** Sequences in memory at a time; as many as there is room for if left out. */
  readonly portion?: number;
}

/** Sequence by sequence, so that every mean comes with its error. */
export async function evaluateCell(plan: CellPlan): Promise<EvaluationCell> {
  const { model, weights, law, seed, first, sequences, selected, portion } = plan;
  const scales = [plan.headScale ?? weights.scale, Infinity];
  const own = { loss: new RunningEstimate(), logLoss: new RunningEstimate() };
  const scores: Scores[] = [];
  for await (const { set, transitionsOf } of portionsOf({ law, seed, first, count: sequences }, portion)) {
    const answer = answerOf(modelPredictions(model, weights, set), set, model);
    own.loss.add(answer.losses);
    own.logLoss.add(answer.logLosses);
    const references = await referencesOn({ set, law, selected, scales, keys: keysOf(model), transitionsOf });
    references.forEach((reference, index) => {
      addScores(
        (scores[index] ??= scoresOf(reference)),
        answer,
        answerOf(reference.predictions, set, model),
        model,
      );
    });
  }
  const { sequenceLength, prior } = law;
  return {
    sequenceLength,
    alpha: prior.alpha,
    floor: prior.floor,
    sequences,
    loss: own.loss.estimate,
    logLoss: own.logLoss.estimate,
    predictors: scores.map(scored),
  };
}

/** What somebody predicts, and what it costs, sequence by sequence. */
interface Answer {
  readonly predictions: Predictions;
  readonly losses: Float64Array;
  readonly logLosses: Float64Array;
}

function answerOf(predictions: Predictions, set: TokenSet, model: Model): Answer {
  const losses = lossesOf(predictions, set, model);
  const logLosses = model.loss === "log" ? losses : lossesOf(predictions, set, { ...model, loss: "log" });
  return { predictions, losses, logLosses };
}

interface Scores {
  readonly reference: Pick<Reference, "kind" | "lags" | "scale">;
  readonly of: Readonly<
    Record<"loss" | "gap" | "logLoss" | "logGap" | "divergence" | "totalVariation", RunningEstimate>
  >;
}

function scoresOf({ kind, lags, scale }: Reference): Scores {
  const estimate = () => new RunningEstimate();
  return {
    reference: { kind, lags, scale },
    of: {
      loss: estimate(),
      gap: estimate(),
      logLoss: estimate(),
      logGap: estimate(),
      divergence: estimate(),
      totalVariation: estimate(),
    },
  };
}

function addScores({ of }: Scores, own: Answer, other: Answer, { alphabetSize, epsilon }: Model): void {
  const distances = distancesOf(other.predictions, own.predictions, alphabetSize, epsilon);
  of.loss.add(other.losses);
  of.gap.add(own.losses.map((loss, sequence) => loss - other.losses[sequence]));
  of.logLoss.add(other.logLosses);
  of.logGap.add(own.logLosses.map((loss, sequence) => loss - other.logLosses[sequence]));
  of.divergence.add(distances.divergences);
  of.totalVariation.add(distances.totalVariations);
}

function scored({ reference, of }: Scores): PredictorScore {
  return {
    ...reference,
    loss: of.loss.estimate,
    gap: of.gap.estimate,
    logLoss: of.logLoss.estimate,
    logGap: of.logGap.estimate,
    divergence: of.divergence.estimate,
    totalVariation: of.totalVariation.estimate,
  };
}
