/** What formulas of the mixed target are written with: its symbols, sums and exponentials of a softmax, and its sources. */
import { t } from "@vscode/l10n";
import type { MixedCircuit } from "../../core/inspect";
import { decimal, scalarName } from "../words";
import type { Formula } from "./formula";
import {
  exponential,
  fraction,
  indexed,
  longSum,
  number,
  row,
  sumOver,
  symbol,
  type Maths,
  type Term,
} from "./maths";

/** α*. */
export const mixing: Maths = indexed("α", undefined, "*");
/** w*², as one symbol. */
export const sharpness: Maths = indexed("w", undefined, row("*", "2"));
export const rpe1: Maths = indexed("p", "1");
export const rpe2: Maths = indexed("p", "2");
export const key: Maths = symbol("k");
export const query: Maths = symbol("q");
export const half: Maths = fraction(symbol("1"), symbol("2"));

export const token = (index: Maths | string): Maths => indexed("x", index);
export const copied = (index: string): Maths => indexed("y", index);
/** x_L, which asks. */
export const lastToken: Maths = token("L");

/** s − 1 − τ. */
export const lagBehind: Maths = row("s", "−", "1", "−", "τ");
/** L − 2 − s. */
export const lazyLag = (index: string): Maths => row("L", "−", "2", "−", index);

/** Factors below 0 in brackets: what stands before them is a sign or a factor. */
export function product(...factors: readonly number[]): Maths {
  return row(...factors.flatMap((factor, at) => (at === 0 ? [signed(factor)] : ["·", signed(factor)])));
}

/** In brackets if it is below 0: as it may stand behind a sign. */
export function signed(value: number): Maths {
  return value < 0 ? row("(", number(value), ")") : number(value);
}

/** Of products, which are long: beside the largest one there is room only for the others together. */
export function productSum(pairs: readonly (readonly [number, number])[]): Maths {
  const terms = pairs.map(([one, other]) => ({ maths: product(one, other), value: one * other }));
  return longSum(terms, 1);
}

export function squared(of: Maths): Maths {
  return indexed(row("(", of, ")"), undefined, number(2, "2"));
}

/** What a softmax is of and over: the letter of what is asked for, and of what the sum goes over. */
export interface SoftmaxRange {
  readonly letter: string;
  readonly other: string;
  readonly from: string;
  readonly to: Maths;
}

/**
 * @param power as it is written, by letter @param powers with numbers put in, in the order of the range
 * @param chosen which of them is asked for; no numbers where there is no such one
 */
export function softmax(
  power: (letter: string) => Maths,
  { letter, other, from, to }: SoftmaxRange,
  powers: readonly Term[],
  chosen: number,
): Pick<Formula, "written" | "numbers"> {
  const written = fraction(
    exponential(power(letter)),
    row(sumOver(row(other, "=", from), to), exponential(power(other))),
  );
  if (chosen < 0 || chosen >= powers.length) return { written, numbers: null };
  const most = powers.reduce((largest, { value }) => Math.max(largest, value), -Infinity);
  // The powers themselves would be no numbers of double precision, or all 0.
  const shift = Math.abs(most) > largestPower ? most : 0;
  const terms = powers.map(({ maths, value }) => ({
    maths: exponential(shift === 0 ? maths : row(maths, "−", signed(shift))),
    value: Math.exp(value - shift),
  }));
  // There is room for so many: exponents that are products are wide.
  const shown = powers[chosen].maths.kind === "number" ? 3 : 2;
  return { written, numbers: fraction(terms[chosen].maths, longSum(terms, shown)) };
}

/** `s is 29, where 0.8000 stands.` @param position 0-based */
export function placeWord({ tokens }: MixedCircuit, position: number): string {
  return t("s is {0}: {1} = {2}.", position + 1, scalarName(position), decimal(tokens[position]));
}

/** `x₄₀ = 1.2000 asks.` */
export function askingNote({ tokens }: MixedCircuit): string {
  const last = tokens.length - 1;
  return t("L is {0}: {1} = {2} asks.", last + 1, scalarName(last), decimal(tokens[last]));
}

/** Parts of arXiv 2410.11474 that describe the target, the model and its training. */
export const mixedSources = {
  lazyTarget: () => t("arXiv 2410.11474, the mixed target: its 4-gram part"),
  richTarget: () => t("arXiv 2410.11474, the mixed target: its in-context 2-gram part"),
  copier: () => t("arXiv 2410.11474, the model: layer 1, which goes by relative positions"),
  lazyHead: () => t("arXiv 2410.11474, the model: layer 2, head A"),
  richHead: () => t("arXiv 2410.11474, the model: layer 2, head B"),
  loss: () => t("arXiv 2410.11474, training: half of the squared error, of both components"),
  training: () => t("arXiv 2410.11474, training of layer 2; Induction Lab follows it on the mean losses"),
  parameters: () => t("arXiv 2410.11474, the model: its six scalars"),
  goals: () => t("arXiv 2410.11474: what the scalars go to as training converges"),
  phases: () =>
    t("arXiv 2410.11474 names the phases; Induction Lab finds where they end, by the rule that stands here"),
};

const largestPower = 700;
