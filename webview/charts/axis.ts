/**
 * The axis of places (steps, times), linear or logarithmic. Runs begin at 0, which has no logarithm: the log axis goes
 * by log(1 + place), with ticks at the places themselves.
 */
import type { AxisScale } from "../store";

/** Where a place lies, in units of what is drawn; grows with the place. */
export function positionOf(place: number, scale: AxisScale): number {
  return scale === "linear" ? place : Math.log10(1 + place);
}

/** The place at a position. */
export function placeAt(position: number, scale: AxisScale): number {
  return scale === "linear" ? position : 10 ** position - 1;
}

/** Places to label on an axis from 0 to `last`, about `most` of them, 0 among them. */
export function placeTicks(last: number, scale: AxisScale, most: number): number[] {
  return scale === "linear" ? linearTicks(last, most) : logTicks(last, most);
}

/** Round values to label between `least` and `greatest`, at most `most` of them, evenly spaced. */
export function valueTicks(least: number, greatest: number, most: number): number[] {
  const spacing = roundNumberFrom((greatest - least) / most);
  const first = Math.ceil(least / spacing);
  const count = Math.floor(greatest / spacing) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * spacing);
}

function linearTicks(last: number, most: number): number[] {
  const spacing = roundNumberFrom(Math.max(1, last / most));
  return Array.from({ length: Math.floor(last / spacing) + 1 }, (_, index) => index * spacing);
}

/** 0 and 1, 2, 5, 10 …; where there is less room powers of ten, every second or third if need be. */
function logTicks(last: number, most: number): number[] {
  const decades = Math.floor(Math.log10(Math.max(1, last))) + 1;
  const stride = Math.max(1, Math.ceil(decades / most));
  const digits = 3 * decades + 1 <= most ? [1, 2, 5] : [1];
  const steps = Array.from({ length: Math.ceil(decades / stride) }, (_, index) => 10 ** (index * stride));
  return [0, ...steps.flatMap((power) => digits.map((digit) => digit * power))].filter(
    (step) => step <= last,
  );
}

/** The smallest of … 0.5, 1, 2, 5, 10, 20 … that is at least `least`. */
function roundNumberFrom(least: number): number {
  const decade = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5].map((digit) => digit * decade).find((round) => round >= least) ?? 10 * decade;
}
