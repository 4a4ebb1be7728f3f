/**
 * The best exponential, power law and logarithm through given points: what is linear in a law follows from what is not,
 * and that is searched for in a box that holds for every series. How good they are is judged in rates.ts.
 */
import type { Law } from "./laws";
import { minimumOf, type GridAxis } from "./minimum";

/** Fewer points say nothing of laws with three parameters. */
const fewestPoints = 6;

/** Times as parts of the last, so that every search has the same box. */
export interface Points {
  readonly parts: Float64Array;
  readonly last: number;
  /** On the scale of the residuals. */
  readonly levels: Float64Array;
  readonly totalSquares: number;
}

/** Null where too few can be used, or where they do not vary. */
export function pointsOf(times: ArrayLike<number>, values: ArrayLike<number>): Points | null {
  const rows: number[] = [];
  for (let row = 0; row < Math.min(times.length, values.length); row++) {
    if (times[row] > 0 && Number.isFinite(times[row]) && Number.isFinite(values[row])) rows.push(row);
  }
  if (rows.length < fewestPoints) return null;
  const last = rows.reduce((most, row) => Math.max(most, times[row]), 0);
  const parts = Float64Array.from(rows, (row) => times[row] / last);
  const levels = Float64Array.from(rows, (row) => values[row]);
  const totalSquares = squaresAround(levels);
  const rounding = levels.reduce((most, level) => Math.max(most, Math.abs(level)), 0) * 1e-13;
  if (!(totalSquares > levels.length * rounding ** 2) || new Set(parts).size < fewestPoints) return null;
  return { parts, last, levels, totalSquares };
}

