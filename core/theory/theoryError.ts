/** A quantity of the theory that does not exist for a chain, or that is too large to compute. */

export type TheoryFault =
  /** The chain falls into parts that are never left, so its stationary law is not one. */
  | "reducible"
  /** It goes round in a fixed cycle for ever. */
  | "periodic"
  /** It mixes, but not within the iterations allowed. */
  | "slow"
  /** It has too many states, or its informations need too much memory. */
  | "size";

/** The message says what is wrong and what to do about it. */
export class TheoryError extends Error {
  override readonly name = "TheoryError";
  constructor(
    message: string,
    readonly fault: TheoryFault,
    /** States of the chain: contexts of as many tokens as the largest parent reaches back. */
    readonly states: number,
    /** Steps taken before giving up; 0 where none were needed to see it. */
    readonly iterations = 0,
  ) {
    super(message);
  }
}
