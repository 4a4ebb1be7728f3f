/**
 * Going on with a run from one of its checkpoints: the same data, engine and state, hence the very trajectory that
 * an uninterrupted run would have taken; or, from that state, with a changed experiment. Nothing in the folder changes
 * before all of that stands ready.
 */
import { hostname } from "node:os";
import { experimentFromValue, formatProblem, totalSteps, type Experiment } from "../config";
import {
  backendNames,
  createEngine,
  engineKinds,
  type Engine,
  type EngineDescription,
  type EngineRequest,
} from "../engine";
import { layoutOf } from "../model";
import { describeRun, openRun, RunWriter, type ManifestPatch, type Run, type RunManifest } from "../runs";
import { findCheckpoint } from "./findCheckpoint";
import { modelTrained, prepareProblem, type TrainingProblem } from "./problem";
import type { RecordingSchedule } from "./schedule";
import { RestartNeeded, RunSetupError } from "./setupError";
import { extended, followedPlan, standing } from "./standing";
import { disposingOnFailure, launch, newSchedule, noTallies, type RunOptions } from "./start";
import { Steering } from "./steering";
import { Trainer } from "./trainer";
import type { TrainingRun } from "./trainingRun";
import { refuseDone, wanted, type Changes, type Origin } from "./wanted";

export interface ResumeOptions extends RunOptions {
  /** The checkpoint to go on from, for which what was recorded later is removed; by default the newest readable one. */
  readonly fromStep?: number;
  /** Steps to add to the last stage, so that a run that is done goes on. A whole number of at least 1. */
  readonly extraSteps?: number;
  /**
   * A changed experiment to go on with; one that changes nothing is as good as none. The change is noted in the
   * manifest's `edits`, and the run's config is this experiment from then on, also when the run is resumed from an
   * earlier checkpoint: the edit then counts from there. Not together with `extraSteps`.
   */
  readonly experiment?: Experiment;
  /** Where relative paths in `experiment` start; not needed where they are absolute. */
  readonly baseDirectory?: string;
}

/**
 * Sets the run in `runDirectory` going again.
 * @throws RestartNeeded when a changed experiment cannot go on from where the run stands
 * @throws RunSetupError when it is done, has no checkpoint, or its data are no longer the same
 * @throws RunFolderError when it is no run, or another process writes it
 * @throws NpyError when its data file is not what it should be
 * @throws RangeError for steps or a pace that are none
 */
export async function resumeRun(options: ResumeOptions): Promise<TrainingRun> {
  const steering = new Steering(options);
  const run = await openRun(options.runDirectory);
  const manifest = resumable(run, options);
  const recorded = experimentOf(run);
  const before = extended(recorded, manifest.totalSteps);
  const layout = layoutOf(modelTrained(before));
  const { checkpoint, warnings } = await findCheckpoint(run, layout, options.fromStep);
  const from = checkpoint && { checkpoint, followed: followedPlan(checkpoint, recorded), before };
  const { experiment, changes } = wanted(options, before, manifest, from);
  const problem = await prepareProblem(experiment);
  if (checkpoint && checkpoint.data !== problem.fingerprint) throw otherData(experiment, options);

  const request = changes?.some(({ path }) => path.startsWith("engine."))
    ? problem.request
    : sameEngine(problem.request, manifest.engine);
  const engine = await (options.createEngine ?? createEngine)(request);
  return disposingOnFailure(engine, async () => {
    const schedule = newSchedule(experiment, problem);
    const trainer = from
      ? restored(from, experiment, problem, engine, schedule)
      : new Trainer({ layout, stages: experiment.training.stages }, engine, problem.initial);
    const writer = await RunWriter.resume(options.runDirectory, from ? trainer.step : BEFORE_ALL_STEPS);
    await noteResumption(
      writer,
      trainer,
      experiment,
      describedAsBefore(engine.description, manifest.engine),
      changes,
    );
    return launch({
      options,
      steering,
      experiment,
      problem,
      engine,
      trainer,
      schedule,
      writer,
      tallies: checkpoint?.tallies ?? noTallies,
      warnings: [...warnings, ...engineWarnings(manifest.engine, engine.description), ...schedule.notes],
    });
  });
}

