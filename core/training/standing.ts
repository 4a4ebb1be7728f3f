/** Where a checkpoint leaves a run, seen from an experiment that need not be the one it was written under. */
import { totalSteps, type Experiment, type TrainingPlace } from "../config";
import type { Checkpoint } from "./checkpoint";
import { initialPlan, type PlanState } from "./schedule";
import { recordingPlan } from "./start";

export const beforeAllSteps: TrainingPlace = { stage: 0, stageStep: 0, finished: false };

/**
 * The experiment with a last stage so long that it all takes `total` steps: where a run was given more steps without
 * another experiment, its manifest knows the total, not its config.
 */
export function extended(experiment: Experiment, total: number): Experiment {
  const { stages } = experiment.training;
  const extra = total - totalSteps(experiment);
  const longer = stages.map((stage, index) =>
    index === stages.length - 1 ? { ...stage, steps: stage.steps + extra } : stage,
  );
  return { ...experiment, training: { ...experiment.training, stages: longer } };
}

/** The plan by which a checkpoint's run was recorded. @param recorded its experiment; old checkpoints know only a total */
export function followedPlan({ schedule, totalSteps }: Checkpoint, recorded: Experiment): PlanState {
  return schedule.plan ?? initialPlan(recordingPlan(extended(recorded, totalSteps)));
}

/** A finished run goes on where its last stage used up its steps and has more now, or where there are stages behind. */
export function standing(
  { trainer }: Checkpoint,
  followed: PlanState,
  { training: { stages } }: Experiment,
): TrainingPlace {
  const { stage, stageStep, finished, optimizer } = trainer;
  const time = "time" in optimizer ? { stageTime: optimizer.time[0] } : {};
  if (!finished) return { stage, stageStep, finished, ...time };
  if (stage < stages.length - 1) return { stage: stage + 1, stageStep: 0, finished: false };
  const usedUp = stageStep >= followed.stageSteps[stage];
  return { stage, stageStep, finished: !usedUp || stages[stage].steps <= stageStep, ...time };
}
