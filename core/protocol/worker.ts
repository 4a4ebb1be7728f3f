/**
 * Extension host ⇄ the process that trains one run. The host begins with one task and steers; the worker tells how it
 * goes. Frames are what a panel draws: the worker sends the next one only when the last but one was taken, so a slow
 * panel gets fewer and newer ones and never slows training.
 */
import type { Experiment } from "../config";
import type { Outcome, ProgressEvent, StartedEvent } from "../training";
import type { Recording } from "./recording";

export type WorkerTask =
  | {
      readonly kind: "train";
      readonly experiment: Experiment;
      /** Where relative paths of data files start. */
      readonly baseDirectory: string;
      readonly runDirectory: string;
      /** The experiment's file, if it has one. */
      readonly source?: string;
    }
  | {
      readonly kind: "resume";
      readonly runDirectory: string;
      readonly fromStep?: number;
      readonly extraSteps?: number;
      /** A changed experiment to go on with from the newest checkpoint, and where its relative paths start. */
      readonly edited?: { readonly experiment: Experiment; readonly baseDirectory: string };
    };

/** Steps a second at most; null: as fast as it goes. */
export type Pace = number | null;

export type ToWorker =
  | { readonly kind: "begin"; readonly task: WorkerTask; readonly pace: Pace; readonly paused: boolean }
  | { readonly kind: "pause" | "resume" | "stop" }
  /** Takes so many steps of a paused run. */
  | { readonly kind: "step"; readonly count: number }
  | { readonly kind: "pace"; readonly pace: Pace }
  /** Whether frames are wanted. Each `true` makes the next frame hold all that this process has recorded. */
  | { readonly kind: "watch"; readonly on: boolean }
  /** The frame and all before it were drawn, or nobody is there to draw them: the next one may come. */
  | { readonly kind: "taken"; readonly sequence: number };

export type FromWorker =
  | { readonly kind: "started"; readonly started: StartedEvent }
  /** About four times a second, whether watched or not. */
  | { readonly kind: "progress"; readonly progress: ProgressEvent }
  | { readonly kind: "stage"; readonly stage: number; readonly name: string; readonly step: number }
  | { readonly kind: "paused"; readonly step: number }
  | { readonly kind: "resumed"; readonly step: number }
  | { readonly kind: "checkpoint"; readonly step: number }
  | { readonly kind: "frame"; readonly frame: Frame }
  /** About once a second while the process's event loop turns. */
  | { readonly kind: "heartbeat" }
  /** The run is over and everything on disk; the process ends by itself. */
  | { readonly kind: "finished"; readonly outcome: Outcome }
  /** It could not be begun, and nothing was written or changed. `restart`: its changes need a new run. */
  | { readonly kind: "refused"; readonly message: string; readonly restart: boolean };

export interface Frame {
  /** Counts from 0 within a process. */
  readonly sequence: number;
  /** Milliseconds since 1970, by the worker's clock. */
  readonly sentAt: number;
  readonly state: RunningState;
  /** What was recorded since the frame before; in the first one after `watch` all since the process began. */
  readonly recorded: Recording;
}

/** A run between two steps. */
export interface RunningState {
  readonly step: number;
  /** At most: stages may end early. */
  readonly totalSteps: number;
  /** From 0. */
  readonly stage: number;
  readonly stageName: string;
  readonly time: number;
  readonly loss: number;
  /** The newest; NaN before the first. */
  readonly validationLoss: number;
  /** NaN while unknown. */
  readonly stepsPerSecond: number;
  /** NaN while unknown. */
  readonly secondsLeft: number;
  /** The whole vector. */
  readonly parameters: Float64Array;
}
