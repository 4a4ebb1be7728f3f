/** From lags to the heads that are on them: which subset of heads stands for the parents. Heads are 0-based. */
import { describeHeads } from "../inspect";
import type { Circuit } from "./losses";

/**
 * For each of `lags` the head that attends to it most, of those that attend to nothing more; null: there is none. Of
 * several layers of copiers the first is asked, whose heads bring tokens and nothing else.
 */
export function headsOnLags({ model, parameters }: Circuit, lags: readonly number[]): number[] | null {
  const described = describeHeads(model, parameters);
  const heads = lags.map((wanted) =>
    described
      .filter(({ lag, place }) => lag === wanted && (place?.layer ?? 1) === 1)
      .reduce<(typeof described)[number] | null>(
        (best, head) => (best && best.attention >= head.attention ? best : head),
        null,
      ),
  );
  const found = heads.filter((head) => head !== null).map(({ head }) => head);
  return found.length === lags.length ? found.sort((one, other) => one - other) : null;
}

/** `{1, 2}`: heads as they are counted for people. */
export function setName(heads: readonly number[]): string {
  return `{${heads.map((head) => head + 1).join(", ")}}`;
}

/** `1-2`, and `empty`. */
export function setId(heads: readonly number[]): string {
  return heads.length === 0 ? "empty" : heads.map((head) => head + 1).join("-");
}

/** `lag 2`, `lags 1 and 2`. */
export function lagsInWords(lags: readonly number[]): string {
  return lags.length === 1 ? `lag ${lags[0]}` : `lags ${lags.slice(0, -1).join(", ")} and ${lags.at(-1)}`;
}

export function sameSet(one: readonly number[], other: readonly number[]): boolean {
  return one.join() === other.join();
}
