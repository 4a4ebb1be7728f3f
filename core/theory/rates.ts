/**
 * Which law a quantity follows: least-squares fits of an exponential, a power law and a logarithm to one series, all
 * with residuals on one scale, so that their R² and AIC can be compared. Where a law is not linear in its parameters,
 * those that are get eliminated (variable projection, Golub and Pereyra 1973), and the others, one or two of them, are
 * searched for: nothing depends on a good guess.
 */
import { lawLog, lawParameters, lawSlope, lawValue, type Law, type LawKind, type LawParameter } from "./laws";
import {
  exponential,
  exponentialLog,
  logarithm,
  logarithmLog,
  pointsOf,
  power,
  powerLog,
  type Points,
} from "./lawSearch";
import { covarianceErrors } from "./standardErrors";

export interface RateFit {
  readonly law: Law;
  /** Of the parameters that were fitted; NaN where the data do not determine one. */
  readonly standardErrors: Readonly<Partial<Record<LawParameter, number>>>;
  /** Of the residuals' scale: 1 − RSS/TSS, at most 1. */
  readonly rSquared: number;
  /** n log(RSS/n) + 2k, k the parameters fitted and the residuals' variance. Less is better. */
  readonly aic: number;
  /** Points fitted to. */
  readonly count: number;
}

/** Null: that law cannot be fitted to these points. */
export type RateFits = Readonly<Record<LawKind, RateFit | null>>;

/** What is the same for all three. */
export interface FitOptions {
  /**
   * What is minimised: Σ (y − ŷ)², or on the `log` scale Σ (log y − log ŷ)², for what goes over orders of magnitude.
   * There values are given as log y, so that y may leave the numbers, and the exponential has no offset.
   */
  readonly scale: "linear" | "log";
  /**
   * Whether power law and logarithm may count time from a moment τ ≥ 0 before the series' own zero: a law that holds
   * in the long run says nothing of when its time began. It is one parameter more.
   */
  readonly onset: boolean;
}

/**
 * Points with t ≤ 0, which has no logarithm, and those that are not finite are left out of all three. Null where too few are left, or where they do not vary.
 * @param times t @param values y, or log y on the `log` scale; as many
 */
export function fitRates(
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  { scale, onset }: FitOptions,
): RateFits | null {
  const points = pointsOf(times, values);
  if (!points) return null;
  const fitted = (laws: readonly (Law | null)[]) =>
    bestOf(laws.map((law) => law && fitOf(law, points, scale)));
  const onsets = onset ? [false, true] : [false];
  const isLog = scale === "log";
  return {
    exponential: fitted(isLog ? [exponentialLog(points)] : [exponential(points, 1), exponential(points, -1)]),
    power: fitted(onsets.map((free) => (isLog ? powerLog(points, free) : power(points, free)))),
    logarithm: fitted(
      onsets.flatMap((free) =>
        isLog ? [logarithmLog(points, free, 1), logarithmLog(points, free, -1)] : [logarithm(points, free)],
      ),
    ),
  };
}

/** The least AIC; of equals the first. Null where there is none. */
export function bestOf(fits: readonly (RateFit | null)[]): RateFit | null {
  return fits.reduce<RateFit | null>(
    (best, fit) => (fit && (!best || fit.aic < best.aic) ? fit : best),
    null,
  );
}

function fitOf(
  law: Law,
  { parts, last, levels, totalSquares }: Points,
  scale: FitOptions["scale"],
): RateFit | null {
  const count = levels.length;
  const times = parts.map((part) => part * last);
  const levelAt = scale === "log" ? lawLog : lawValue;
  const rest = times.reduce((sum, time, row) => sum + (levels[row] - levelAt(law, time)) ** 2, 0);
  if (!Number.isFinite(rest)) return null;
  const names = fittedParameters(law, scale);
  const slopes = names.map((name) => times.map((time) => lawSlope(law, name, time, scale)));
  const errors = covarianceErrors(slopes, rest);
  // Data without any noise would leave nothing, whose logarithm is none.
  const least = 1e-26 * totalSquares;
  return {
    law,
    standardErrors: Object.fromEntries(names.map((name, index) => [name, errors[index]])),
    rSquared: 1 - rest / totalSquares,
    aic: count * Math.log(Math.max(rest, least) / count) + 2 * (names.length + 1),
    count,
  };
}

function fittedParameters(law: Law, scale: FitOptions["scale"]): LawParameter[] {
  const fixed = (name: LawParameter) =>
    (name === "onset" && law.kind !== "exponential" && law.onset === 0) ||
    (name === "offset" && law.kind === "exponential" && scale === "log");
  return lawParameters(law).flatMap(([name]) => (fixed(name) ? [] : [name]));
}
