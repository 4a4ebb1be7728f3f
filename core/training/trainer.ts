/**
 * Training itself, stage by stage and step by step, without disk, clock or events: parameters, an engine that
 * differentiates, an optimiser that moves. Its state determines all further steps to the last bit.
 */
import type { StageConfig } from "../config";
import type { Engine } from "../engine";
import type { ParameterLayout } from "../model";
import { divergence, findNonFinite, remedy, TrainingFailure } from "./failure";
import { StepSizeError } from "./gradientFlow";
import type { Evaluate, NamedArrays, Optimizer } from "./optimizer";
import { createOptimizer, trainedEntries } from "./stageOptimizer";

/** What is trained, and how; at least one stage. */
export interface TrainingPlan {
  readonly layout: ParameterLayout;
  readonly stages: readonly StageConfig[];
}

/** All that the further trajectory depends on, beside the plan and the engine's data. */
export interface TrainerState {
  /** Steps taken, in all. */
  readonly step: number;
  /** Index of the stage that goes on, or of the last one when the training is finished. */
  readonly stage: number;
  /** Steps taken in that stage. */
  readonly stageStep: number;
  /** Gradient-flow time at the stage's start. */
  readonly stageStart: number;
  /** No step is left: the last stage has come to its end. */
  readonly finished: boolean;
  /**
   * Gradient-flow time so far. Where a plan with another learning rate goes on from this state it still holds, and
   * `stageStart` is moved so that it does. Unknown in old checkpoints.
   */
  readonly time?: number;
  readonly parameters: Float64Array;
  readonly optimizer: NamedArrays;
}

/** Between two steps `loss` and `gradient` are those of `parameters`, in the stage that goes on. */
export class Trainer {
  readonly parameters: Float64Array;
  /** ∂L/∂θ for the groups that the stage trains, 0 for the others. */
  readonly gradient: Float64Array;
  #loss = NaN;
  #lossParts: Readonly<Record<string, number>> = {};
  #place: Place;
  #current: RunningStage;

