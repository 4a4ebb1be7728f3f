/**
 * Going on with a run from one of its checkpoints: the same data, engine and state, hence the very trajectory that
 * an uninterrupted run would have taken. Nothing in the folder changes before all of that stands ready.
 */
import { hostname } from "node:os";
import { experimentFromValue, formatProblem, totalSteps, type Experiment } from "../config";
import { createEngine, type Engine, type EngineDescription, type EngineRequest } from "../engine";
import { describeRun, openRun, RunWriter, type Run, type RunManifest } from "../runs";
import { fromSafetensors, type Checkpoint } from "./checkpoint";
import { prepareProblem, type TrainingProblem } from "./problem";
import type { RecordingSchedule } from "./schedule";
import { RunSetupError } from "./setupError";
import { disposingOnFailure, launch, newSchedule, noTallies, type RunOptions } from "./start";
import { Trainer } from "./trainer";
import type { TrainingRun } from "./trainingRun";

export interface ResumeOptions extends RunOptions {
  /** The checkpoint to go on from, for which what was recorded later is removed; by default the newest readable one. */
  readonly fromStep?: number;
  /** Steps to add to the last stage, so that a run that is done goes on. A whole number of at least 1. */
  readonly extraSteps?: number;
}

/**
 * Sets the run in `runDirectory` going again.
 * @throws RunSetupError when it is done, has no checkpoint, or its data are no longer the same
 * @throws RunFolderError when it is no run, or another process writes it
 * @throws NpyError when its data file is not what it should be
 */
export async function resumeRun(options: ResumeOptions): Promise<TrainingRun> {
  const run = await openRun(options.runDirectory);
  const manifest = resumable(run, options);
  const recorded = experimentOf(run);
  const experiment = extended(recorded, manifest.totalSteps + (options.extraSteps ?? 0));
  const problem = await prepareProblem(experiment);
  const { checkpoint, warnings } = await findCheckpoint(run, problem, options.fromStep);
  if (checkpoint) {
    refuseOtherData(checkpoint, problem, experiment);
    if (options.extraSteps !== undefined)
      refuseEndedByRule(checkpoint, extended(recorded, manifest.totalSteps));
  }
  const engine = await (options.createEngine ?? createEngine)(sameEngine(problem.request, manifest.engine));
  return disposingOnFailure(engine, async () => {
    const schedule = newSchedule(experiment, problem, snapshotAllowance(recorded, experiment));
    const trainer = checkpoint
      ? restored(checkpoint, experiment, problem, engine, schedule)
      : new Trainer({ layout: problem.layout, stages: experiment.training.stages }, engine, problem.initial);
    const writer = await RunWriter.resume(options.runDirectory, checkpoint ? trainer.step : BEFORE_ALL_STEPS);
    await writer.updateManifest({
      step: trainer.step,
      totalSteps: totalSteps(experiment),
      engine: describedAsBefore(engine.description, manifest.engine),
    });
    const told = [...warnings, ...engineWarnings(manifest.engine, engine.description), ...schedule.notes];
    return launch({
      options,
      experiment,
      problem,
      engine,
      trainer,
      schedule,
      writer,
      tallies: checkpoint?.tallies ?? noTallies,
      warnings: told,
    });
  });
}

/** The trainer as the checkpoint left it, and `schedule` with it. */
function restored(
  { trainer: state, schedule: recorded, totalSteps: planned }: Checkpoint,
  experiment: Experiment,
  { layout }: TrainingProblem,
  engine: Engine,
  schedule: RecordingSchedule,
): Trainer {
  const { stages } = experiment.training;
  const replanned = planned !== totalSteps(experiment);
  const trainer = new Trainer({ layout, stages }, engine, {
    ...state,
    finished: state.finished && !replanned,
  });
  schedule.restore(recorded);
  if (replanned && state.stage === stages.length - 1) schedule.enterStage(state.stage, state.step);
  return trainer;
}

/** What was recorded after it is everything. */
const BEFORE_ALL_STEPS = -1;

function resumable(
  { directory, manifest, problems }: Run,
  { extraSteps, fromStep }: ResumeOptions,
): RunManifest {
  if (extraSteps !== undefined && !(Number.isInteger(extraSteps) && extraSteps >= 1)) {
    throw new RangeError(`the steps to add must be a whole number of at least 1, not ${extraSteps}`);
  }
  if (!manifest) throw new RunSetupError(`The run in ${directory} cannot be resumed: ${problems.join("; ")}`);
  const { state, sentence } = describeRun(manifest);
  // Of a process on another host nobody can tell; there the folder's lock decides, which its owner can delete.
  if (state === "running" && manifest.process?.host === hostname()) {
    throw new RunSetupError(`The run in ${directory} is ${sentence}. Stop it there, or wait until it ends.`);
  }
  if (state === "done" && extraSteps === undefined && fromStep === undefined) {
    throw new RunSetupError(
      `The run in ${directory} is ${sentence}: nothing is left to do. Ask for more steps to train it further.`,
    );
  }
  return manifest;
}

