/** The diagnosis of a run on the mixed target: whether it failed, and whether both parts of the target were learnt. */
import { isMixed, type Experiment, type MixedExperiment } from "../config";
import { mixedCourse, mixedPhaseSentences, unlearntSentence, type MixedCourse } from "../inspect";
import { groupView, mixedLayout, type MixedParameter } from "../model";
import { parametersAt, type Run, type RunManifest } from "../runs";
import type { Diagnosis, Finding } from "../studies";
import { decimal, listed } from "./words";

/** @returns null for what is no run of the mixed target */
export async function mixedDiagnosisOf(run: Run, experiment: Experiment | null): Promise<Diagnosis | null> {
  if (!experiment || !isMixed(experiment) || !run.manifest) return null;
  const { step, failure } = run.manifest;
  // Why phases did not come is then known.
  if (failure) return { step, findings: [failureFinding(failure)], notes: [] };
  const [{ lines }, snapshots] = await Promise.all([run.metrics(), run.snapshots()]);
  const course = mixedCourse(lines, experiment.training.stages);
  const beginning = parametersAt(snapshots, mixedLayout, 0);
  return {
    step,
    findings: courseFindings({ experiment, course, beginning, isDone: run.manifest.status === "done" }),
    notes: course.kind === "notBegun" && course.why !== "noStage" ? mixedPhaseSentences(course) : [],
  };
}

interface MixedEvidence {
  readonly experiment: MixedExperiment;
  readonly course: MixedCourse;
  /** The first recorded scalars, in the order of `mixedParameters`; null where they cannot be read. */
  readonly beginning: Float64Array | null;
  readonly isDone: boolean;
}

function failureFinding({ message }: NonNullable<RunManifest["failure"]>): Finding {
  const advice = ["Try a smaller learning rate, or start from parameters nearer to 0."];
  return { kind: "notFinite", severity: "error", title: message, evidence: [], advice };
}

function courseFindings(evidence: MixedEvidence): Finding[] {
  const { course } = evidence;
  const sentences = mixedPhaseSentences(course);
  const isUntrained = course.kind === "notBegun" && course.why === "noStage";
  const title = isUntrained ? sentences[0] : unlearntSentence(course);
  if (title === null) return [];
  return [
    {
      kind: "notImproving",
      severity: "warning",
      title,
      evidence: sentences.filter((sentence) => sentence !== title),
      advice: isUntrained ? otherStages : adviceOn(evidence),
    },
  ];
}

const otherStages = [
  "Begin anew with a stage that trains rpe2, value1, value2, key and query: more steps of the stages that there are train " +
    "layer 1 alone.",
  "Where --steps has cut off such a stage, leave it out or give it more.",
];

/** What each part of the target is learnt by. */
const learntBy = {
  lazy: { name: "the 4-gram", scalars: ["rpe2", "value1"] },
  rich: { name: "the induction head", scalars: ["value2", "key", "query"] },
} as const satisfies Record<string, { readonly name: string; readonly scalars: readonly MixedParameter[] }>;

/** The most promising first: what more steps do not mend comes instead of them. */
function adviceOn(evidence: MixedEvidence): string[] {
  const { experiment, course } = evidence;
  const { stages } = experiment.training;
  const part = isLazyLearnt(course) ? "rich" : "lazy";
  const { name, scalars } = learntBy[part];
  const untrained = scalars.filter((scalar) => !stages.some(({ train }) => train.includes(scalar)));
  if (untrained.length > 0) {
    return [
      `No stage trains ${listed(untrained)}, and ${name} is learnt by ${listed(scalars)}: name them in ` +
        "training.stages[].train and begin anew. More steps do not bring it.",
    ];
  }
  const stuck = part === "rich" ? stuckAdvice(evidence) : null;
  if (stuck !== null) return [stuck];
  return [longer(evidence, scalars), ...(part === "rich" ? shorterPlateau(course) : [])].concat(
    part === "lazy" && experiment.data.mixing < smallMixing
      ? [
          `Set data.mixing nearer to 1 (it is ${decimal(experiment.data.mixing)}): the 4-gram's part of the target, and what ` +
            "trains it, goes with α*/(1 + α*).",
        ]
      : [],
  );
}

/** Below it the 4-gram is so little of the target that it takes long. */
const smallMixing = 0.1;

function isLazyLearnt(course: MixedCourse): boolean {
  switch (course.kind) {
    case "richFirst":
    case "noPlateau":
      return course.lazyLearnt !== null;
    case "phases":
      return course.phases[0].state === "ended";
    case "unknown":
    case "notBegun":
    case "learntBefore":
      return true;
  }
}

/**
 * With k = q = 0 neither has a gradient; and where k = −q and both are trained together they are moved alike, so that k + q
 * stays 0 and k·q, which is wanted above 0, goes to 0 from below.
 */
function stuckAdvice({ experiment, beginning }: MixedEvidence): string | null {
  if (!beginning) return null;
  const [key, query] = (["key", "query"] as const).map((name) => groupView(beginning, mixedLayout, name)[0]);
  const { initial } = experiment.model;
  if (key === 0 && query === 0) {
    const isByEpsilon = initial.key === undefined && initial.query === undefined;
    const fields = isByEpsilon ? "model.initial.epsilon" : "model.initial.key and model.initial.query";
    return `Set ${fields} to 0.01: k and q began at 0, where neither has a gradient, so that more steps change nothing.`;
  }
  const areTogether = experiment.training.stages.every(
    ({ train }) => train.includes("key") === train.includes("query"),
  );
  if (key + query !== 0 || !areTogether) return null;
  return (
    `Set model.initial.key and model.initial.query to 0.01: they began opposite (k = ${decimal(key)}, q = ${decimal(query)}) ` +
    "and stay so, so that k·q goes to 0 from below and more steps change nothing."
  );
}

/** Resumed, a run that is done goes on with its last stage. */
function longer({ experiment: { training }, isDone }: MixedEvidence, scalars: readonly MixedParameter[]) {
  if (!isDone) return "Go on: the run can be resumed, and has steps left.";
  const { stages } = training;
  const index = stages.findLastIndex(({ train }) => scalars.every((scalar) => train.includes(scalar)));
  if (index === stages.length - 1) return "Train for longer: the run can be resumed with more steps.";
  const which = index < 0 ? "the stages that train" : `stage "${stages[index].name}", which trains`;
  return (
    `Begin anew with more steps for ${which} ${listed(scalars)}: resumed, the run goes on with its last stage, which ` +
    "does not train all of them."
  );
}

function shorterPlateau(course: MixedCourse): string[] {
  if (course.kind !== "phases" || course.phases[1].state !== "underWay") return [];
  return [
    "Start from a larger model.initial.epsilon, or raise the learning rate: the plateau grows with log(1/ε).",
    "Lower data.mixing or data.sequenceLength: the plateau grows about like (1+α*)² L; a larger data.sharpness helps little beyond 2.",
  ];
}
