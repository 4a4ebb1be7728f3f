/**
 * Extension host ⇄ inspector page. The host says which runs are shown and what they are; the page asks for actions by
 * name and never for anything else. Each side checks what it receives (check.ts).
 */
import type { Experiment } from "../config";
import type { RunState } from "../runs";
import type { Studies } from "../studies";
import type { DataPlace } from "../training";
import type { EngineFacts } from "./engineFacts";
import type { Recording } from "./recording";
import type { Frame, Pace } from "./worker";

export type ToPanel =
  /** All that is shown, anew: answers `ready`, and comes again when runs are added or replaced. */
  | { readonly kind: "content"; readonly content: PanelContent }
  /** A run's facts have changed. */
  | { readonly kind: "facts"; readonly facts: RunFacts }
  /** What was recorded of a run, all of it. */
  | { readonly kind: "recording"; readonly run: string; readonly recording: Recording }
  /** A run goes on. To be answered by `drawn`. */
  | { readonly kind: "frame"; readonly run: string; readonly frame: Frame }
  | { readonly kind: "notice"; readonly notice: Notice | null }
  /** Answers `sequence`. */
  | { readonly kind: "sequence"; readonly run: string; readonly sequence: SequenceAnswer }
  /** What was found out about a run beyond its training, all of it; comes again when there is more. */
  | { readonly kind: "studies"; readonly run: string; readonly studies: Studies };

export type FromPanel =
  /** The page stands and knows nothing yet. */
  | { readonly kind: "ready" }
  /** The frame is on the screen since `drawnAt`, milliseconds since 1970. */
  | { readonly kind: "drawn"; readonly run: string; readonly sequence: number; readonly drawnAt: number }
  | { readonly kind: "act"; readonly run: string; readonly action: PanelAction }
  | { readonly kind: "pace"; readonly run: string; readonly pace: Pace }
  /** Asks for a sequence of the run's own data. */
  | { readonly kind: "sequence"; readonly run: string; readonly place: SequencePlace }
  /** A figure or its numbers, to be kept in a file that the user names. */
  | { readonly kind: "save"; readonly fileName: string; readonly contents: Uint8Array }
  /** Onto the clipboard. */
  | { readonly kind: "copy"; readonly text: string };

/**
 * `step`: one single step of a paused run. `again`: a new run of the same experiment. `report`: write its report.
 * `theory`, `evaluate`, `ablate`, `diagnose`: make that study of it; `studies` tells when there is one.
 */
export type PanelAction =
  | ("pause" | "resume" | "stop" | "step" | "again" | "showLog" | "reveal" | "openExperiment" | "report")
  | ("theory" | "evaluate" | "ablate" | "diagnose");

/** Where a sequence stands in a run's data; of fresh data it is the first batch's, and what would follow. */
export type SequencePlace = DataPlace;
export type SequenceSet = DataPlace["set"];

export type SequenceAnswer =
  | ({
      readonly kind: "tokens";
      /** Of the set: indices lie below it. */
      readonly count: number;
      /** x_1 … x_L and the target x_{L+1}, values 0 … d−1. */
      readonly tokens: Uint8Array;
    } & SequencePlace)
  /** Of a run on the mixed target. */
  | ({
      readonly kind: "scalars";
      readonly count: number;
      /** x_1 … x_L; nothing follows them. */
      readonly scalars: Float64Array;
    } & SequencePlace)
  /** In words: what is in the way, and what to do. */
  | ({ readonly kind: "problem"; readonly problem: string } & SequencePlace);

export interface PanelContent {
  readonly title: string;
  /** The one that the page is about comes first; at least one. */
  readonly runs: readonly PanelRun[];
  /** A row for each field in which the runs differ, values in the order of `runs`; null where a run has none. */
  readonly differences: readonly {
    readonly field: string;
    readonly values: readonly (string | null)[];
  }[];
  readonly notice: Notice | null;
}

/** `ghost`: the run before the last restart, for comparison. */
export interface PanelRun {
  readonly role: "main" | "ghost" | "compared";
  readonly facts: RunFacts;
}

/** A sentence over the page about what it shows, such as why an edit had no effect. */
export interface Notice {
  readonly severity: "info" | "warning" | "error";
  readonly text: string;
}

/** `queued`: waits for other runs to end. `starting`: its process gets data and engine ready. */
export type RunFactsState = RunState | "queued" | "starting";

export interface RunFacts {
  /** The run's folder: what it is called in every message. */
  readonly run: string;
  /** The experiment's. */
  readonly name: string;
  /** The folder's name. */
  readonly title: string;
  readonly state: RunFactsState;
  /** One line on how it stands. */
  readonly sentence: string;
  /**
   * Only the window that trains a run can steer it; `elsewhere`: another window or program trains it. `unknown`: the
   * page stands by itself, in a report, and has nobody to ask for anything.
   */
  readonly trainedBy: "thisWindow" | "elsewhere" | "nobody" | "unknown";
  readonly step: number;
  readonly totalSteps: number;
  /** Where each stage began. */
  readonly stages: readonly { readonly stage: number; readonly name: string; readonly fromStep: number }[];
  readonly edits: readonly PanelEdit[];
  readonly losses: { readonly first: number; readonly last: number; readonly validation?: number } | null;
  /** Steps a second over the run as a whole; 0 before the first. */
  readonly stepsPerSecond: number;
  readonly pace: Pace;
  readonly engine: EngineFacts | null;
  /** As the run was last set to train; null where it cannot be read. */
  readonly experiment: Experiment | null;
  /** Steps that can be resumed from, ascending. */
  readonly checkpoints: readonly number[];
  /** What of the run is damaged, in words. */
  readonly problems: readonly string[];
}

/** From this step on the run went on with a changed experiment; in words. */
export interface PanelEdit {
  readonly step: number;
  readonly words: readonly string[];
}
