/** What several findings come down to: sentences that name a field of the experiment and the value to try. */
import { stageField, type StageCourse } from "./course";
import type { Evidence } from "./evidence";
import { decimal, rounded } from "./words";

/** Smaller steps: the usual ones where these are far from them, else a tenth. */
export function slower(stage: StageCourse): string {
  const { usualRate: usual } = stage;
  const { optimizer, learningRate } = stage.config;
  if (optimizer.kind === "flow") {
    const { tolerance } = optimizer;
    return setting(stageField(stage, "optimizer.tolerance"), rounded(tolerance / 100), tolerance);
  }
  const rate = learningRate > 10 * usual ? usual : rounded(learningRate / 10);
  const paper = optimizer.kind === "sgd" && rate === 1 && usual === 1 ? ", as in the paper" : "";
  return setting(stageField(stage, "learningRate"), rate, learningRate, paper);
}

/** Null where steps are as long as usual. */
export function faster(stage: StageCourse): string | null {
  const { usualRate: usual } = stage;
  const { optimizer, learningRate } = stage.config;
  if (optimizer.kind === "flow" || learningRate >= usual) return null;
  return setting(stageField(stage, "learningRate"), usual, learningRate);
}

export function moreSteps(stage: StageCourse): string {
  const { name, steps } = stage.config;
  return `Give stage "${name}" more steps: ${stageField(stage, "steps")} is ${steps.toLocaleString("en-US")}.`;
}

/** Chains whose parents tell more of the next token; empty where they are as sharp as the paper's, or not known. */
export function sharperData({ experiment: { data } }: Evidence): string[] {
  if (data.kind === "file") return [];
  const { alpha, floor } = data.prior;
  return [
    ...(alpha > 0.1
      ? [
          `${setting("data.prior.alpha", 0.1, alpha, ", as in the paper")} The smaller, the more the parents tell.`,
        ]
      : []),
    ...(floor > 0.01 ? [setting("data.prior.floor", 0.01, floor)] : []),
  ];
}

/** `Set seed to 3, as in the paper (it is 7).` */
export function setting(field: string, value: number, now: number, why = ""): string {
  return `Set ${field} to ${decimal(value)}${why} (it is ${decimal(now)}).`;
}
