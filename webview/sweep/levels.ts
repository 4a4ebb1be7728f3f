/**
 * The values of a column as a few levels: each distinct one, or where there are many numbers, ranges of them. Members
 * on the same levels are taken together.
 */
import type { MemberValue } from "../../core/protocol";
import { levelOf } from "../charts";
import type { AxisScale } from "../store";
import { fieldText } from "./values";

export interface Levels {
  /** By level: `0.1`, or of a range `0.1 – 0.3`. */
  readonly names: readonly string[];
  /** A number that stands for each level; null where levels are words. */
  readonly centres: readonly number[] | null;
  /** Whether they are ranges. */
  readonly areRanges: boolean;
  /** −1 where the value is unknown. */
  readonly of: (value: MemberValue) => number;
}

/** Numbers that differ by more than this factor are best seen on a log axis. */
const logFrom = 30;

export function scaleOf(numbers: readonly number[]): AxisScale {
  const finite = numbers.filter(Number.isFinite);
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  return least > 0 && greatest / least >= logFrom ? "log" : "linear";
}

/** Of the column below: evenly spaced on a log axis are also values that grow by one factor, such as 20, 40, 80. */
export function columnScaleOf(numbers: readonly number[]): AxisScale {
  const distinct = Array.from(new Set(numbers)).sort((a, b) => a - b);
  const steps = distinct.slice(1).map((value, index) => Math.log(value / distinct[index]));
  const grows = distinct.length > 2 && distinct[0] > 0;
  return grows && Math.max(...steps) < 1.01 * Math.min(...steps) ? "log" : scaleOf(numbers);
}

/** @param most more distinct numbers than these become as many ranges as `ranges` says */
export function levelsOf(values: readonly MemberValue[], most = 16, ranges = 8): Levels {
  const distinct = Array.from(new Set(values.filter(isKnown)));
  const numbers = distinct.filter((value) => typeof value === "number");
  if (numbers.length < distinct.length || distinct.length === 0) return wordLevels(distinct);
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted.length <= most ? singleLevels(sorted) : rangeLevels(sorted, ranges);
}

function singleLevels(sorted: readonly number[]): Levels {
  const places = new Map<MemberValue, number>(sorted.map((value, place) => [value, place]));
  return {
    names: sorted.map(fieldText),
    centres: sorted,
    areRanges: false,
    of: (value) => places.get(value) ?? -1,
  };
}

function wordLevels(distinct: readonly MemberValue[]): Levels {
  const places = new Map(distinct.map((value, place) => [value, place]));
  return {
    names: distinct.map(fieldText),
    centres: null,
    areRanges: false,
    of: (value) => places.get(value) ?? -1,
  };
}

/** Equally wide on the axis that fits the numbers. */
function rangeLevels(sorted: readonly number[], count: number): Levels {
  const scale = scaleOf(sorted);
  const [first, last] = [levelOf(sorted[0], scale), levelOf(sorted[sorted.length - 1], scale)];
  const value = (part: number) => {
    const at = first + (part / count) * (last - first);
    return scale === "log" ? 10 ** at : at;
  };
  const ranges = Array.from({ length: count }, (_, range) => range);
  return {
    names: ranges.map((range) => `${rounded(value(range))} – ${rounded(value(range + 1))}`),
    centres: ranges.map((range) => value(range + 0.5)),
    areRanges: true,
    of: (given) =>
      typeof given === "number" && isKnown(given)
        ? Math.min(count - 1, Math.floor(((levelOf(given, scale) - first) / (last - first)) * count))
        : -1,
  };
}

function rounded(value: number): string {
  return fieldText(Number(value.toPrecision(3)));
}

function isKnown(value: MemberValue): boolean {
  return value !== null && (typeof value !== "number" || Number.isFinite(value));
}
