/**
 * What a training leaves in its run folder: metrics and snapshots of the scheduled steps, checkpoints, and a
 * manifest that keeps up. Writing goes on behind the steps; one that fails ends the run at the next opportunity.
 */
import type { TrainingConfig } from "../config";
import type { Engine } from "../engine";
import {
  euclideanNorm,
  groupView,
  type GroupName,
  type MixedModel,
  type Model,
  type ParameterLayout,
} from "../model";
import type { ManifestPatch, MetricsLine, RunManifest, RunStatus, RunWriter, SnapshotArray } from "../runs";
import { toSafetensors, type Tallies } from "./checkpoint";
import type { Failure, Losses, TrainingEvent } from "./events";
import type { Stopwatch } from "./pace";
import type { RecordingSchedule } from "./schedule";
import type { Trainer } from "./trainer";

export interface RecorderParts {
  readonly trainer: Trainer;
  readonly engine: Engine;
  readonly layout: ParameterLayout;
  readonly writer: RunWriter;
  readonly schedule: RecordingSchedule;
  readonly stopwatch: Stopwatch;
  readonly config: Pick<TrainingConfig, "validationEvery" | "checkpointEvery">;
  /** Whether sequences are held out. */
  readonly validates: boolean;
  readonly tallies: Tallies;
  readonly totalSteps: number;
  /** The data's. */
  readonly fingerprint: string;
  readonly emit: (event: TrainingEvent) => void;
}

/** The arrays of the snapshots that a `Recorder` takes. */
export function snapshotArrays(model: Model | MixedModel, layout: ParameterLayout): SnapshotArray[] {
  const axes = groupAxes(model);
  const scalar = (name: string, description: string) => ({ name, shape: [], attributes: { description } });
  return [
    scalar("step", "Steps taken before"),
    scalar("time", "Gradient-flow time: what was integrated, or the sum of the learning rates"),
    scalar("loss", "Mean training loss at these parameters"),
    ...layout.groups.map(({ name, shape }) => ({ name, shape, ...axes[name] })),
  ];
}

type Axes = Omit<SnapshotArray, "name" | "shape">;

function groupAxes(model: Model | MixedModel): Record<GroupName, Axes> {
  const scalars = model.family === "mixed-target";
  const described = (description: string, ...dimensions: readonly string[]) => ({
    ...(dimensions.length > 0 && { dimensions }),
    attributes: { description },
  });
  return {
    positions: described("Position embeddings; the last one is the output's", "position", "component"),
    query: scalars ? described("q") : described("Query matrices", "head", "input", "component"),
    key: scalars ? described("k") : described("Key matrices", "head", "input", "component"),
    rpe1: described("p1, decay of layer 1's attention behind the token before"),
    rpe2: described("p2, decay of head A's attention behind x_{L-2}"),
    value1: described("v1, head A's value"),
    value2: described("v2, head B's value"),
    outputValue: described("Output-value matrices", "head", "token", "component"),
    normGain: described("Gain of the LayerNorm", "component"),
    normBias: described("Bias of the LayerNorm", "component"),
    hiddenWeights: described("Weights into the hidden layer", "component", "unit"),
    hiddenBias: described("Biases of the hidden layer", "unit"),
    outputWeights: described("Weights out of the hidden layer", "unit", "component"),
    outputBias: described("Biases behind the hidden layer", "component"),
    finalGain: described("Gain of the last LayerNorm", "component"),
    finalBias: described("Bias of the last LayerNorm", "component"),
    rpe: { dimensions: ["head", "lag"], attributes: { description: "RPE logits w; the first lag is 1" } },
    coefficients: {
      dimensions: ["subset"],
      attributes: {
        description: "FFN coefficients c; subsets by their heads, counted from 0",
        ...(!scalars && { subsets: model.subsets }),
      },
    },
    scale: { attributes: { description: "Second-layer scale a" } },
  };
}

