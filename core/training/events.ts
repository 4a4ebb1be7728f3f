/** What a run tells while it goes on, for a command line or a panel; plain data that crosses process borders. */
import type { EngineDescription } from "../engine";
import type { ParameterLayout } from "../model";
import type { MetricsLine } from "../runs";

export type TrainingEvent =
  | StartedEvent
  | StageEvent
  | ProgressEvent
  | MeasuredEvent
  | RecordedEvent
  | { readonly kind: "checkpoint"; readonly step: number }
  | { readonly kind: "paused" | "resumed"; readonly step: number }
  | { readonly kind: "finished"; readonly outcome: Outcome };

/** First of all. */
export interface StartedEvent {
  readonly kind: "started";
  readonly runDirectory: string;
  readonly engine: EngineDescription;
  readonly layout: ParameterLayout;
  /** Where training begins or continues. */
  readonly step: number;
  readonly totalSteps: number;
  /** Sentences; the run goes on all the same. */
  readonly warnings: readonly string[];
}

/** A stage begins, or goes on in a resumed run. */
export interface StageEvent {
  readonly kind: "stage";
  /** From 0. */
  readonly stage: number;
  readonly name: string;
  readonly step: number;
}

/** While steps are taken once in every `progressInterval` on average, before every pause and at the end. */
export interface ProgressEvent extends Progress {
  readonly kind: "progress";
}

/** How far a run has come. */
export interface Progress {
  readonly step: number;
  /** At most: stages may end early. */
  readonly totalSteps: number;
  readonly stage: number;
  readonly stageName: string;
  /** Gradient-flow time. */
  readonly time: number;
  readonly loss: number;
  /** The newest one; NaN before the first or where nothing is held out. */
  readonly validationLoss: number;
  /** Of late, with everything that goes on beside training; NaN while unknown. */
  readonly stepsPerSecond: number;
  /** At this speed, if no stage ends early; NaN while unknown. */
  readonly secondsLeft: number;
}

/** A run between two steps. */
export interface TrainingState extends Progress {
  /** Steps taken in the stage. */
  readonly stageStep: number;
  /** No step is left to take. */
  readonly finished: boolean;
  /** A copy of the whole vector. */
  readonly parameters: Float64Array;
}

/** A step was measured: its line in `metrics.jsonl`, on disk within about a second. */
export interface MeasuredEvent {
  readonly kind: "measured";
  readonly line: MetricsLine;
}

/** A snapshot was taken; it is on disk within about a second. */
export interface RecordedEvent {
  readonly kind: "recorded";
  readonly step: number;
  readonly time: number;
  readonly loss: number;
  /** A copy of the whole vector, laid out as `started` said. */
  readonly parameters: Float64Array;
}

/** Mean losses: the training loss at step 0 and at the end, and the newest validation loss, if there is one. */
export interface Losses {
  readonly first: number;
  readonly last: number;
  readonly validation?: number;
}

interface Ended {
  readonly runDirectory: string;
  /** Steps taken. */
  readonly step: number;
  readonly losses: Losses;
}

/** How a run ended. */
export type Outcome =
  | ({ readonly status: "done" | "stopped" } & Ended)
  | ({ readonly status: "failed"; readonly failure: Failure } & Ended);

export interface Failure {
  /** What happened and what to do, in sentences. */
  readonly message: string;
  /** After how many steps it showed, and in what, where a number is to blame. */
  readonly step?: number;
  readonly tensor?: string;
}
