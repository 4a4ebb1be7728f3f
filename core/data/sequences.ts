import type { ChainLaw, SequenceStream } from "./law";
import type { TokenSet } from "./tokens";

/**
 * Sequences `first` … `first + count − 1` of a stream: each depends on the law, the seed, the stream and its own
 * number alone, so any part of a data set can be drawn in any order.
 */
export declare function drawSequences(
  law: ChainLaw,
  seed: number,
  stream: SequenceStream,
  first: number,
  count: number,
): Promise<TokenSet>;
