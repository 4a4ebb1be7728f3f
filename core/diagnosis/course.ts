/** How a training went, read off what was measured: which stage when, for how long, and the course of the loss. */
import type { StageConfig } from "../config";
import type { GroupName } from "../model";
import type { MetricsLine } from "../runs";
import type { Evidence } from "./evidence";

/** A stage that was begun. */
export interface StageCourse {
  /** Its place in `training.stages`. */
  readonly index: number;
  readonly config: StageConfig;
  readonly fromStep: number;
  /** Of the next one, or of the run. */
  readonly toStep: number;
  /** Gradient-flow time spent in it; for adam the sum of its learning rates. */
  readonly time: number;
  /** A learning rate that is known to work with its optimizer and the model's family. */
  readonly usualRate: number;
}

export function stagesOf({ experiment, stages, metrics, step }: Evidence): StageCourse[] {
  return stages.flatMap(({ stage: index, fromStep }, at) => {
    const config = experiment.training.stages[index];
    if (!config) return [];
    const toStep = stages[at + 1]?.fromStep ?? step;
    const timeAt = (place: number) => lineAt(metrics, place)?.time ?? NaN;
    const time = timeAt(toStep) - timeAt(fromStep);
    return [{ index, config, fromStep, toStep, time, usualRate: usualRate(config, experiment) }];
  });
}

/** Of sgd: the paper's, the authors' for their full model, and for an MLP one that was found by trying. */
const descentRates = { disentangled: 1, full: 0.01, mlp: 0.3, deep: 1, absolute: 1 } as const;

function usualRate({ optimizer }: StageConfig, { model: { family } }: Evidence["experiment"]): number {
  return optimizer.kind === "adam" ? 0.01 : descentRates[family];
}

/** Stages that train a group, of those that were begun. */
export function stagesTraining(evidence: Evidence, group: GroupName): StageCourse[] {
  return stagesOf(evidence).filter(({ config }) => config.train.includes(group));
}

/** Whether nothing that is still to come trains the group. */
export function isOver({ experiment, stages, state }: Evidence, group: GroupName): boolean {
  if (state === "done") return true;
  const going = stages.at(-1)?.stage ?? 0;
  return !experiment.training.stages.slice(going).some(({ train }) => train.includes(group));
}

/** The stage that a step was taken in. */
export function stageAt(evidence: Evidence, step: number): StageCourse | undefined {
  return stagesOf(evidence).findLast(({ fromStep }) => fromStep < step) ?? stagesOf(evidence)[0];
}

/** `training.stages[0].learningRate` */
export function stageField({ index }: StageCourse, field: string): string {
  return `training.stages[${index}].${field}`;
}

/** A training loss of one step, or a mean over several where the data are fresh at every step. */
export interface LossAt {
  readonly step: number;
  readonly loss: number;
}

/** Measured steps that are taken together where each has a batch of its own. */
const together = 20;

/** By step. */
export function lossesOf({ metrics, experiment: { data } }: Evidence): LossAt[] {
  const finite = metrics.filter(({ loss }) => Number.isFinite(loss));
  if (data.kind === "file" || !data.online) return finite.map(({ step, loss }) => ({ step, loss }));
  return finite.map(({ step }, at) => {
    const lines = finite.slice(Math.max(0, at - together + 1), at + 1);
    return { step, loss: lines.reduce((sum, { loss }) => sum + loss, 0) / lines.length };
  });
}

export interface Gain {
  readonly first: LossAt;
  readonly best: LossAt;
  readonly last: LossAt;
}

/** Null where nothing was measured. */
export function gainOf(losses: readonly LossAt[]): Gain | null {
  if (losses.length === 0) return null;
  const best = losses.reduce((least, at) => (at.loss < least.loss ? at : least));
  return { first: losses[0], best, last: losses[losses.length - 1] };
}

/** The last line up to a step, or the first. */
function lineAt(metrics: readonly MetricsLine[], step: number): MetricsLine | undefined {
  return metrics.findLast((line) => line.step <= step) ?? metrics[0];
}
