/** The diagnosis of a run on the mixed target: whether it failed, and whether its phases came. */
import { isMixed, type Experiment } from "../config";
import { mixedPhases, mixedPhaseSentences, mixedPoints, type MixedCourse } from "../inspect";
import type { Run } from "../runs";
import type { Diagnosis, Finding } from "../studies";

/** @returns null for what is no run of the mixed target */
export async function mixedDiagnosisOf(run: Run, experiment: Experiment | null): Promise<Diagnosis | null> {
  if (!experiment || !isMixed(experiment) || !run.manifest) return null;
  const { lines } = await run.metrics();
  const { step, failure } = run.manifest;
  const failed: Finding[] = failure
    ? [{ kind: "notFinite", severity: "error", title: failure.message, evidence: [], advice: smallerSteps }]
    : [];
  return { step, findings: [...failed, ...phaseFindings(mixedPhases(mixedPoints(lines)))], notes: [] };
}

const smallerSteps = ["Try a smaller learning rate, or start from parameters nearer to 0."];

function phaseFindings(course: MixedCourse): Finding[] {
  if (course.kind !== "phases") return [];
  const open = course.phases.find(({ state }) => state === "underWay");
  if (!open || open.name === "convergence") return [];
  const sentences = mixedPhaseSentences(course);
  return [
    {
      kind: "notImproving",
      severity: "warning",
      title: sentences.at(-1) ?? "The phases did not all come.",
      evidence: sentences.slice(0, -1),
      advice:
        open.name === "plateau"
          ? [
              "Train for longer: the run can be resumed with more steps.",
              "Start from a larger model.initial.epsilon, or raise the learning rate: the plateau grows with log(1/ε).",
              "Lower data.mixing or data.sequenceLength: the plateau grows about like (1+α*)² L; a larger data.sharpness helps little beyond 2.",
            ]
          : ["Train for longer: the run can be resumed with more steps."],
    },
  ];
}
