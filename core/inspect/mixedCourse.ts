/**
 * The course of a run on the mixed target from its metrics: which of its rows count. Phases are of layer 2's training, so
 * they begin with the first stage that trains any of it; before, L_IH stands still for another reason. How phases are found
 * in those rows is mixedPhases.ts's.
 */
import { mixedParameters, type MixedParameter } from "../model";
import { mixedPhases, type MixedCourse, type MixedPoint } from "./mixedPhases";

/** A line of the metrics; without both losses it does not count. */
export type MixedLine = Pick<MixedPoint, "step"> &
  Partial<MixedPoint> & {
    /** Its place in `training.stages`. */
    readonly stage?: number;
  };

/** What is read of a stage. */
export interface MixedStage {
  readonly train: readonly string[];
}

/** @param lines by step @param stages the experiment's `training.stages` */
export function mixedCourse(lines: readonly MixedLine[], stages: readonly MixedStage[]): MixedCourse {
  const first = stages.findIndex(({ train }) => secondLayer.some((name) => train.includes(name)));
  if (first < 0) return { kind: "notBegun", why: "noStage" };
  const trained = lines.filter(({ stage = first }) => !(stage < first));
  if (lines.length > 0 && trained.length === 0) {
    return { kind: "notBegun", why: hasMoved(lines) ? "firstLayer" : "noStep" };
  }
  if (trained.length === 1 && !hasMoved(trained)) return { kind: "notBegun", why: "noStep" };
  return mixedPhases(pointsOf(trained));
}

/** Without any of these no part of the target is learnt. */
const secondLayer = mixedParameters.filter(
  (name): name is Exclude<MixedParameter, "rpe1"> => name !== "rpe1",
);

function hasMoved(lines: readonly MixedLine[]): boolean {
  return lines.some(({ step }) => step > 0);
}

function pointsOf(lines: readonly MixedLine[]): readonly MixedPoint[] {
  return lines.flatMap(({ step, time = NaN, unexplainedG4, unexplainedIH }) =>
    unexplainedG4 === undefined || unexplainedIH === undefined
      ? []
      : [{ step, time, unexplainedG4, unexplainedIH }],
  );
}
