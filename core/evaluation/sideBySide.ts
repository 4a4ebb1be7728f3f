/** Trained models on the very same held-out sequences: what each loses, and how far their predictions are from one another. */
import { drawSequences } from "../data";
import { areChains, type ChainDataConfig } from "../config";
import { firstKeyOf, weightsOf } from "../model";
import { distancesOf, estimateOf, lossesOf, type Estimate, type LossRule, type Predictions } from "../theory";
import { lawOf, RunSetupError } from "../training";
import { modelPredictions } from "./predictions";
import type { TrainedModel } from "./trained";

export interface SideBySide {
  /** Sequences that all were asked about: of the first one's law, trained on by none with its data. */
  readonly sequences: number;
  /** In the order of the models. */
  readonly models: readonly Standing[];
}

export interface Standing {
  /** By the first model's loss; and −log of the vote, which all have in common. */
  readonly loss: Estimate;
  readonly logLoss: Estimate;
  /** Against the first model, sequence by sequence; null for the first itself. */
  readonly against: Distance | null;
}

export interface Distance {
  /** Loss less the first one's. */
  readonly loss: Estimate;
  /** Kullback–Leibler divergence of the first one's prediction from this one's, in nats. */
  readonly divergence: Estimate;
  /** In 0..1. */
  readonly totalVariation: Estimate;
  /** Share of sequences for which both find the same token likeliest, 0..1. */
  readonly agreement: Estimate;
}

const mostSequences = 2_000;
/** Where a run holds none out. */
const drawnInstead = 1_000;

/** @throws RunSetupError for data from a file, and for models that cannot predict the first one's sequences */
export async function sideBySide(models: readonly TrainedModel[]): Promise<SideBySide> {
  const [first] = models;
  const { data, seed } = first.experiment;
  if (!areChains(data)) {
    throw new RunSetupError(
      `The run in ${first.run.directory} trains on a file, whose law is not known: for predictions of the same held-out ` +
        "sequences let a run of Markov data come first.",
    );
  }
  for (const each of models) refuseUnable(each, first.run.directory, data);
  const sequences = Math.min(mostSequences, data.validationSequences || drawnInstead);
  const set = await drawSequences(lawOf(data), seed, "validation", 0, sequences);
  const rule: LossRule = first.model;
  const predictions = models.map(({ model, parameters }) =>
    modelPredictions(model, weightsOf(model, parameters), set),
  );
  const losses = predictions.map((each) => lossesOf(each, set, rule));
  return {
    sequences,
    models: predictions.map((each, index) => ({
      loss: estimateOf(losses[index]),
      logLoss: estimateOf(lossesOf(each, set, { ...rule, loss: "log" })),
      against:
        index === 0
          ? null
          : {
              loss: estimateOf(losses[index].map((loss, sequence) => loss - losses[0][sequence])),
              ...distances(predictions[0], each, data.alphabetSize, rule.epsilon),
            },
    })),
  };
}

function refuseUnable(
  { model, run }: TrainedModel,
  first: string,
  { alphabetSize, sequenceLength }: ChainDataConfig,
): void {
  const refuse = (why: string) => {
    throw new RunSetupError(
      `The model in ${run.directory} ${why}: it cannot predict the sequences of the run in ${first}. Let another come first.`,
    );
  };
  if (model.alphabetSize !== alphabetSize) {
    refuse(`is over ${model.alphabetSize} tokens, not ${alphabetSize}`);
  }
  if (firstKeyOf(model) >= sequenceLength) {
    refuse(`needs more than ${firstKeyOf(model)} tokens, not ${sequenceLength}`);
  }
  if (model.family === "absolute" && sequenceLength >= model.positions) {
    refuse(`knows ${model.positions - 1} positions, not ${sequenceLength}`);
  }
}

function distances(reference: Predictions, predictions: Predictions, d: number, epsilon: number) {
  const { divergences, totalVariations } = distancesOf(reference, predictions, d, epsilon);
  const agreements = divergences.map((_, sequence) =>
    likeliest(reference, sequence, d) === likeliest(predictions, sequence, d) ? 1 : 0,
  );
  return {
    divergence: estimateOf(divergences),
    totalVariation: estimateOf(totalVariations),
    agreement: estimateOf(agreements),
  };
}

function likeliest(predictions: Predictions, sequence: number, d: number): number {
  const row = predictions.subarray(sequence * d, (sequence + 1) * d);
  return row.indexOf(row.reduce((most, y) => Math.max(most, y), 0));
}
