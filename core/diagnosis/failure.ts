/** A run that failed: where its numbers ended, what was kept, and what led there. */
import { setting, slower } from "./advice";
import { stageAt, stageField, stagesOf, type StageCourse } from "./course";
import type { Evidence, Remark } from "./evidence";
import { counted, decimal, fixed, listed, rounded } from "./words";

/** Losses told before the end. */
const before = 5;

export function failureRemark(evidence: Evidence): Remark {
  const { failure, step } = evidence;
  if (!failure) return null;
  if (failure.step === undefined) {
    return "The run failed for a reason that is not in its numbers: the run itself says which.";
  }
  const stage = stageAt(evidence, failure.step) ?? stagesOf(evidence).at(-1);
  const { tensor } = failure;
  return {
    kind: tensor === undefined ? "diverging" : "notFinite",
    severity: "error",
    title:
      tensor === undefined
        ? `The integration found no way on after step ${step}.`
        : `Numbers ceased to be finite at step ${failure.step}, first in the ${named(tensor)}.`,
    evidence: [
      where(tensor, failure.step, stage),
      failure.step === 0
        ? "It was so before the first step: there is no good state to keep."
        : `The run stands at step ${step}, its last good state, which is kept.`,
      ...courseBefore(evidence),
    ],
    advice: failure.step === 0 ? initialAdvice(evidence) : stageAdvice(stage),
  };
}

/** `gradient of rpe[1,2]`, `loss`, `value of scale` */
function named(tensor: string): string {
  return tensor === "loss" || tensor.startsWith("gradient") ? tensor : `value of ${tensor}`;
}

function where(tensor: string | undefined, step: number, stage: StageCourse | undefined): string {
  const what =
    tensor === undefined ? "No step size meets the tolerance" : `The ${named(tensor)} is NaN or infinite`;
  return `${what} after ${counted(step, "step")}${stage ? `, in stage "${stage.config.name}"${speedOf(stage)}` : ""}.`;
}

function speedOf({ config: { optimizer, learningRate } }: StageCourse): string {
  return optimizer.kind === "flow"
    ? ` with flow and tolerance ${decimal(optimizer.tolerance)}`
    : ` with ${optimizer.kind} and learning rate ${decimal(learningRate)}`;
}

function courseBefore({ metrics }: Evidence): string[] {
  const lines = metrics.slice(-before);
  if (lines.length < 2) return [];
  const losses = lines.map(({ loss }) => fixed(loss));
  return [
    `Before that the training loss was ${listed(losses)}, at steps ${listed(lines.map(({ step }) => step))}.`,
  ];
}

function stageAdvice(stage: StageCourse | undefined): string[] {
  if (!stage) return [];
  const { optimizer } = stage.config;
  // An integration that fails wants another tolerance, mostly a larger one.
  if (optimizer.kind === "flow") {
    const { tolerance } = optimizer;
    return [
      setting(stageField(stage, "optimizer.tolerance"), rounded(Math.min(1, 100 * tolerance)), tolerance),
      "Or make model.epsilon larger.",
    ];
  }
  return [slower(stage), "Then go on from the last good state, or begin anew."];
}

function initialAdvice({ experiment: { model } }: Evidence): string[] {
  const { rpe, coefficients, scale } = model.initial;
  return [
    `Choose smaller values in model.initial: rpe.diagonal is ${decimal(rpe.diagonal)}, rpe.offDiagonal ` +
      `${decimal(rpe.offDiagonal)}, coefficients ${decimal(coefficients)}, scale ${decimal(scale)}; the authors have 3, ` +
      "0.1, 0.01 and 0.01.",
  ];
}
