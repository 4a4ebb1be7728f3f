/**
 * What a resumed run is to go on with: its own experiment, one with more steps, or a changed one that it can go on
 * with. Here nothing is read or written.
 */
import { continuation, totalSteps, type Experiment, type TrainingPlace } from "../config";
import { describeRun, type RunEdit, type RunManifest } from "../runs";
import type { Checkpoint } from "./checkpoint";
import { withAbsolutePaths } from "./problem";
import type { ResumeOptions } from "./resume";
import type { PlanState } from "./schedule";
import { RestartNeeded, RunSetupError } from "./setupError";
import { beforeAllSteps, extended, standing } from "./standing";

/** What a run goes on from. */
export interface Origin {
  readonly checkpoint: Checkpoint;
  /** By which it was recorded until then. */
  readonly followed: PlanState;
  /** The experiment until now. */
  readonly before: Experiment;
}

export type Changes = RunEdit["changes"];

/**
 * The experiment to go on with, and its changes where it is another than before.
 * @param from null for a run that begins anew
 * @throws RestartNeeded, RunSetupError when there is nothing to go on with
 */
export function wanted(
  { experiment, baseDirectory, extraSteps, fromStep, runDirectory }: ResumeOptions,
  before: Experiment,
  manifest: RunManifest,
  from: Origin | null,
): { readonly experiment: Experiment; readonly changes?: Changes } {
  const place = (under: Experiment) =>
    from ? standing(from.checkpoint, from.followed, under) : beforeAllSteps;
  if (extraSteps !== undefined) {
    const longer = extended(before, totalSteps(before) + extraSteps);
    // More steps are of no use to a stage that ended before its last one.
    if (place(longer).finished) throw endedByRule(before, place(before));
    return { experiment: longer };
  }
  if (experiment === undefined) return { experiment: before };
  const after = baseDirectory === undefined ? experiment : withAbsolutePaths(experiment, baseDirectory);
  const answer = continuation(before, after, place(before));
  switch (answer.kind) {
    case "same":
      if (fromStep === undefined) refuseDone(runDirectory, manifest);
      return { experiment: before };
    case "restart": {
      const message = `The run in ${runDirectory} cannot go on with the changed experiment: ${answer.reason}. Start a new run.`;
      throw new RestartNeeded(message, answer.reason);
    }
    case "continue":
      return {
        experiment: after,
        changes: answer.changes.map((change) => ({
          path: change.pathText,
          ...(change.before !== undefined && { from: change.before }),
          ...(change.after !== undefined && { to: change.after }),
          words: change.words,
        })),
      };
  }
}

/** @throws RunSetupError when there is nothing left to do */
export function refuseDone(directory: string, manifest: RunManifest): void {
  const { state, sentence } = describeRun(manifest);
  if (state !== "done") return;
  throw new RunSetupError(
    `The run in ${directory} is ${sentence}: nothing is left to do. Ask for more steps to train it further.`,
  );
}

function endedByRule({ training }: Experiment, place: TrainingPlace): RunSetupError {
  const stage = training.stages[place.stage];
  return new RunSetupError(
    `The stage "${stage.name}" ended after ${place.stageStep} of its ${stage.steps} steps, by its stopWhen or at its ` +
      `flow time: more steps would not prolong it. Start a new run without that limit.`,
  );
}
