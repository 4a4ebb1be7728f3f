/** What stands behind a number: the line that it comes from, and the same with the numbers of this very place put in. */
import type { Maths } from "./maths";

export interface Formula {
  /** What the number is, in a few words: `attention of head 1 to lag 2`. */
  readonly name: string;
  /** What is computed, such as k_l; the left side. */
  readonly symbol: Maths;
  /** As the paper writes it. Null for what is not computed, but trained. */
  readonly written: Maths | null;
  /** With numbers put in. Null where there is nothing to put in. */
  readonly numbers: Maths | null;
  readonly value: number;
  /** Of the symbols: what stands at this place, and what else needs saying. */
  readonly notes: readonly string[];
  /** The part of the paper, or of the authors' code, that it comes from. */
  readonly source: string;
}
