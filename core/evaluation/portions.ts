/** Held-out sequences of a law in portions, however many there are: what is in memory at a time is bounded. */
import { drawSequences, drawTransitionRows, type ChainLaw, type TokenSet } from "../data";
import type { TransitionRows } from "../theory";

export interface SequenceRange {
  readonly law: ChainLaw;
  readonly seed: number;
  /** Number of the first one in the stream `validation`. */
  readonly first: number;
  readonly count: number;
}

export interface Portion {
  readonly set: TokenSet;
  /** Rows of the π that its sequences were drawn from. */
  readonly transitionsOf: TransitionRows;
}

/** Tokens of a portion. */
const portionOfTokens = 2e6;
/** Probabilities of all predictors on a portion. */
const portionOfPredictions = 2e6;

/** @param size sequences a portion; what memory allows if left out. No number depends on it. */
export async function* portionsOf(
  { law, seed, first, count }: SequenceRange,
  size = portionSize(law),
): AsyncGenerator<Portion> {
  for (let done = 0; done < count; done += size) {
    const from = first + done;
    const set = await drawSequences(law, seed, "validation", from, Math.min(size, count - done));
    yield { set, transitionsOf: (rows) => drawTransitionRows(law, seed, "validation", from, rows) };
  }
}

function portionSize({ sequenceLength, parents, alphabetSize }: ChainLaw): number {
  const predictions = 2 ** parents.length * alphabetSize;
  return Math.max(
    1,
    Math.floor(Math.min(portionOfTokens / sequenceLength, portionOfPredictions / predictions)),
  );
}
