/**
 * The life of a run: steps, and between them recording, a turn for the event loop, and what its owner asks for.
 * How a run comes to be, new or resumed, is start.ts.
 */
import { setImmediate as eventLoopTurn } from "node:timers/promises";
import type { StageConfig } from "../config";
import type { Engine } from "../engine";
import type { ParameterLayout } from "../model";
import type { RunWriter } from "../runs";
import type { Failure, Outcome, TrainingEvent } from "./events";
import { TrainingFailure } from "./failure";
import { Speedometer, type Stopwatch } from "./pace";
import type { Recorder } from "./recorder";
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
  readonly emit: (event: TrainingEvent) => void;
}

/** Milliseconds that steps may hold the event loop, and between progress events. */
const holdingTime = 10;
const progressInterval = 50;

/** A run that goes on in this process. It begins with the next turn of the event loop and owns engine and folder. */
export class TrainingRun {
  readonly directory: string;
  /** How it ended; everything is on disk then and the folder is free. Never rejects for what goes wrong in training. */
  readonly finished: Promise<Outcome>;
  #wish: "run" | "pause" | "stop" = "run";
  #wake: () => void = () => undefined;
  /** Whether the folder holds a state to continue from. */
  #recording = false;
  #toldAt = -Infinity;
  readonly #speedometer = new Speedometer();

  constructor(private readonly parts: RunParts) {
    this.directory = parts.writer.directory;
    this.finished = eventLoopTurn().then(() => this.live());
  }

  /** Holds the run after the step under way and puts all of it on disk; `paused` is told then. */
  pause(): void {
    if (this.#wish === "run") this.#wish = "pause";
  }

  /** Lets a paused run go on. */
  resume(): void {
    if (this.#wish === "pause") this.#wish = "run";
    this.#wake();
  }

  /** Ends the run after the step under way, paused or not; it can be resumed from its folder. */
  stop(): void {
    this.#wish = "stop";
    this.#wake();
  }

  private async live(): Promise<Outcome> {
    const { trainer } = this.parts;
    this.tellStart();
    try {
      await trainer.begin();
      // Up to its checkpoint, a resumed run is recorded already.
      if (!trainer.resumed) await this.beginRecording();
      this.#recording = true;
      await this.train();
    } catch (error) {
      return this.fail(error);
    }
    return this.end(trainer.finished ? "done" : "stopped");
  }

  private async beginRecording(): Promise<void> {
    const { trainer, recorder } = this.parts;
    for (let stage = 0; stage <= trainer.stage; stage++) this.enterStage(stage);
    await recorder.observe();
    await recorder.save(true);
  }

  private async train(): Promise<void> {
    const { trainer, recorder, stopwatch } = this.parts;
    let breath = stopwatch.lap("recording");
    while (!trainer.finished && this.#wish !== "stop") {
      const { stage } = trainer;
      await trainer.advance();
      const now = stopwatch.lap("training");
      for (let entered = stage + 1; entered <= trainer.stage; entered++) this.enterStage(entered);
      const recording = recorder.observe();
      if (recording) await recording;
      const saving = recorder.saveIfDue(now, trainer.stage > stage);
      if (saving) await saving;
      if (recording ?? saving) stopwatch.lap("recording");
      if (now - breath >= holdingTime) breath = await this.breathe(now);
      if (this.#wish === "pause" && !trainer.finished) await this.rest();
    }
  }

  /** Lets files, messages and requests through. */
  private async breathe(now: number): Promise<number> {
    this.parts.recorder.tend(now);
    if (now - this.#toldAt >= progressInterval) this.tellProgress(now);
    await eventLoopTurn();
    return this.parts.stopwatch.lap("recording");
  }

  private async rest(): Promise<void> {
    const { trainer, recorder, stopwatch, emit } = this.parts;
    await recorder.save(false);
    await recorder.settle("paused");
    stopwatch.lap("recording");
    emit({ kind: "paused", step: trainer.step });
    while (this.#wish === "pause") await new Promise<void>((resolve) => (this.#wake = resolve));
    stopwatch.lap("waiting");
    this.#speedometer.pause();
    if (this.#wish === "stop") return;
    emit({ kind: "resumed", step: trainer.step });
    await recorder.settle("running");
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

  private enterStage(stage: number): void {
    this.parts.recorder.enterStage(stage, this.parts.stages[stage].name);
  }

  private tellStart(): void {
    const { trainer, engine, stages, layout, totalSteps, warnings, emit } = this.parts;
    const { step, stage } = trainer;
    const { directory: runDirectory } = this;
    emit({ kind: "started", runDirectory, engine: engine.description, layout, step, totalSteps, warnings });
    if (trainer.resumed) emit({ kind: "stage", stage, name: stages[stage].name, step });
  }

  private tellProgress(now: number): void {
    const { trainer, recorder, totalSteps, emit } = this.parts;
    const { step, stage, time, loss, stepsLeft } = trainer;
    this.#toldAt = now;
    this.#speedometer.read(step, now);
    const { stepsPerSecond } = this.#speedometer;
    emit({
      kind: "progress",
      step,
      totalSteps,
      stage,
      stageName: trainer.stageConfig.name,
      time,
      loss,
      validationLoss: recorder.validationLoss,
      stepsPerSecond,
      secondsLeft: stepsLeft === 0 ? 0 : stepsLeft / stepsPerSecond,
    });
  }
}

type Ending = "done" | "stopped" | Failure;

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof TrainingFailure)) return { message };
  const { step, tensor } = error;
  return { message, step, ...(tensor !== undefined && { tensor }) };
}
