/** What stops work on a sweep as a whole, in words for whoever asked for it. What befalls one member is its result. */
export class SweepError extends Error {
  override readonly name = "SweepError";
}
