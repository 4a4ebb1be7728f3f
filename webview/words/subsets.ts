/** The weights of subsets in words, down to those that floats cannot hold: they are told by their coefficients. */
import { t } from "@vscode/l10n";
import type { SubsetDescription } from "../../core/inspect";
import { decimal, share, shareFromLog } from "./numbers";

/** Below this p is not exact any more, or 0. */
const leastExact = 1e-300;

/** log₁₀ p_S/p_W = 2 log₁₀ |c_S/c_W|, of a subset to the winner; −∞ where c_S is 0. */
export function logRatio({ coefficient }: SubsetDescription, winner: SubsetDescription): number {
  return 2 * (Math.log10(Math.abs(coefficient)) - Math.log10(Math.abs(winner.coefficient)));
}

/** p_S: `0.993`, `4e−5`, `3e−412`; `0` only where c_S is. */
export function weightWord(subset: SubsetDescription, winner: SubsetDescription): string {
  if (subset.weight >= leastExact || subset.coefficient === 0) return share(subset.weight);
  return shareFromLog(Math.log10(winner.weight) + logRatio(subset, winner));
}

/** `{} no head` for the empty subset. */
export function subsetName({ name }: SubsetDescription): string {
  return name === "{}" ? t("{} no head") : name;
}

/** A logarithm: two decimals, as whole orders of magnitude are what it tells. */
export function logWord(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2).replace("-", "−") : decimal(value);
}
