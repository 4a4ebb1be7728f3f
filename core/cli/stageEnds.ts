/**
 * Stages that ended before their last step, and by which of their own rules; from the experiment and the manifest alone.
 * What each criterion measured in the end is not kept, so where a stage has several all are named.
 */
import type { Experiment } from "../config";
import type { RunManifest } from "../runs";
import { grouped } from "./numbers";

export interface StageEnd {
  /** From 0. */
  readonly stage: number;
  readonly name: string;
  /** Steps taken, and how many there were at most. */
  readonly taken: number;
  readonly planned: number;
  /** `L_IH fell below 2 % of what it is with nothing learnt`; several are alternatives. */
  readonly reasons: readonly string[];
}

type Stage = Experiment["training"]["stages"][number];

/** In their order; a stage that is under way, or was when the run was stopped, has not ended. */
export function earlyEnds(
  { training }: Pick<Experiment, "training">,
  { stages, status, step }: Pick<RunManifest, "stages" | "status" | "step">,
): readonly StageEnd[] {
  const startOf = (stage: number) => stages.findLast((each) => each.stage === stage)?.fromStep;
  return training.stages.flatMap((config, stage) => {
    const [from, next] = [startOf(stage), startOf(stage + 1)];
    const to = next ?? (status === "done" ? step : undefined);
    const reasons = reasonsOf(config);
    if (from === undefined || to === undefined || to - from >= config.steps || reasons.length === 0)
      return [];
    return [{ stage, name: config.name, taken: to - from, planned: config.steps, reasons }];
  });
}

/** `ended after 125 of 2,000 steps, as L_IH fell below …` */
export function endWords({ taken, planned, reasons }: StageEnd): string {
  return `ended after ${grouped(taken)} of ${grouped(planned)} steps, as ${reasons.join(", or ")}`;
}

function reasonsOf({ stopWhen = {}, optimizer }: Stage): readonly string[] {
  const { gradientNorm, lossChange, unexplainedIH } = stopWhen;
  return [
    ...(unexplainedIH === undefined
      ? []
      : [
          `L_IH fell below ${Number((100 * unexplainedIH).toPrecision(4))} % of what it is with nothing learnt`,
        ]),
    ...(gradientNorm === undefined ? [] : [`the gradient's norm fell below ${gradientNorm}`]),
    ...(lossChange === undefined ? [] : [`the loss changed by less than ${lossChange} in a step`]),
    ...(optimizer.kind === "flow" && optimizer.time !== undefined
      ? [`its flow time of ${optimizer.time} was over`]
      : []),
  ];
}
