/** What steers a sweep and a process that trains its members say to each other: plain data over Node's own channel. */
import type { MemberResult } from "./plan";

export type ToSweepWorker =
  | { readonly kind: "train"; readonly index: number }
  /** Stop the member under way, with a checkpoint; then end. */
  | { readonly kind: "stop" };

export type FromSweepWorker =
  /** It has read the plan and waits for a member. */
  | { readonly kind: "ready" }
  | MemberProgress
  /** `result` null: it was stopped. */
  | { readonly kind: "ended"; readonly index: number; readonly result: MemberResult | null }
  /** Nothing could be done about the member here: another trains it, or the disk is full. */
  | { readonly kind: "refused"; readonly index: number; readonly message: string };

export interface MemberProgress {
  readonly kind: "progress";
  readonly index: number;
  readonly step: number;
  readonly totalSteps: number;
  readonly loss: number;
}

/** Words of the command line that make it such a process; the sweep's folder follows. */
export const workerCommand = "sweep-worker";