/** Milliseconds between flushes and manifests, and between checkpoints that nobody asked for. */
const flushInterval = 1_000;
const checkpointInterval = 2_000;

export class Recorder {
  #firstLoss: number;
  #validationLoss: number;
  #stages: RunManifest["stages"];
  #flushedAt = -Infinity;
  #savedAt = -Infinity;
  /** The step whose state the newest checkpoint holds. */
  #savedStep: number;
  /** Under way. */
  #flushing = false;
  #saving: Promise<unknown> | undefined;
  /** The first background write that failed. */
  #failure: { readonly error: unknown } | undefined;

  constructor(private readonly parts: RecorderParts) {
    this.#firstLoss = parts.tallies.firstLoss;
    this.#validationLoss = parts.tallies.validationLoss;
    this.#stages = parts.writer.manifest.stages;
    this.#savedStep = parts.trainer.resumed ? parts.trainer.step : NaN;
  }

  get losses(): Losses {
    const validation = this.#validationLoss;
    const { loss } = this.parts.trainer;
    return { first: this.#firstLoss, last: loss, ...(!Number.isNaN(validation) && { validation }) };
  }

  /** The newest one, NaN before the first. */
  get validationLoss(): number {
    return this.#validationLoss;
  }

  /** To be called for each stage that the trainer enters, before `observe`. */
  enterStage(stage: number, name: string): void {
    const { trainer, schedule, emit } = this.parts;
    // A run that was killed just behind the beginning of an added stage has it noted already.
    const before = this.#stages.filter((entry) => entry.stage < stage);
    this.#stages = [...before, { stage, name, fromStep: trainer.step }];
    schedule.enterStage(stage, trainer.step);
    emit({ kind: "stage", stage, name, step: trainer.step });
  }

  /** To be called once for every step; records it if it is due. @returns a promise only where there is something to do */
  observe(): Promise<void> | undefined {
    const { trainer, schedule } = this.parts;
    const snapshot = schedule.isDue(trainer.step, trainer.parameters) || trainer.finished;
    const validation = this.validationIsDue();
    return snapshot || validation ? this.record(snapshot, validation) : undefined;
  }

  /** Records the state that a failed run went back to, unless it is recorded. */
  observeLastGood(): void {
    const { trainer, schedule } = this.parts;
    if (schedule.lastStep === trainer.step) return;
    if (!this.validationIsDue()) this.addMetrics(false);
    this.addSnapshot();
    this.#savedStep = NaN;
  }

  /** Writes a checkpoint if one is due; the last one is the end's affair. @returns a promise only then */
  saveIfDue(now: number, stageBegan: boolean): Promise<void> | undefined {
    const { trainer, config } = this.parts;
    if (trainer.finished) return undefined;
    const { checkpointEvery } = config;
    const asked = checkpointEvery > 0 && trainer.step % checkpointEvery === 0;
    const overdue = checkpointEvery === 0 && !this.#saving && now - this.#savedAt >= checkpointInterval;
    return stageBegan || asked || overdue ? this.save(stageBegan) : undefined;
  }

  /** Waits for the checkpoint before, then sets one of the current state going unless there is one. */
  async save(permanent: boolean): Promise<void> {
    await this.#saving;
    const { trainer, writer, schedule, layout, totalSteps, fingerprint, emit } = this.parts;
    const { step } = trainer;
    if (step === this.#savedStep) return;
    this.#savedStep = step;
    const { tensors, metadata } = toSafetensors(
      {
        trainer: trainer.state,
        schedule: schedule.state,
        tallies: this.tallies,
        totalSteps,
        data: fingerprint,
      },
      layout,
    );
    // In this order: whoever resumes from the checkpoint finds in the folder all that led to it.
    const written = [
      writer.flush(),
      writer.updateManifest(this.manifest("running")),
      writer.writeCheckpoint(step, tensors, { metadata, permanent }),
    ];
    this.#savedAt = this.#flushedAt = performance.now();
    this.#saving = this.inBackground(Promise.all(written))
      .then((succeeded) => succeeded && emit({ kind: "checkpoint", step }))
      .finally(() => (this.#saving = undefined));
  }

  /** Sets a flush and a fresh manifest going about once a second. @throws what an earlier write has thrown */
  tend(now: number): void {
    if (this.#failure) throw this.#failure.error;
    if (this.#flushing || now - this.#flushedAt < flushInterval) return;
    this.#flushedAt = now;
    this.#flushing = true;
    const { writer } = this.parts;
    void this.inBackground(
      Promise.all([writer.flush(), writer.updateManifest(this.manifest("running"))]),
    ).finally(() => (this.#flushing = false));
  }

  /** Brings everything to disk. @throws what this or an earlier write has thrown */
  async settle(status: RunStatus, failure?: Failure): Promise<void> {
    await this.#saving;
    const { writer } = this.parts;
    await Promise.all([writer.flush(), writer.updateManifest(this.manifest(status, failure))]);
    if (this.#failure) throw this.#failure.error;
  }

  private get tallies(): Tallies {
    const { training, recording } = this.parts.stopwatch;
    return {
      trainingSeconds: training,
      recordingSeconds: recording,
      firstLoss: this.#firstLoss,
      validationLoss: this.#validationLoss,
    };
  }

  private validationIsDue(): boolean {
    const { trainer, config, validates } = this.parts;
    const { validationEvery: every } = config;
    return validates && every > 0 && (trainer.finished || trainer.step % every === 0);
  }

  private async record(snapshot: boolean, validation: boolean): Promise<void> {
    const { trainer, engine } = this.parts;
    if (validation) this.#validationLoss = await engine.validationLoss(trainer.parameters);
    if (Number.isNaN(this.#firstLoss)) this.#firstLoss = trainer.loss;
    this.addMetrics(validation);
    if (snapshot) this.addSnapshot();
  }

  private addMetrics(validation: boolean): void {
    const { trainer, writer, layout, stopwatch, emit } = this.parts;
    const norms = trainer.stageConfig.train.map((group) => {
      return [`gradientNorm.${group}`, euclideanNorm(groupView(trainer.gradient, layout, group))] as const;
    });
    const line: MetricsLine = {
      step: trainer.step,
      stage: trainer.stage,
      time: trainer.time,
      loss: trainer.loss,
      ...(validation && { validationLoss: this.#validationLoss }),
      ...Object.fromEntries(norms),
      ...trainer.lossParts,
      ...(validation && this.parts.engine.validationParts?.()),
      ...trainer.measures(),
      elapsedSeconds: stopwatch.training,
    };
    writer.addMetrics(line);
    emit({ kind: "measured", line });
  }

  private addSnapshot(): void {
    const { trainer, writer, schedule, layout, emit } = this.parts;
    const { step, time, loss, parameters } = trainer;
    const groups = layout.groups.map(({ name }) => [name, groupView(parameters, layout, name)] as const);
    writer.addSnapshot({ step, time, loss, ...Object.fromEntries(groups) });
    schedule.take(step, parameters);
    emit({ kind: "recorded", step, time, loss, parameters: parameters.slice() });
  }

  private manifest(status: RunStatus, failure?: Failure): ManifestPatch {
    const { trainer, stopwatch, totalSteps } = this.parts;
    const { training, recording } = stopwatch;
    return {
      status,
      step: trainer.step,
      totalSteps,
      time: trainer.time,
      timings: {
        trainingSeconds: training,
        recordingSeconds: recording,
        stepsPerSecond: training > 0 ? trainer.step / training : 0,
      },
      stages: this.#stages,
      losses: this.losses,
      ...(failure && { failure }),
    };
  }

  /** Remembers a failure for `tend`. @returns whether there was none */
  private async inBackground(work: Promise<unknown>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (error) {
      this.#failure ??= { error };
      return false;
    }
  }
}
