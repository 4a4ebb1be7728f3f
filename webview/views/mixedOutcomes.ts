/** What a comparison says of runs on the mixed target, in rows: both losses, k·q, and how long the plateau was. */
import { t } from "@vscode/l10n";
import { mixedCourseOf, mixedStateAt, newestMetric, type ShownRun } from "../store";
import { decimal, grouped, mixedSymbol } from "../words";

interface MixedOutcome {
  readonly name: () => string;
  /** NaN where there is none, as of a run on tokens. @param step null: the newest */
  readonly value: (run: ShownRun, step: number | null) => number;
  readonly format: (value: number) => string;
}

export const mixedOutcomes: readonly MixedOutcome[] = [
  {
    name: () => "L_G4",
    value: (run, step) => newestMetric(run, "lossG4", step ?? Infinity),
    format: decimal,
  },
  {
    name: () => "L_IH",
    value: (run, step) => newestMetric(run, "lossIH", step ?? Infinity),
    format: decimal,
  },
  { name: () => mixedSymbol("match"), value: matchAt, format: decimal },
  { name: () => t("T_II, steps"), value: plateauOf, format: (steps) => grouped(Math.round(steps)) },
];

function matchAt(run: ShownRun, step: number | null): number {
  const standing = mixedStateAt(run, step);
  return standing ? standing.parameters[4] * standing.parameters[5] : NaN;
}

/** Of the whole record, wherever the page stands. */
function plateauOf(run: ShownRun): number {
  const course = mixedCourseOf(run);
  const plateau = course.kind === "phases" ? course.phases[1] : null;
  return plateau?.state === "ended" ? plateau.steps : NaN;
}
