/** The sequences on which parts are knocked out: the run's validation set, or what comes nearest to it. */
import type { TokenExperiment } from "../config";
import { drawSequences, sliceTokens, type TokenSet } from "../data";
import { lawOf, prepareProblem } from "../training";

export interface HeldOut {
  readonly set: TokenSet;
  /** Where it is not the whole validation set, in words. */
  readonly notes: readonly string[];
}

/** Sequences drawn where the run holds none out. */
const drawnInstead = 1_000;
/** Tokens looked at: some seconds for all that is knocked out. */
const mostTokens = 2e6;

/** @throws RunSetupError, NpyError when a data file is not there or not what it was */
export async function heldOutSequences(experiment: TokenExperiment): Promise<HeldOut> {
  const { data, seed } = experiment;
  const held = data.validationSequences;
  if (data.kind === "markov") {
    const wanted = held > 0 ? held : drawnInstead;
    const count = Math.min(wanted, atMost(data.sequenceLength));
    // This stream is never trained on, whether anything was held out or not.
    const set = await drawSequences(lawOf(data), seed, "validation", 0, count);
    const drawn = `The run holds no sequences out: parts are knocked out on ${count} that are drawn afresh.`;
    return { set, notes: held > 0 ? cutNote(count, held) : [drawn] };
  }
  const { training, validation } = (await prepareProblem(experiment)).request;
  const whole = validation ?? (training.kind === "fixed" ? training.data : null);
  if (!whole) throw new RangeError("a file's sequences are a fixed set");
  const count = Math.min(whole.count, atMost(whole.sequenceLength));
  const trained =
    "The run holds no sequences of its file out: parts are knocked out on those that it was trained on.";
  return {
    set: sliceTokens(whole, 0, count),
    notes: [...(validation ? [] : [trained]), ...cutNote(count, whole.count)],
  };
}

function atMost(sequenceLength: number): number {
  return Math.max(2, Math.floor(mostTokens / (sequenceLength + 1)));
}

function cutNote(count: number, of: number): string[] {
  return count < of ? [`Parts are knocked out on the first ${count} of ${of} sequences.`] : [];
}
