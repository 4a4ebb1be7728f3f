/** How runs that share a chart are told apart. */
import { t } from "@vscode/l10n";
import type { Curve } from "../charts";
import type { ShownRun } from "../store";
import { seriesCount } from "../theme";

/** Whether colours stand for runs; else they stand for what is drawn of the one run. */
export function isComparison(runs: readonly ShownRun[]): boolean {
  return runs.some(({ role }) => role === "compared");
}

/** In a comparison: a ghost is said beside, the others have a colour each. */
export function runColour(runs: readonly ShownRun[], run: ShownRun): Curve["colour"] {
  if (run.role === "ghost") return "muted";
  return runs.filter(({ role }) => role !== "ghost").indexOf(run) % seriesCount;
}

/** Of a run in a legend. */
export function runName({ role, facts }: ShownRun): string {
  return role === "ghost" ? t("before") : facts.title;
}

/** `{1, 2}`. @param heads counted from 0 */
export function shortSubsetName(heads: readonly number[]): string {
  return `{${heads.map((head) => head + 1).join(", ")}}`;
}
