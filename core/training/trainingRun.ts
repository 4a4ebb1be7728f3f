/**
 * The life of a run: steps, and between them recording, a turn for the event loop, and what its owner asks for.
 * How a run comes to be, new or resumed, is start.ts.
 */
import { setImmediate as eventLoopTurn } from "node:timers/promises";
import type { StageConfig } from "../config";
import type { Engine } from "../engine";
import type { ParameterLayout } from "../model";
import type { RunWriter } from "../runs";
import type { Failure, Outcome, Progress, TrainingEvent, TrainingState } from "./events";
import { TrainingFailure } from "./failure";
import { Speedometer, type Stopwatch } from "./pace";
import type { Recorder } from "./recorder";
import type { Pace, Steering } from "./steering";
import type { Trainer } from "./trainer";

export interface RunParts {
  readonly trainer: Trainer;
  readonly recorder: Recorder;
  readonly engine: Engine;
  readonly writer: RunWriter;
  readonly stopwatch: Stopwatch;
  readonly stages: readonly StageConfig[];
  readonly layout: ParameterLayout;
  readonly totalSteps: number;
  readonly warnings: readonly string[];
  readonly steering: Steering;
  /** Milliseconds between progress events. */
  readonly progressInterval: number;
  readonly emit: (event: TrainingEvent) => void;
}

/** Milliseconds that steps may hold the event loop. */
const holdingTime = 10;
/** Milliseconds after which a run that waits for its next step looks after its files. */
const tendingInterval = 1_000;

/** A run that goes on in this process. It begins with the next turn of the event loop and owns engine and folder. */
export class TrainingRun {
  readonly directory: string;
  /** How it ended; everything is on disk then and the folder is free. Never rejects for what goes wrong in training. */
  readonly finished: Promise<Outcome>;
  /** Whether the folder holds a state to continue from. */
  #recording = false;
  /** When the next progress event is due, and the step of the last one. */
  #tellAt = -Infinity;
  #toldStep = NaN;
  readonly #speedometer = new Speedometer();

  constructor(private readonly parts: RunParts) {
    this.directory = parts.writer.directory;
    this.finished = eventLoopTurn().then(() => this.live());
  }

  /** Holds the run after the step under way and puts all of it on disk; `paused` is told then. */
  pause(): void {
    this.parts.steering.pause();
  }

  /** Lets a paused run go on. */
  resume(): void {
    this.parts.steering.resume();
  }

  /** Ends the run after the step under way, paused or not; it can be resumed from its folder. */
  stop(): void {
    this.parts.steering.stop();
  }

  /**
   * Takes so many steps of a paused run, at its pace, and holds it again; `paused` is told then. Has no effect on a
   * run that is not paused. @throws RangeError for a count that is no whole number of at least 1
   */
  step(count = 1): void {
    this.parts.steering.step(count);
  }

  /** Steps a second at most, from the next step on; null: as fast as it goes. @throws RangeError for what is no pace */
  setPace(pace: Pace): void {
    this.parts.steering.setPace(pace);
  }

  /** Where the training stands. What it says between two steps belongs together. */
  state(): TrainingState {
    const { stageStep, finished, parameters } = this.parts.trainer;
    return { ...this.progress(), stageStep, finished, parameters: parameters.slice() };
  }

  private async live(): Promise<Outcome> {
    const { trainer } = this.parts;
    this.tellStart();
    try {
      const { stage, resumed } = trainer;
      await trainer.begin();
      // Up to its checkpoint, a resumed run is recorded already; its plan may have come to have a stage behind that.
      this.enterStages(resumed ? stage + 1 : 0);
      if (!resumed) await this.recordStart();
      this.#recording = true;
      await this.train();
    } catch (error) {
      return this.fail(error);
    }
    return this.end(trainer.finished ? "done" : "stopped");
  }

  private async recordStart(): Promise<void> {
    const { recorder } = this.parts;
    await recorder.observe();
    await recorder.save(true);
  }

  private async train(): Promise<void> {
    const { trainer, recorder, stopwatch, steering } = this.parts;
    let now = stopwatch.lap("recording");
    let breath = now;
    while (!trainer.finished && !steering.stopped) {
      if (steering.holds || steering.untilNext(now) > 0) {
        now = breath = steering.holds ? await this.rest() : await this.wait();
        continue;
      }
      const { stage } = trainer;
      steering.begins(now);
      await trainer.advance();
      now = stopwatch.lap("training");
      this.enterStages(stage + 1);
      const recording = recorder.observe();
      if (recording) await recording;
      const saving = recorder.saveIfDue(now, trainer.stage > stage);
      if (saving) await saving;
      if (recording ?? saving) now = stopwatch.lap("recording");
      if (now - breath >= holdingTime) now = breath = await this.breathe(now);
    }
  }

