/** What a sweep's table says of runs on the mixed target: how long each phase lasted, and where the training ended. */
import { isMixed, type Experiment } from "../config";
import {
  fitPlateauLaw,
  missingPlateauLaw,
  mixedCourse,
  plateauPointsOf,
  type MixedCourse,
  type PlateauLaw,
  type PlateauPoint,
} from "../inspect";
import { groupView, mixedLayout, type MixedParameter } from "../model";
import { parametersAt, type Run } from "../runs";
import type { MeasureName, Measures } from "./measures";
import type { MemberResult, SweepPlan } from "./plan";
import { plateauTimeByTheory } from "./plateauTheory";

/** Empty for other experiments. A phase that did not end has no length: none is made up. */
export async function mixedMeasures(run: Run, experiment: Experiment): Promise<Partial<Measures>> {
  if (!isMixed(experiment)) return {};
  const [{ lines }, snapshots] = await Promise.all([run.metrics(), run.snapshots()]);
  const last = parametersAt(snapshots, mixedLayout, snapshots.length - 1);
  const ending = lines.at(-1);
  const course = mixedCourse(lines, experiment.training.stages);
  return {
    ...phaseLengths(course),
    plateau: plateauWord(course),
    plateauTimeTheory: await plateauTimeByTheory({ run, experiment, snapshots }),
    lossG4: ending?.lossG4 ?? null,
    lossIH: ending?.lossIH ?? null,
    ...(last && circuit(last)),
  };
}

function circuit(parameters: Float64Array): Partial<Measures> {
  const of = (name: MixedParameter) => groupView(parameters, mixedLayout, name)[0];
  return { match: of("key") * of("query"), value1: of("value1"), value2: of("value2") };
}

const lengths = {
  partial: ["partialSteps", "partialTime"],
  plateau: ["plateauSteps", "plateauTime"],
  emergence: ["emergenceSteps", "emergenceTime"],
} as const satisfies Record<string, readonly [MeasureName, MeasureName]>;

function phaseLengths(course: MixedCourse): Partial<Measures> {
  if (course.kind !== "phases") return {};
  return Object.fromEntries(
    course.phases.flatMap((phase) => {
      if (phase.state !== "ended" || phase.name === "convergence") return [];
      const [steps, time] = lengths[phase.name];
      return [[steps, phase.steps] as const, [time, phase.time] as const];
    }),
  );
}

/** Whether it was left, or why it has no length. */
function plateauWord(course: MixedCourse): string {
  switch (course.kind) {
    case "unknown":
      return "too few steps";
    case "notBegun":
      return "layer 2 not trained";
    case "learntBefore":
      return "learnt before";
    case "richFirst":
      return "induction head first";
    case "noPlateau":
      return "none stands out";
    case "phases":
      return { notBegun: "not reached", underWay: "not left", ended: "left" }[course.phases[1].state];
  }
}

/** The law of T_II over a sweep's runs; null where none of its factors varies, or too few runs have one. */
export function plateauLawOf(plan: SweepPlan, results: readonly MemberResult[]): PlateauLaw | null {
  return fitPlateauLaw(pointsOf(plan, results, "plateauTime"));
}

/** The same of what theory has T_II be. */
export function plateauTheoryLawOf(plan: SweepPlan, results: readonly MemberResult[]): PlateauLaw | null {
  return fitPlateauLaw(pointsOf(plan, results, "plateauTimeTheory"));
}

/** Why there is no law of T_II, in a sentence; null where there is one, or none is to be expected. */
export function missingPlateauLawOf(plan: SweepPlan, results: readonly MemberResult[]): string | null {
  const isMixedSweep = results.some(({ measures }) => typeof measures.plateau === "string");
  return isMixedSweep ? missingPlateauLaw(pointsOf(plan, results, "plateauTime")) : null;
}

function pointsOf(
  plan: SweepPlan,
  results: readonly MemberResult[],
  measure: MeasureName,
): readonly PlateauPoint[] {
  const done = results.filter(({ state }) => state === "done");
  const members = done.map(({ index, measures }) => ({
    values: plan.members[index].values,
    time: measures[measure],
  }));
  return plateauPointsOf(plan.fields, members);
}
