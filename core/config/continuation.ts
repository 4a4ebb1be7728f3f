/** Whether a run can go on from where it stands with a changed experiment, or what forces a new one. */
import { stageInWords } from "./changeWords";
import { compareExperiments, type Change } from "./compare";
import type { Experiment } from "./schema";

/** Where the training of a run stands. */
export interface TrainingPlace {
  /** From 0: the stage that goes on, or the last one of a finished run. */
  readonly stage: number;
  /** Steps taken in that stage. */
  readonly stageStep: number;
  /** The last stage has come to its end. */
  readonly finished: boolean;
  /** Gradient-flow time passed in that stage, where it is known. */
  readonly stageTime?: number;
}

export type Continuation =
  /** Nothing that matters to a run is different. */
  | { readonly kind: "same" }
  | { readonly kind: "continue"; readonly changes: readonly Change[] }
  /** `reason` names what forces it: `heads 3 → 4 changes the model`. */
  | { readonly kind: "restart"; readonly changes: readonly Change[]; readonly reason: string };

/**
 * What to do with a run, trained under `before`, that stands at `place`, now that its experiment is `after`.
 *
 * It goes on with another name, recording, engine, other intervals between validations and checkpoints; in the stage
 * that goes on with another learning rate, name, `stopWhen`, other settings of the same optimizer and another number
 * of steps, if they are more than it has taken; and with any stages behind it. A finished run goes on if its last
 * stage is given more steps or if stages are added behind it. Everything else takes a new run.
 */
export function continuation(before: Experiment, after: Experiment, place: TrainingPlace): Continuation {
  const changes = compareExperiments(before, after);
  if (changes.length === 0) return { kind: "same" };
  const goesOn = !place.finished || prolonged(before, changes, place);
  const reason =
    firstObstacle(changes, obstacleOutside) ??
    (goesOn ? undefined : unending(before, changes, place)) ??
    firstObstacle(changes, (change) => obstacleInStages(change, place, goesOn));
  return reason === undefined ? { kind: "continue", changes } : { kind: "restart", changes, reason };
}

/** `heads 3 → 4 changes the model`, for the first change that `obstacle` finds something in. */
function firstObstacle(
  changes: readonly Change[],
  obstacle: (change: Change) => string | undefined,
): string | undefined {
  const found = changes.map((change) => ({ words: change.words, verdict: obstacle(change) }));
  const first = found.find(({ verdict }) => verdict !== undefined);
  return first && `${first.words} ${first.verdict}`;
}

function obstacleOutside({ path: [part] }: Change): string | undefined {
  if (part === "seed") return "changes all random numbers";
  return part === "data" || part === "model" ? `changes the ${part}` : undefined;
}

/** Why a run whose last stage is over has nothing to go on with; undefined where stages are added behind it. */
function unending(before: Experiment, changes: readonly Change[], place: TrainingPlace): string | undefined {
  // A whole stage behind the last one can only be one that is added.
  if (changes.some(({ path }) => path.length === 3 && Number(path[2]) > place.stage)) return undefined;
  const { steps } = before.training.stages[place.stage];
  return stepsOf(changes, place) > steps
    ? `${stageInWords(before, place.stage)} ended by its own rule after ${place.stageStep} of ${steps} steps, so more would not prolong it`
    : `the run is finished, and ${changes[0].words} leaves it nothing to do`;
}

/** @param goesOn whether the stage at `place` does */
function obstacleInStages(change: Change, place: TrainingPlace, goesOn: boolean): string | undefined {
  const [, list, stage, field] = change.path;
  if (list !== "stages" || Number(stage) > place.stage) return undefined;
  if (change.before === undefined && field === undefined) return "comes before where the run stands";
  if (Number(stage) < place.stage || !goesOn) return "changes a stage that is over";
  return field === undefined ? "takes away the stage that goes on" : obstacleInStage(change, place);
}

/** Of a field of the stage that goes on. */
function obstacleInStage(
  { path, after }: Change,
  { stageStep, stageTime = 0 }: TrainingPlace,
): string | undefined {
  const [, , , field, setting] = path;
  if (field === "train") return "changes what the stage that goes on trains";
  if (field === "optimizer" && setting === undefined)
    return "changes the optimizer of the stage that goes on";
  if (field === "steps" && Number(after) <= stageStep) return `comes too late, after ${stageStep} steps`;
  const early = setting === "time" && after !== undefined && Number(after) <= stageTime;
  return early ? `comes too late, at time ${stageTime}` : undefined;
}

/** Whether a last stage that used up its steps is given more. */
function prolonged(before: Experiment, changes: readonly Change[], place: TrainingPlace): boolean {
  const { steps } = before.training.stages[place.stage];
  return place.stageStep >= steps && stepsOf(changes, place) > steps;
}

/** The steps that the stage at `place` is given by a change; −∞ where its steps stay as they are. */
function stepsOf(changes: readonly Change[], { stage }: TrainingPlace): number {
  const steps = changes.find(({ path }) => path[2] === stage && path[3] === "steps");
  return steps ? Number(steps.after) : -Infinity;
}