  /** Lets files, messages and requests through. */
  private async breathe(now: number): Promise<number> {
    this.parts.recorder.tend(now);
    if (now >= this.#tellAt) this.tellProgress(now);
    await eventLoopTurn();
    return this.parts.stopwatch.lap("recording");
  }

  /** Waits for the next step's time, or for something else to do before. */
  private async wait(): Promise<number> {
    const { trainer, recorder, stopwatch, steering } = this.parts;
    const now = stopwatch.lap("recording");
    recorder.tend(now);
    if (now >= this.#tellAt && trainer.step !== this.#toldStep) this.tellProgress(now);
    const untilTold = trainer.step === this.#toldStep ? Infinity : this.#tellAt - now;
    await steering.change(Math.min(steering.untilNext(now), untilTold, tendingInterval));
    return stopwatch.lap("waiting");
  }

  private async rest(): Promise<number> {
    const { trainer, recorder, stopwatch, steering, emit } = this.parts;
    await recorder.save(false);
    await recorder.settle("paused");
    this.tellProgress(stopwatch.lap("recording"));
    emit({ kind: "paused", step: trainer.step });
    while (steering.holds) await steering.change();
    const now = stopwatch.lap("waiting");
    this.#speedometer.pause();
    // Single steps are a part of the pause.
    if (steering.stopped || steering.paused) return now;
    emit({ kind: "resumed", step: trainer.step });
    await recorder.settle("running");
    return stopwatch.lap("recording");
  }

  private async fail(error: unknown): Promise<Outcome> {
    // Only what would fail again alike: after any other failure a resumed run goes on as if nothing had happened.
    if (error instanceof TrainingFailure && this.#recording) this.parts.recorder.observeLastGood();
    return this.end(failureOf(error));
  }

  private async end(wanted: Ending): Promise<Outcome> {
    const { trainer, recorder, stopwatch, engine, emit } = this.parts;
    this.tellProgress(stopwatch.lap("recording"));
    const ending = await this.conclude(wanted);
    // Whatever an engine says at its end, the run is on disk.
    await engine.dispose().catch(() => undefined);
    const how = { runDirectory: this.directory, step: trainer.step, losses: recorder.losses };
    const outcome: Outcome =
      typeof ending === "string" ? { status: ending, ...how } : { status: "failed", failure: ending, ...how };
    emit({ kind: "finished", outcome });
    return outcome;
  }

  /** Leaves everything on disk and the folder to others. @returns the ending, which is a failure if this fails */
  private async conclude(wanted: Ending): Promise<Ending> {
    const { recorder, writer } = this.parts;
    let ending = wanted;
    try {
      if (this.#recording) await recorder.save(ending !== "stopped");
      if (typeof ending === "string") await recorder.settle(ending);
      else await recorder.settle("failed", ending);
    } catch (error) {
      if (typeof ending === "string") ending = failureOf(error);
      await writer.updateManifest({ status: "failed", failure: ending }).catch(() => undefined);
    }
    try {
      await writer.close();
    } catch (error) {
      if (typeof ending === "string") ending = failureOf(error);
    }
    return ending;
  }

  /** Tells of the stages from `first` to the one that goes on, if that is not before it. */
  private enterStages(first: number): void {
    const { trainer, recorder, stages } = this.parts;
    for (let stage = first; stage <= trainer.stage; stage++) recorder.enterStage(stage, stages[stage].name);
  }

  private tellStart(): void {
    const { trainer, engine, stages, layout, totalSteps, warnings, emit } = this.parts;
    const { step, stage } = trainer;
    const { directory: runDirectory } = this;
    emit({ kind: "started", runDirectory, engine: engine.description, layout, step, totalSteps, warnings });
    if (trainer.resumed) emit({ kind: "stage", stage, name: stages[stage].name, step });
  }

  private tellProgress(now: number): void {
    const { trainer, progressInterval, emit } = this.parts;
    // Counted from when it was due, not from when there was time for it, so that the interval is kept on average.
    this.#tellAt = (now - this.#tellAt < progressInterval ? this.#tellAt : now) + progressInterval;
    this.#toldStep = trainer.step;
    this.#speedometer.read(trainer.step, now);
    emit({ kind: "progress", ...this.progress() });
  }

  private progress(): Progress {
    const { trainer, recorder, totalSteps } = this.parts;
    const { step, stage, time, loss, stepsLeft } = trainer;
    const { stepsPerSecond } = this.#speedometer;
    return {
      step,
      totalSteps,
      stage,
      stageName: trainer.stageConfig.name,
      time,
      loss,
      validationLoss: recorder.validationLoss,
      stepsPerSecond,
      secondsLeft: stepsLeft === 0 ? 0 : stepsLeft / stepsPerSecond,
    };
  }
}

type Ending = "done" | "stopped" | Failure;

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof TrainingFailure)) return { message };
  const { step, tensor } = error;
  return { message, step, ...(tensor !== undefined && { tensor }) };
}
