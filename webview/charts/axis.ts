/**
 * The axes, as numbers: where a place (a step, a time, a progress through the stages) or a value lies, linear or
 * logarithmic, and which of them are labelled. Runs begin at 0, which has no logarithm: the log axis of places goes by
 * log(1 + place / unit), with ticks at the places themselves.
 */
import type { AxisQuantity, AxisScale } from "../store";

/** Where a place lies, in units of what is drawn; grows with the place. @param unit as `axisUnit` gives it */
export function positionOf(place: number, scale: AxisScale, unit = 1): number {
  return scale === "linear" ? place : Math.log10(1 + place / unit);
}

/** The place at a position. */
export function placeAt(position: number, scale: AxisScale, unit = 1): number {
  return scale === "linear" ? position : unit * (10 ** position - 1);
}

/** Where a value lies on the axis of values, if it `hasLevel` there. */
export function levelOf(value: number, scale: AxisScale): number {
  return scale === "linear" ? value : Math.log10(value);
}

/** Zero has no logarithm. */
export function hasLevel(value: number, scale: AxisScale): boolean {
  return Number.isFinite(value) && (scale === "linear" || value > 0);
}

/**
 * What a log axis is even with near its beginning: 1 for steps, the first recorded time for times, which at small
 * learning rates lie far below 1.
 */
export function axisUnit(quantity: AxisQuantity, columns: Iterable<ArrayLike<number>>): number {
  if (quantity !== "time") return 1;
  let least = Infinity;
  for (const places of columns) {
    let row = 0;
    while (row < places.length && !(places[row] > 0)) row++;
    if (row < places.length) least = Math.min(least, places[row]);
  }
  return Number.isFinite(least) ? least : 1;
}

export interface TickWishes {
  /** Steps are labelled at whole numbers only. */
  readonly quantity?: AxisQuantity;
  readonly unit?: number;
  /** Where the axis begins. */
  readonly first?: number;
}

/** Places to label on an axis that ends at `last`, about `most` of them; 0 among them where it begins there. */
export function placeTicks(last: number, scale: AxisScale, most: number, wishes: TickWishes = {}): number[] {
  const { quantity = "step", unit = 1, first = 0 } = wishes;
  const least = quantity === "step" ? 1 : 0;
  return scale === "linear"
    ? linearTicks(first, last, most, least)
    : logTicks(first, last, most, { least, unit });
}

/** Round values to label between `least` and `greatest`, at most `most` of them, evenly spaced. */
export function valueTicks(least: number, greatest: number, most: number): number[] {
  return linearTicks(least, greatest, most, 0);
}

/** The same for values above 0 on a log axis. */
export function logValueTicks(least: number, greatest: number, most: number): number[] {
  // Within a factor of four there are hardly two round powers.
  if (greatest / least < 4) return valueTicks(least, greatest, most).filter((value) => value > 0);
  const decades = Math.log10(greatest / least);
  const stride = Math.max(1, Math.ceil(decades / most));
  const digits = decades <= 1.2 && most >= 4 ? [1, 2, 5] : decades <= 2 && most >= 4 ? [1, 3] : [1];
  const lowest = stride * Math.floor(Math.log10(least) / stride);
  return powers(lowest, Math.log10(greatest), stride, digits).filter(
    (value) => value >= least && value <= greatest,
  );
}

function linearTicks(first: number, last: number, most: number, leastSpacing: number): number[] {
  const wished = Math.max(leastSpacing, (last - first) / most);
  if (!(wished > 0)) return [];
  const spacing = roundNumberFrom(wished);
  const from = Math.ceil(first / spacing - 1e-9);
  const count = Math.floor(last / spacing + 1e-9) - from + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (from + index) * spacing);
}

/** 0 and 1, 2, 5, 10 …; where there is less room powers of ten, every second or third if need be. */
function logTicks(
  first: number,
  last: number,
  most: number,
  { least, unit }: { readonly least: number; readonly unit: number },
): number[] {
  const lowest = Math.max(first, unit);
  if (first > 0 && last / lowest < 8) return linearTicks(first, last, most, least);
  const from = Math.floor(Math.log10(lowest) + 1e-9);
  const decades = Math.floor(Math.log10(Math.max(lowest, last))) + 1 - from;
  const stride = Math.max(1, Math.ceil(decades / most));
  const digits = 3 * decades + 1 <= most ? [1, 2, 5] : [1];
  const places = powers(from, Math.log10(Math.max(lowest, last)), stride, digits);
  return [...(first <= 0 ? [0] : []), ...places].filter((place) => place >= first && place <= last);
}

/** Digits times powers of ten, from the power `from` on. */
function powers(from: number, to: number, stride: number, digits: readonly number[]): number[] {
  const count = Math.max(0, Math.floor((to - from) / stride + 1e-9) + 1);
  return Array.from({ length: count }, (_, index) => from + index * stride).flatMap((power) =>
    // As written, so that a tenth is 0.1 and not what 10 ** -1 makes of it.
    digits.map((digit) => Number(`${digit}e${power}`)),
  );
}

/** The smallest of … 0.5, 1, 2, 5, 10, 20 … that is at least `least`. */
function roundNumberFrom(least: number): number {
  const decade = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5].map((digit) => digit * decade).find((round) => round >= least) ?? 10 * decade;
}
