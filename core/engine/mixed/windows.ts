/** What an engine of the mixed target answers where transformers on tokens have k of their windows. */

/** `kernel` of an engine. @throws RangeError always */
export function withoutWindows(): Promise<never> {
  return Promise.reject(
    new RangeError(
      "the mixed target has no windows to compare, and so no kernel of them: its attention comes with a trace of a sequence",
    ),
  );
}