/** The trainer as the checkpoint left it, and `schedule` with it, both with what is left of `experiment` before them. */
function restored(
  { checkpoint, followed, before }: Origin,
  experiment: Experiment,
  { layout }: TrainingProblem,
  engine: Engine,
  schedule: RecordingSchedule,
): Trainer {
  const { trainer: state, schedule: recorded } = checkpoint;
  const { stage, finished } = standing(checkpoint, followed, experiment);
  const trainerUnder = ({ training }: Experiment, from: typeof state) =>
    new Trainer({ layout, stages: training.stages }, engine, from);
  schedule.restore(recorded, state, followed);
  return trainerUnder(experiment, {
    ...state,
    time: state.time ?? trainerUnder(before, state).time,
    // A finished stage with another behind it stays so: the trainer goes on with that one.
    finished: state.finished && (finished || stage !== state.stage),
  });
}

/** Puts into the manifest, and with a changed experiment into the config, what is to be true from here on. */
async function noteResumption(
  writer: RunWriter,
  trainer: Trainer,
  experiment: Experiment,
  engine: EngineDescription,
  changes?: Changes,
): Promise<void> {
  const { step, stage } = trainer;
  const { stages } = experiment.training;
  const patch: ManifestPatch = {
    name: experiment.name,
    step,
    totalSteps: totalSteps(experiment),
    engine,
    stages: writer.manifest.stages
      .filter((begun) => begun.stage <= stage)
      .map((begun) => ({ ...begun, name: stages[begun.stage].name })),
  };
  try {
    if (changes) await writer.edit({ step, at: new Date().toISOString(), changes }, experiment, patch);
    else await writer.updateManifest(patch);
  } catch (error) {
    await writer.close().catch(() => undefined);
    throw error;
  }
}

/** What was recorded after it is everything. */
const BEFORE_ALL_STEPS = -1;

function resumable(
  { directory, manifest, problems }: Run,
  { extraSteps, fromStep, experiment }: ResumeOptions,
): RunManifest {
  if (extraSteps !== undefined && !(Number.isInteger(extraSteps) && extraSteps >= 1)) {
    throw new RangeError(`the steps to add must be a whole number of at least 1, not ${extraSteps}`);
  }
  if (extraSteps !== undefined && experiment) {
    throw new RangeError(
      "more steps and a changed experiment exclude each other: let the experiment have the steps",
    );
  }
  if (!manifest) throw new RunSetupError(`The run in ${directory} cannot be resumed: ${problems.join("; ")}`);
  const { state, sentence } = describeRun(manifest);
  // Of a process on another host nobody can tell; there the folder's lock decides, which its owner can delete.
  if (state === "running" && manifest.process?.host === hostname()) {
    throw new RunSetupError(`The run in ${directory} is ${sentence}. Stop it there, or wait until it ends.`);
  }
  if (extraSteps === undefined && fromStep === undefined && !experiment) refuseDone(directory, manifest);
  return manifest;
}

function experimentOf({ directory, config, problems }: Run): Experiment {
  const parsed = experimentFromValue(config);
  if (parsed.ok) return parsed.experiment;
  const reasons =
    config === null ? problems : parsed.problems.map((problem) => formatProblem(problem, "config.json"));
  throw new RunSetupError(`The run in ${directory} cannot be resumed: ${reasons.join("; ")}`);
}

/** With a changed experiment it is one more reason for a new run. */
function otherData({ data }: Experiment, options: ResumeOptions): RunSetupError {
  const source =
    data.kind === "file"
      ? `${data.path} has changed since. Restore the file`
      : "this version of the program draws others from the same seed. Use the version that began the run";
  const message = `The run was trained on other sequences: ${source}, or start a new run.`;
  return options.experiment
    ? new RestartNeeded(message, "the sequences are no longer the same")
    : new RunSetupError(message);
}

/** The reason for a path stands as it was first given: on resuming, the same path is asked for. */
function describedAsBefore(now: EngineDescription, before: RunManifest["engine"]): EngineDescription {
  return now.path === before.path ? { ...now, reason: before.reason } : now;
}

/** What computed the run before must go on: another engine, backend or number of threads rounds otherwise. */
function sameEngine(request: EngineRequest, before: RunManifest["engine"]): EngineRequest {
  const { kind, backend, threads, path } = before;
  return {
    ...request,
    kind: engineKinds.find((known) => known === kind) ?? request.kind,
    backend: backendNames.find((known) => known === backend) ?? request.backend ?? "auto",
    threads: threads > 0 ? threads : request.threads,
    path: path === "table" || path === "direct" ? path : request.path,
  };
}

function engineWarnings(before: RunManifest["engine"], now: EngineDescription): string[] {
  const words = ({ kind, backend, threads, path }: RunManifest["engine"]) =>
    `${kind}${backend === undefined ? "" : ` on ${backend}`}, threads: ${threads}, ${path}`;
  if (words(before) === words(now)) return [];
  return [
    `The run goes on with another engine (${words(now)}) than before (${words(before)}): the same up to rounding.`,
  ];
}
