/**
 * A trained model on sequences that it was not trained on: other lengths, other priors, no further training. Sequence
 * by sequence in float64, so that the spread of the losses gives their mean an interval.
 */
import { experimentFromValue, type MarkovDataConfig } from "../config";
import { drawSequences } from "../data";
import { disentangledLayout, forwardSequence, weightsOf } from "../model";
import { openRun, type Run } from "../runs";
import { fromSafetensors, lawOf, modelOf, RunSetupError } from "../training";

export interface EvaluationPlan {
  readonly runDirectory: string;
  /** The checkpoint to evaluate; the newest one if left out. */
  readonly step?: number;
  /** L of each set, without the target. */
  readonly sequenceLengths: readonly number[];
  /** α of the Dirichlet prior that each set's chains are drawn from; above 0. */
  readonly alphas: readonly number[];
  /** Sequences a set; at least 2. */
  readonly sequences: number;
}

/** One set's. */
export interface Evaluation {
  readonly step: number;
  readonly sequenceLength: number;
  readonly alpha: number;
  readonly sequences: number;
  /** Mean. */
  readonly loss: number;
  /** Half the width of the mean's 95 % interval (normal approximation). */
  readonly halfWidth: number;
}

/** Tokens of a set that are in memory at a time. */
const portionOfTokens = 2e6;
const widthOf95 = 1.96;

/**
 * Every length with every α, lengths outermost, each told as soon as it is known.
 * @throws RunSetupError when the run has no checkpoint, or trains on a file, whose law is not known
 * @throws RunFolderError when it is no run or its checkpoint is damaged
 */
export async function* evaluateRun(plan: EvaluationPlan): AsyncGenerator<Evaluation> {
  const run = await openRun(plan.runDirectory);
  const { experiment, data } = trainedOn(run);
  const model = modelOf(experiment.model, data.alphabetSize);
  const step = await checkpointStep(run, plan.step);
  const { trainer } = fromSafetensors(await run.readCheckpoint(step), disentangledLayout(model));
  const weights = weightsOf(model, trainer.parameters);
  const lossOf = (tokens: Uint8Array) => forwardSequence(model, weights, tokens).loss;
  for (const sequenceLength of plan.sequenceLengths) {
    refuseShort(sequenceLength, data, model);
    for (const alpha of plan.alphas) {
      const law = lawOf({ ...data, sequenceLength, prior: { ...data.prior, alpha } });
      const { sequences } = plan;
      const portion = Math.max(1, Math.min(sequences, Math.floor(portionOfTokens / sequenceLength)));
      let [sum, squares] = [0, 0];
      for (let first = 0; first < sequences; first += portion) {
        const count = Math.min(portion, sequences - first);
        // Behind those that were held out: these have never been seen.
        const set = await drawSequences(
          law,
          experiment.seed,
          "validation",
          data.validationSequences + first,
          count,
        );
        for (let index = 0; index < count; index++) {
          const row = sequenceLength + 1;
          const loss = lossOf(set.tokens.subarray(index * row, (index + 1) * row));
          sum += loss;
          squares += loss * loss;
        }
      }
      const loss = sum / sequences;
      const variance = Math.max(0, squares - sequences * loss * loss) / (sequences - 1);
      const halfWidth = widthOf95 * Math.sqrt(variance / sequences);
      yield { step, sequenceLength, alpha, sequences, loss, halfWidth };
    }
  }
}

function trainedOn({ directory, config }: Run) {
  const parsed = experimentFromValue(config);
  if (!parsed.ok)
    throw new RunSetupError(`The run in ${directory} cannot be evaluated: its config.json is damaged.`);
  const { experiment } = parsed;
  const { data } = experiment;
  if (data.kind === "markov") return { experiment, data };
  throw new RunSetupError(
    `The run in ${directory} was trained on the file ${data.path}, whose law is not known: ` +
      "only models of Markov data are evaluated on fresh sequences.",
  );
}

async function checkpointStep(run: Run, wanted: number | undefined): Promise<number> {
  const steps = (await run.checkpoints()).map(({ step }) => step);
  const step = wanted ?? steps.at(-1);
  if (step !== undefined && steps.includes(step)) return step;
  const there = steps.length === 0 ? "it has none" : `it has: ${steps.join(", ")}`;
  throw new RunSetupError(
    `The run in ${run.directory} has no checkpoint${wanted === undefined ? "" : ` of step ${wanted}`} to evaluate; ${there}.`,
  );
}

function refuseShort(
  sequenceLength: number,
  { parents }: MarkovDataConfig,
  { window, boundary }: { readonly window: number; readonly boundary: string },
): void {
  const needed = Math.max(parents[parents.length - 1], boundary === "skip" ? window : 0) + 1;
  if (sequenceLength >= needed) return;
  throw new RunSetupError(
    `Sequences of ${sequenceLength} tokens are too short for this model and its parents: at least ${needed} are needed.`,
  );
}
