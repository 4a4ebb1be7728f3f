/** Losses of single validation sequences, looked at only where their mean is in doubt: it takes a while. */
import { stat } from "node:fs/promises";
import type { TokenExperiment } from "../config";
import { drawSequences, readTokenFile, sliceTokens, type TokenSet } from "../data";
import { modelPredictions } from "../evaluation";
import { weightsOf, type Model } from "../model";
import type { MetricsLine } from "../runs";
import { estimateOf, lossesOf } from "../theory";
import type { HeldOut, RecordedState } from "./evidence";

export interface HeldOutRequest {
  readonly experiment: TokenExperiment;
  readonly model: Model;
  readonly metrics: readonly MetricsLine[];
  readonly last: RecordedState;
  /** The newest recorded state of a step up to the one given. */
  readonly stateAt: (step: number) => RecordedState | undefined;
}

/** Of the training loss at first: what no finding would come of is not looked into. */
const doubtful = 0.005;
/** Tokens, together, and bytes of a file, that are looked at. */
const mostTokens = 50_000;
const mostBytes = 2e7;

export async function heldOutOf(request: HeldOutRequest): Promise<HeldOut | null> {
  const { model, metrics, last, stateAt } = request;
  const validated = metrics.filter(({ validationLoss }) => Number.isFinite(validationLoss));
  if (validated.length < 2) return null;
  const best = validated.reduce((least, line) => (line.validationLoss < least.validationLoss ? line : least));
  const newest = validated[validated.length - 1];
  const doubt = Math.max(newest.validationLoss - newest.loss, newest.validationLoss - best.validationLoss);
  if (!(doubt > doubtful * validated[0].loss)) return null;
  const sequences = await sequencesOf(request.experiment);
  if (!sequences || sequences.set.count < 2) return null;
  const { set, trained } = sequences;
  const losses = (state: RecordedState) =>
    lossesOf(modelPredictions(model, weightsOf(model, state.parameters), set), set, model);
  const now = losses(last);
  const then = losses(stateAt(best.step) ?? last);
  return {
    sequences: set.count,
    trained,
    deviation: estimateOf(now).standardError * Math.sqrt(set.count),
    rise: { fromStep: best.step, ...estimateOf(now.map((loss, sequence) => loss - then[sequence])) },
  };
}

interface Sequences {
  /** The first ones of those held out. */
  readonly set: TokenSet;
  /** Sequences behind one training loss. */
  readonly trained: number;
}

/** Null where they would have to be looked for, or are gone. */
async function sequencesOf({ data, seed }: TokenExperiment): Promise<Sequences | null> {
  const held = data.validationSequences;
  const bound = (length: number) => Math.min(held, Math.max(2, Math.floor(mostTokens / length)));
  // What both of its mechanisms draw, training alone knows.
  if (data.kind === "mixed-markov") return null;
  if (data.kind === "markov") {
    const { sequenceLength, online, batchSize, trainSequences } = data;
    const set = await drawSequences(data, seed, "validation", 0, bound(sequenceLength));
    return { set, trained: online ? batchSize : trainSequences };
  }
  const file = await stat(data.path).catch(() => null);
  if (!file?.isFile() || file.size > mostBytes) return null;
  const all = await readTokenFile(data.path, data.alphabetSize).catch(() => null);
  if (!all || all.count <= held) return null;
  const trained = all.count - held;
  return { set: sliceTokens(all, trained, trained + bound(all.sequenceLength)), trained };
}