function squaresAround(values: Float64Array): number {
  const mean = meanOf(values);
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return squares;
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Rates: r times the last time, from nearly straight to all in the first part. */
const rateAxis: GridAxis = { from: Math.log(0.02), to: Math.log(400), places: 20 };
const exponentAxis: GridAxis = { from: -8, to: 8, places: 18 };
/** How far beyond its zero a logarithm is, in widths of the series. */
const reachAxis: GridAxis = { from: -7, to: 5, places: 12 };
/** Of the last time: beyond, a power law cannot be told from an exponential. */
const latestOnset = 10;

/** τ = 0. */
const atOnce: GridAxis = { from: -Infinity, to: -Infinity, places: 1 };

/** Logarithms of τ, from far below the first time. */
function onsetAxis({ parts }: Points): GridAxis {
  const first = parts.reduce((least, part) => Math.min(least, part), 1);
  return { from: Math.log(first / 20), to: Math.log(latestOnset), places: 14 };
}

export function exponential(points: Points, sign: 1 | -1): Law | null {
  const { parts, last } = points;
  const basis = new Float64Array(parts.length);
  const lineAt = (z: number) => {
    const rate = sign * Math.exp(z);
    // Counted from the end where it is larger, an exponential never leaves the numbers.
    const from = rate > 0 ? 1 : 0;
    for (let row = 0; row < parts.length; row++) basis[row] = Math.exp(rate * (parts[row] - from));
    return { rate, from, ...linear(points, basis) };
  };
  const { at, value } = minimumOf(([z]) => lineAt(z).rest, [rateAxis]);
  if (value === Infinity) return null;
  const { rate, from, offset, factor } = lineAt(at[0]);
  return { kind: "exponential", factor: factor * Math.exp(-rate * from), rate: rate / last, offset };
}

export function exponentialLog(points: Points): Law {
  const { offset, factor } = linear(points, points.parts);
  return { kind: "exponential", factor: Math.exp(offset), rate: factor / points.last, offset: 0 };
}

export function power(points: Points, free: boolean): Law | null {
  const { last, levels } = points;
  const logsAt = logsBy(points);
  const basis = new Float64Array(levels.length);
  /** Overwrites `basis` with (t + τ)^β over the most of it. @returns the logarithm of that */
  const fill = (exponent: number, z: number) => {
    const { logs, least, most } = logsAt(z);
    const largest = exponent * (exponent > 0 ? most : least);
    for (let row = 0; row < basis.length; row++) basis[row] = Math.exp(exponent * logs[row] - largest);
    return largest;
  };
  const { at, value } = minimumOf(
    ([z, exponent]) => {
      fill(exponent, z);
      return proportional(points, basis).rest;
    },
    [free ? onsetAxis(points) : atOnce, exponentAxis],
  );
  if (value === Infinity) return null;
  const [z, exponent] = at;
  const largest = fill(exponent, z);
  const { factor } = proportional(points, basis);
  const unit = Math.exp(-largest - exponent * Math.log(last));
  return { kind: "power", factor: factor * unit, exponent, onset: Math.exp(z) * last };
}

export function powerLog(points: Points, free: boolean): Law {
  const { last } = points;
  const { z, offset, factor: exponent } = straightOverLogs(points, free);
  const factor = Math.exp(offset - exponent * Math.log(last));
  return { kind: "power", factor, exponent, onset: Math.exp(z) * last };
}

export function logarithm(points: Points, free: boolean): Law {
  const { last } = points;
  const { z, offset, factor } = straightOverLogs(points, free);
  return { kind: "logarithm", factor, offset: offset - factor * Math.log(last), onset: Math.exp(z) * last };
}

/** log y = log b + log(κ + log(t + τ)) for growth, log |b| + log(κ − log(t + τ)) for decay. */
export function logarithmLog(points: Points, free: boolean, sign: 1 | -1): Law | null {
  const { last, levels } = points;
  const logsAt = logsBy(points);
  const left = new Float64Array(levels.length);
  /** Overwrites `left` with log y less all but log |b|. @returns κ */
  const fill = (reach: number, z: number) => {
    const { logs, least, most } = logsAt(z);
    const from = (most - least) * Math.exp(reach) - (sign > 0 ? least : -most);
    for (let row = 0; row < left.length; row++) left[row] = levels[row] - Math.log(from + sign * logs[row]);
    return from;
  };
  const { at, value } = minimumOf(
    ([z, reach]) => {
      fill(reach, z);
      return squaresAround(left);
    },
    [free ? onsetAxis(points) : atOnce, reachAxis],
  );
  if (value === Infinity) return null;
  const [z, reach] = at;
  const from = fill(reach, z);
  const factor = sign * Math.exp(meanOf(left));
  const offset = sign * factor * from - factor * Math.log(last);
  return { kind: "logarithm", factor, offset, onset: Math.exp(z) * last };
}

/** The best straight line over log(t + τ). @param free whether τ may be another than 0 */
function straightOverLogs(points: Points, free: boolean) {
  const logsAt = logsBy(points);
  const lineAt = (z: number) => linear(points, logsAt(z).logs);
  const [z] = minimumOf(([at]) => lineAt(at).rest, [free ? onsetAxis(points) : atOnce]).at;
  return { z, ...lineAt(z) };
}

/** log(t + τ) of all points by z = log τ, remembered for the z before: searches go through τ slowly. */
function logsBy({ parts }: Points) {
  let before = NaN;
  const known = { logs: new Float64Array(parts.length), least: 0, most: 0 };
  return (z: number) => {
    if (z === before) return known;
    before = z;
    const onset = Math.exp(z);
    [known.least, known.most] = [Infinity, -Infinity];
    for (let row = 0; row < parts.length; row++) {
      const log = Math.log(parts[row] + onset);
      known.logs[row] = log;
      if (log < known.least) known.least = log;
      if (log > known.most) known.most = log;
    }
    return known;
  };
}

/** The best c + b·basis, and Σ of the squares that it leaves. */
function linear(
  { levels }: Points,
  basis: Float64Array,
): { readonly offset: number; readonly factor: number; readonly rest: number } {
  const count = levels.length;
  let [meanBasis, meanLevel] = [0, 0];
  for (let row = 0; row < count; row++) {
    meanBasis += basis[row];
    meanLevel += levels[row];
  }
  meanBasis /= count;
  meanLevel /= count;
  let [squares, products] = [0, 0];
  for (let row = 0; row < count; row++) {
    squares += (basis[row] - meanBasis) ** 2;
    products += (basis[row] - meanBasis) * (levels[row] - meanLevel);
  }
  const factor = products / squares;
  const offset = meanLevel - factor * meanBasis;
  let rest = 0;
  for (let row = 0; row < count; row++) rest += (levels[row] - offset - factor * basis[row]) ** 2;
  return { offset, factor, rest };
}

/** The best b·basis. */
function proportional(
  { levels }: Points,
  basis: Float64Array,
): { readonly factor: number; readonly rest: number } {
  let [squares, products] = [0, 0];
  for (let row = 0; row < levels.length; row++) {
    squares += basis[row] ** 2;
    products += basis[row] * levels[row];
  }
  const factor = products / squares;
  let rest = 0;
  for (let row = 0; row < levels.length; row++) rest += (levels[row] - factor * basis[row]) ** 2;
  return { factor, rest };
}