  /**
   * @param from the initial parameters, or the state to continue from; copied
   * @throws RangeError when the state is not one of this plan
   */
  constructor(
    private readonly plan: TrainingPlan,
    private readonly engine: Engine,
    private readonly from: Float64Array | TrainerState,
  ) {
    const fresh = from instanceof Float64Array;
    this.parameters = Float64Array.from(fresh ? from : from.parameters);
    this.gradient = new Float64Array(plan.layout.size);
    this.#place = fresh ? { step: 0, stage: 0, stageStep: 0, stageStart: 0, finished: false } : placeOf(from);
    this.#current = this.newStage();
    if (fresh) return;
    restore(this.#current.optimizer.state, from.optimizer);
    // Only where it differs, since differences round: under the same plan the state stays as it was to the last bit.
    if (from.time !== undefined && from.time !== this.time) {
      this.#place = { ...this.#place, stageStart: from.time - this.#current.optimizer.time };
    }
  }

  /** Whether it began with the state of a checkpoint. */
  get resumed(): boolean {
    return !(this.from instanceof Float64Array);
  }

  get step(): number {
    return this.#place.step;
  }

  /** Index of the stage that goes on, or of the last one when the training is finished. */
  get stage(): number {
    return this.#place.stage;
  }

  /** Steps taken in that stage. */
  get stageStep(): number {
    return this.#place.stageStep;
  }

  get stageConfig(): StageConfig {
    return this.#current.config;
  }

  get finished(): boolean {
    return this.#place.finished;
  }

  /** Mean over the training set; NaN before `begin`. */
  get loss(): number {
    return this.#loss;
  }

  /** What the engine tells of that loss beside it. */
  get lossParts(): Readonly<Record<string, number>> {
    return this.#lossParts;
  }

  /** Gradient-flow time since the start, in the measure of `Optimizer.time`. */
  get time(): number {
    return this.#place.stageStart + this.#current.optimizer.time;
  }

  /** Steps still to take, at most. */
  get stepsLeft(): number {
    const { stage, stageStep, finished } = this.#place;
    if (finished) return 0;
    return this.plan.stages.slice(stage).reduce((steps, config) => steps + config.steps, -stageStep);
  }

  /** What the optimiser tells of the last step. */
  measures(): Readonly<Record<string, number>> {
    return this.#current.optimizer.measures();
  }

  /** Shares its arrays with the trainer: copy or write them before the next step. */
  get state(): TrainerState {
    const { parameters, time } = this;
    return { ...this.#place, time, parameters, optimizer: this.#current.optimizer.state };
  }

  /**
   * Evaluates where the training stands; to be called once, before anything else. A state that was finished goes on
   * with the next stage if the plan has come to have one.
   * @throws TrainingFailure when the loss or a gradient there is not finite
   */
  async begin(): Promise<void> {
    await this.evaluateStage();
    const { stageStep, finished } = this.#place;
    if (stageStep === 0 || finished) await this.passEndedStages(Infinity);
  }

  /**
   * Takes one step and goes on to the next stage if that was the last of its own.
   * @throws TrainingFailure, or what the engine throws; then everything is as it was before the step
   */
  async advance(): Promise<void> {
    const { parameters, gradient } = this;
    const before = {
      place: this.#place,
      loss: this.#loss,
      lossParts: this.#lossParts,
      current: this.#current,
    };
    before.current.keep();
    try {
      this.#loss = await before.current.optimizer.step(parameters, gradient, this.evaluateNext);
      this.#lossParts = this.engine.lossParts?.() ?? {};
      this.#place = { ...before.place, step: before.place.step + 1, stageStep: before.place.stageStep + 1 };
      this.refuseNonFinite();
      await this.passEndedStages(before.loss);
    } catch (error) {
      [this.#place, this.#loss, this.#current] = [before.place, before.loss, before.current];
      this.#lossParts = before.lossParts;
      before.current.takeBack();
      throw error instanceof StepSizeError ? this.stuck(error) : error;
    }
  }

  /** The evaluation at the end of the step under way. */
  private readonly evaluateNext: Evaluate = (parameters, gradient) =>
    this.engine.gradient(parameters, gradient, this.#place.step + 1);

  /** @param lossBefore of the step before, Infinity if there was none */
  private async passEndedStages(lossBefore: number): Promise<void> {
    for (let change = Math.abs(this.#loss - lossBefore); this.stageIsOver(change); change = Infinity) {
      const { step, stage } = this.#place;
      if (stage === this.plan.stages.length - 1) {
        this.#place = { ...this.#place, finished: true };
        return;
      }
      this.#place = { step, stage: stage + 1, stageStep: 0, stageStart: this.time, finished: false };
      this.#current = this.newStage();
      await this.evaluateStage();
    }
  }

  private stageIsOver(lossChange: number): boolean {
    const { config, optimizer, trained } = this.#current;
    const { gradientNorm = 0, lossChange: smallestChange = 0, unexplainedIH = 0 } = config.stopWhen ?? {};
    return (
      this.#place.finished ||
      this.#place.stageStep >= config.steps ||
      optimizer.atHorizon ||
      lossChange < smallestChange ||
      (this.#lossParts.unexplainedIH ?? Infinity) < unexplainedIH ||
      (gradientNorm > 0 && norm(this.gradient, trained) < gradientNorm)
    );
  }

  private async evaluateStage(): Promise<void> {
    this.engine.prepare(this.#current.config.train);
    this.#loss = await this.engine.gradient(this.parameters, this.gradient, this.#place.step);
    this.#lossParts = this.engine.lossParts?.() ?? {};
    this.refuseNonFinite();
  }

  private refuseNonFinite(): void {
    const found = findNonFinite(this, this.#current.trained, this.plan.layout);
    if (found) throw divergence(found, this.#place.step, this.#current.config);
  }

  private stuck(error: StepSizeError): TrainingFailure {
    const message = `In step ${this.step + 1} ${error.message}. ${remedy(this.#current.config)}`;
    return new TrainingFailure(message, this.step + 1, undefined, { cause: error });
  }

  private newStage(): RunningStage {
    const config = this.plan.stages[this.#place.stage];
    return new RunningStage(config, this.plan.layout, [this.parameters, this.gradient]);
  }
}

/** Where in the plan a training stands. */
type Place = Omit<TrainerState, "parameters" | "optimizer" | "time">;

function placeOf({ step, stage, stageStep, stageStart, finished }: TrainerState): Place {
  return { step, stage, stageStep, stageStart, finished };
}

/** One stage's optimiser, and the means to take a step back. */
class RunningStage {
  readonly optimizer: Optimizer;
  readonly trained: Int32Array;
  readonly #live: readonly Float64Array[];
  readonly #kept: readonly Float64Array[];

  constructor(
    readonly config: StageConfig,
    layout: ParameterLayout,
    vectors: readonly Float64Array[],
  ) {
    this.optimizer = createOptimizer(config, layout);
    this.trained = trainedEntries(layout, config.train);
    this.#live = [...vectors, ...Object.values(this.optimizer.state)];
    this.#kept = this.#live.map((array) => array.slice());
  }

  keep(): void {
    for (let i = 0; i < this.#live.length; i++) this.#kept[i].set(this.#live[i]);
  }

  takeBack(): void {
    for (let i = 0; i < this.#live.length; i++) this.#live[i].set(this.#kept[i]);
  }
}

function restore(live: NamedArrays, saved: NamedArrays): void {
  for (const [name, array] of Object.entries(live)) {
    const values: Float64Array | undefined = saved[name];
    if (values?.length !== array.length) {
      throw new RangeError(
        `the optimizer's "${name}" has ${values?.length ?? "no"} elements, not ${array.length}`,
      );
    }
    array.set(values);
  }
}

function norm(vector: Float64Array, entries: Int32Array): number {
  let squares = 0;
  for (const entry of entries) squares += vector[entry] ** 2;
  return Math.sqrt(squares);
}
