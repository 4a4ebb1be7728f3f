/**
 * What the page knows, as plain data: the runs that are shown, what was recorded of them and where they stand. How it
 * changes is receive.ts; nothing here knows the DOM.
 */
import type { Model } from "../../core/model";
import type {
  MetricColumns,
  Notice,
  PanelContent,
  PanelRun,
  RunFacts,
  RunningState,
  Studies,
} from "../../core/protocol";
import type { ShownScalars } from "./scalars";
import type { Traced } from "./traced";

export type InspectorState =
  /** The host has not answered yet. */
  { readonly kind: "waiting" } | ({ readonly kind: "shown" } & ShownContent);

export interface ShownContent {
  readonly title: string;
  /** The one that the page is about comes first; at least one. */
  readonly runs: readonly ShownRun[];
  readonly differences: PanelContent["differences"];
  readonly notice: Notice | null;
  /** Of the first run on tokens. */
  readonly traced: Traced;
  /** Of the first run on the mixed target. */
  readonly scalars: ShownScalars;
}

export interface ShownRun {
  readonly role: PanelRun["role"];
  readonly facts: RunFacts;
  /** Null where the configuration cannot be read, and for the mixed target (mixed.ts). */
  readonly model: Model | null;
  /** Whether the host has sent what is on disk. */
  readonly recordingCame: boolean;
  /** By step. */
  readonly snapshots: readonly Snapshot[];
  /** By step. */
  readonly metrics: MetricColumns;
  readonly studies: Studies;
  /** Of the newest frame; null before the first. */
  readonly live: RunningState | null;
}

/** A recorded state; what its parameters mean is read when it is asked for. */
export interface Snapshot {
  readonly step: number;
  /** Gradient-flow time. */
  readonly time: number;
  readonly loss: number;
  /** The whole vector; NaN where it is damaged. */
  readonly parameters: Float64Array;
}

export const noStudies: Studies = {
  theory: null,
  mechanisms: null,
  transition: null,
  evaluation: null,
  ablation: null,
  diagnosis: null,
};

export const waiting: InspectorState = { kind: "waiting" };
