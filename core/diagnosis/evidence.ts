/** What a diagnosis is made from, as plain data: a run's own records, and studies of it where there are some. */
import type { TokenExperiment } from "../config";
import type { Model } from "../model";
import type { MetricsLine, RunManifest, RunState } from "../runs";
import type { EvaluationStudy, Finding, TheoryStudy } from "../studies";

export interface Evidence {
  readonly experiment: TokenExperiment;
  readonly model: Model;
  readonly state: RunState;
  /** Steps taken. */
  readonly step: number;
  readonly totalSteps: number;
  /** Where each stage began. */
  readonly stages: RunManifest["stages"];
  /** Null where it did not fail. */
  readonly failure: RunManifest["failure"] | null;
  /** By step. */
  readonly metrics: readonly MetricsLine[];
  /** Before the first step, and the newest: whole parameter vectors. */
  readonly first: RecordedState;
  readonly last: RecordedState;
  /** Null where nothing is held out, or where it was not looked at. */
  readonly heldOut: HeldOut | null;
  /** Null where it is not known, or takes too long for a look by the way. */
  readonly theory: TheoryStudy | null;
  /** Null where there is none. */
  readonly evaluation: EvaluationStudy | null;
}

export interface RecordedState {
  readonly step: number;
  readonly parameters: Float64Array;
}

/** Losses of single validation sequences, from which the errors of their means follow. */
export interface HeldOut {
  /** Sequences that were looked at, and those that the model was trained on; Infinity for fresh ones. */
  readonly sequences: number;
  readonly trained: number;
  /** Standard deviation of the newest state's losses. */
  readonly deviation: number;
  /** What the mean has risen by since the step of the best validation loss, from differences by sequence. */
  readonly rise: { readonly fromStep: number; readonly mean: number; readonly standardError: number };
}

/** A finding, a sentence on what could not be looked at, or neither. */
export type Remark = Finding | string | null;
