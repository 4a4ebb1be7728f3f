/** Sets of lags, the candidates of parent selection, and what computing their informations takes. */
import { headSubsets } from "../model";
import type { Contexts } from "./contexts";
import { TheoryError } from "./theoryError";

/** Lags, ascending. */
export type LagSet = readonly number[];

export const mostSets = 100_000;
/** Numbers in memory: 0.5 GB. */
const mostEntries = 2 ** 26;

/** All sets S of lags 1..M with 1 ≤ |S| ≤ D, by size, then lexicographically. */
export function lagSets(window: number, degree: number): LagSet[] {
  return headSubsets(window, Math.min(degree, window), false).map((set) => set.map((index) => index + 1));
}

/** `{1, 2}` */
export function lagSetName(set: LagSet): string {
  return `{${set.join(", ")}}`;
}

/** @throws TheoryError (`size`) for more sets or larger tables than there is room for */
export function refuseHuge({ alphabetSize: d, span, count }: Contexts, window: number, degree: number): void {
  const sets = setCount(window, Math.min(degree, window));
  if (sets > mostSets) {
    throw new TheoryError(
      `There are ${grouped(sets)} sets of up to ${degree} of ${window} lags; informations are computed for at most ` +
        `${grouped(mostSets)}. Use a smaller window or degree.`,
      "size",
      count,
    );
  }
  const entries = tableEntries(d, span, count, window, Math.min(degree, window));
  if (entries <= mostEntries) return;
  throw new TheoryError(
    `The informations of up to ${degree} of ${window} lags, of a chain on ${grouped(count)} contexts of ${span} tokens, ` +
      `take ${(entries / 2 ** 27).toFixed(1)} GiB of memory; at most ${mostEntries / 2 ** 27} are used. ` +
      "Use a smaller window, degree or alphabet.",
    "size",
    count,
  );
}

/** What `informationsOf` holds at a time: labelled laws, predictions of tokens to come, one joint law. */
function tableEntries(d: number, span: number, count: number, window: number, degree: number): number {
  const beyond = Math.max(0, window - span);
  const levels = Array.from({ length: Math.min(degree - 1, beyond) }, (_, level) => 2 * d ** (level + 1));
  const laws = levels.reduce((sum, labels) => sum + labels * count, 2 * count);
  return laws + (beyond > 0 ? (beyond + 1) * count * d : 0) + d ** (degree + 1);
}

function setCount(window: number, degree: number): number {
  let [sets, ofSize] = [0, 1];
  for (let size = 1; size <= degree; size++) {
    ofSize = (ofSize * (window - size + 1)) / size;
    sets += ofSize;
  }
  return sets;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