function experimentOf({ directory, config, problems }: Run): Experiment {
  const parsed = experimentFromValue(config);
  if (parsed.ok) return parsed.experiment;
  const reasons =
    config === null ? problems : parsed.problems.map((problem) => formatProblem(problem, "config.json"));
  throw new RunSetupError(`The run in ${directory} cannot be resumed: ${reasons.join("; ")}`);
}

/** The experiment with a last stage so long that it all takes `total` steps. A run's manifest, not its config, knows. */
function extended(experiment: Experiment, total: number): Experiment {
  const { stages } = experiment.training;
  const extra = total - totalSteps(experiment);
  const longer = stages.map((stage, index) =>
    index === stages.length - 1 ? { ...stage, steps: stage.steps + extra } : stage,
  );
  return { ...experiment, training: { ...experiment.training, stages: longer } };
}

interface FoundCheckpoint {
  /** Null where none was written yet: the run ended before its first step and begins anew. */
  readonly checkpoint: Checkpoint | null;
  /** Newer ones that cannot be read, in words. */
  readonly warnings: readonly string[];
}

async function findCheckpoint(
  run: Run,
  { layout }: TrainingProblem,
  step?: number,
): Promise<FoundCheckpoint> {
  const all = (await run.checkpoints()).map((entry) => entry.step);
  const candidates = step === undefined ? all.toReversed() : [step];
  const warnings: string[] = [];
  if (step !== undefined && !all.includes(step)) {
    throw new RunSetupError(
      `The run in ${run.directory} has no checkpoint of step ${step}; it has: ${all.join(", ")}.`,
    );
  }
  for (const candidate of candidates) {
    try {
      return { checkpoint: fromSafetensors(await run.readCheckpoint(candidate), layout), warnings };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      warnings.push(`The checkpoint of step ${candidate} is passed over: ${reason}`);
    }
  }
  if (warnings.length === 0)
    return { checkpoint: null, warnings: ["The run ended before its first checkpoint: it begins anew."] };
  throw new RunSetupError(
    `The run in ${run.directory} has no checkpoint to resume from. ${warnings.join(" ")} Start its experiment anew.`,
  );
}

function refuseOtherData(
  { data }: Checkpoint,
  { fingerprint }: TrainingProblem,
  experiment: Experiment,
): void {
  if (data === fingerprint) return;
  const source =
    experiment.data.kind === "file"
      ? `${experiment.data.path} has changed since. Restore the file`
      : "this version of the program draws others from the same seed. Use the version that began the run";
  throw new RunSetupError(`The run was trained on other sequences: ${source}, or start a new run.`);
}

/** More steps are of no use to a stage that ended before its last one. */
function refuseEndedByRule({ trainer, totalSteps: planned }: Checkpoint, { training }: Experiment): void {
  const stage = training.stages[trainer.stage];
  if (!trainer.finished || trainer.step >= planned) return;
  throw new RunSetupError(
    `The stage "${stage.name}" ended after ${trainer.stageStep} of its ${stage.steps} steps, by its stopWhen or at its ` +
      `flow time: more steps would not prolong it. Start a new run without that limit.`,
  );
}

/** A run that became longer than planned may hold more snapshots in proportion. */
function snapshotAllowance(recorded: Experiment, longer: Experiment): number {
  const { maxSnapshots } = recorded.record;
  const extra = totalSteps(longer) / totalSteps(recorded) - 1;
  return maxSnapshots + (extra > 0 ? Math.max(10, Math.ceil(extra * maxSnapshots)) : 0);
}

/** The reason for a path stands as it was first given: on resuming, the same path is asked for. */
function describedAsBefore(now: EngineDescription, before: RunManifest["engine"]): EngineDescription {
  return now.path === before.path ? { ...now, reason: before.reason } : now;
}

/** What computed the run before must go on: another engine or number of threads rounds otherwise. */
function sameEngine(request: EngineRequest, { kind, threads, path }: RunManifest["engine"]): EngineRequest {
  return {
    ...request,
    kind: kind === "cpu" || kind === "reference" ? kind : request.kind,
    threads: threads > 0 ? threads : request.threads,
    path: path === "table" || path === "direct" ? path : request.path,
  };
}

function engineWarnings(before: RunManifest["engine"], now: EngineDescription): string[] {
  if (before.kind === now.kind && before.threads === now.threads && before.path === now.path) return [];
  const words = ({ kind, threads, path }: RunManifest["engine"]) => `${kind}, threads: ${threads}, ${path}`;
  return [
    `The run goes on with another engine (${words(now)}) than before (${words(before)}): the same up to rounding.`,
  ];
}
