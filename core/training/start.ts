/**
 * A new run from an experiment. Data and engine are made ready before anything is written, so that what cannot be
 * trained leaves nothing behind. Going on with an old run is resume.ts.
 */
import { version } from "../../package.json";
import { totalSteps, type Experiment } from "../config";
import { createEngine, type Engine, type EngineDescription, type EngineRequest } from "../engine";
import { createRun, type NewRun, type RunWriter } from "../runs";
import type { Tallies } from "./checkpoint";
import type { TrainingEvent } from "./events";
import { landmarksOf } from "./landmarks";
import { Stopwatch } from "./pace";
import { prepareProblem, withAbsolutePaths, type TrainingProblem } from "./problem";
import { Recorder, snapshotArrays } from "./recorder";
import { RecordingSchedule, type RecordingPlan } from "./schedule";
import { Steering, type Pace } from "./steering";
import { Trainer } from "./trainer";
import { TrainingRun } from "./trainingRun";

/** What new and resumed runs are told alike. */
export interface RunOptions {
  readonly runDirectory: string;
  /** Called between steps, which wait for it; must not throw. */
  readonly onEvent?: (event: TrainingEvent) => void;
  /** Milliseconds between progress events, 50 if left out; finer than 10 it does not get. */
  readonly progressInterval?: number;
  /** Steps a second at most; null, or left out: as fast as it goes. */
  readonly pace?: Pace;
  /** Whether the run holds before its first step, its initial state recorded, as after `pause`. */
  readonly paused?: boolean;
  /** Another source of engines than core/engine. */
  readonly createEngine?: (request: EngineRequest) => Promise<Engine>;
}

export interface StartOptions extends RunOptions {
  readonly experiment: Experiment;
  /** Where relative paths of data files start: the experiment file's folder. The run's config keeps absolute ones. */
  readonly baseDirectory: string;
  /** The experiment's file, absolute, if it has one: the run notes where it came from. */
  readonly source?: string;
  /** Parameters to begin with instead of those of `model.initial`, as the model lays them out: a construction's. */
  readonly initial?: Float64Array;
}

/**
 * Makes a run in `runDirectory`, which must be empty or absent, and sets it going.
 * @throws RunSetupError, NpyError when the experiment's data will not do; RunFolderError; RangeError for a pace that
 * is none; then nothing was written
 */
export async function startRun(options: StartOptions): Promise<TrainingRun> {
  const steering = new Steering(options);
  const experiment = withAbsolutePaths(options.experiment, options.baseDirectory);
  const problem = await prepareProblem(experiment);
  const engine = await (options.createEngine ?? createEngine)(problem.request);
  return disposingOnFailure(engine, async () => {
    const { stages } = experiment.training;
    const trainer = new Trainer({ layout: problem.layout, stages }, engine, initialFor(problem, options));
    const schedule = newSchedule(experiment, problem);
    const writer = await createRun(options.runDirectory, {
      ...newRun(experiment, problem, engine.description),
      ...(options.source !== undefined && { source: options.source }),
    });
    const warnings = schedule.notes;
    return launch({
      options,
      steering,
      experiment,
      problem,
      engine,
      trainer,
      schedule,
      writer,
      warnings,
      tallies: noTallies,
    });
  });
}

/** @throws RangeError for parameters of another model */
function initialFor({ initial }: TrainingProblem, { initial: given = initial }: StartOptions): Float64Array {
  if (given.length === initial.length) return given;
  throw new RangeError(`the model has ${initial.length} parameters, not the ${given.length} given`);
}

/** Everything of a run that `launch` puts together. */
export interface Launch {
  readonly options: RunOptions;
  readonly steering: Steering;
  readonly experiment: Experiment;
  readonly problem: TrainingProblem;
  readonly engine: Engine;
  readonly trainer: Trainer;
  readonly schedule: RecordingSchedule;
  readonly writer: RunWriter;
  readonly tallies: Tallies;
  readonly warnings: readonly string[];
}

export function launch(parts: Launch): TrainingRun {
  const { options, steering, experiment, problem, engine, trainer, schedule, writer, tallies } = parts;
  const { training } = experiment;
  const { progressInterval = 50 } = options;
  const stopwatch = new Stopwatch(tallies.trainingSeconds, tallies.recordingSeconds);
  const shared = {
    trainer,
    engine,
    writer,
    stopwatch,
    layout: problem.layout,
    totalSteps: totalSteps(experiment),
    emit: options.onEvent ?? (() => undefined),
  };
  const recorder = new Recorder({
    ...shared,
    schedule,
    tallies,
    config: training,
    validates: problem.request.validation !== null,
    fingerprint: problem.fingerprint,
  });
  const { stages } = training;
  const { warnings } = parts;
  return new TrainingRun({ ...shared, recorder, steering, stages, warnings, progressInterval });
}

export function newSchedule(experiment: Experiment, { model }: TrainingProblem): RecordingSchedule {
  return new RecordingSchedule(recordingPlan(experiment), landmarksOf(model));
}

export function recordingPlan({ record, training }: Experiment): RecordingPlan {
  return { ...record, stageSteps: training.stages.map(({ steps }) => steps) };
}

/** @throws what `work` throws, the engine's threads and memory freed */
export async function disposingOnFailure<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await engine.dispose().catch(() => undefined);
    throw error;
  }
}

export const noTallies: Tallies = {
  trainingSeconds: 0,
  recordingSeconds: 0,
  firstLoss: NaN,
  validationLoss: NaN,
};

function newRun(experiment: Experiment, problem: TrainingProblem, engine: EngineDescription): NewRun {
  const { model, layout } = problem;
  return {
    config: experiment,
    manifest: {
      name: experiment.name,
      program: { version },
      seed: experiment.seed,
      totalSteps: totalSteps(experiment),
      engine,
      layout,
    },
    snapshots: { arrays: snapshotArrays(model, layout), attributes: { program: "induction-lab", version } },
  };
}
