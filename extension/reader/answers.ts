/** What host and reading thread say to each other: plain data, small enough to cross quickly. */
import type { Experiment } from "../../core/config";
import type { PanelEdit, Recording } from "../../core/protocol";
import type { RunState } from "../../core/runs";

export type Question =
  | { readonly kind: "list"; readonly root: string }
  | { readonly kind: "row" | "contents" | "checkpoints"; readonly directory: string };

export type Answer =
  /** A list comes in portions, `last` with the last one. */
  | { readonly kind: "rows"; readonly rows: readonly RunRow[]; readonly last: boolean }
  | { readonly kind: "row"; readonly row: RunRow | null }
  | { readonly kind: "contents"; readonly contents: RunContents }
  | { readonly kind: "checkpoints"; readonly steps: readonly number[] }
  | { readonly kind: "error"; readonly message: string };

/** A run at a glance. */
export type RunRow = {
  readonly directory: string;
  /** The folder's name. */
  readonly title: string;
  /** ISO 8601. */
  readonly createdAt: string;
} & (
  | { readonly kind: "damaged"; readonly problem: string }
  | {
      readonly kind: "run";
      /** The experiment's. */
      readonly name: string;
      /** The experiment file it was begun from, if that is known. */
      readonly source: string | null;
      readonly state: RunState;
      readonly sentence: string;
      /** A living process writes it. */
      readonly written: boolean;
      readonly step: number;
      readonly totalSteps: number;
      readonly stages: readonly {
        readonly stage: number;
        readonly name: string;
        readonly fromStep: number;
      }[];
      readonly edits: readonly PanelEdit[];
      readonly losses: { readonly first: number; readonly last: number; readonly validation?: number } | null;
      readonly stepsPerSecond: number;
      readonly engine: { readonly kind: string; readonly threads: number; readonly path: string };
      readonly seed: number;
      readonly failure: string | null;
    }
);

/** All that a panel shows of a run. */
export interface RunContents {
  /** Null where the folder is no run any more. */
  readonly row: RunRow | null;
  /** As the run was last set to train; null where it cannot be read. */
  readonly experiment: Experiment | null;
  readonly recording: Recording;
  /** What is damaged, in words. */
  readonly problems: readonly string[];
}
