/** How long an experiment trains. */
import type { Experiment, StageConfig } from "./schema";

/** Steps of all stages together, at most: a stage may stop early. */
export function totalSteps(experiment: Experiment): number {
  return experiment.training.stages.reduce((total, { steps }) => total + steps, 0);
}

/**
 * The same experiment cut off after `limit` steps in all; stages behind the cut are left out.
 * @param limit a whole number of at least 1. @throws RangeError otherwise.
 */
export function limitSteps(experiment: Experiment, limit: number): Experiment {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new RangeError(`the limit of steps must be a whole number of at least 1, not ${limit}`);
  }
  let left = limit;
  const stages: StageConfig[] = [];
  for (const stage of experiment.training.stages) {
    if (left === 0) break;
    const steps = Math.min(stage.steps, left);
    stages.push({ ...stage, steps });
    left -= steps;
  }
  return { ...experiment, training: { ...experiment.training, stages } };
}
