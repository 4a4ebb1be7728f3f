/** What host and reading thread say to each other: plain data, small enough to cross quickly. */
import type { Experiment } from "../../core/config";
import type { RunFacts } from "../../core/protocol";
import type { RunContents as WholeContents } from "../../core/report";
import type { RunState } from "../../core/runs";
import type { Finding, Studies } from "../../core/studies";
import type { DataPlace, SequenceOfData } from "../../core/training";

export type Question =
  | { readonly kind: "list"; readonly root: string }
  | { readonly kind: "row" | "contents" | "checkpoints" | "studies"; readonly directory: string }
  | { readonly kind: "sequence"; readonly experiment: Experiment; readonly place: DataPlace };

export type Answer =
  /** A list comes in portions, `last` with the last one. */
  | { readonly kind: "rows"; readonly rows: readonly RunRow[]; readonly last: boolean }
  | { readonly kind: "row"; readonly row: RunRow | null }
  | { readonly kind: "contents"; readonly contents: RunContents }
  | { readonly kind: "checkpoints"; readonly steps: readonly number[] }
  | ({ readonly kind: "studies" } & RunStudies)
  | { readonly kind: "sequence"; readonly sequence: SequenceOfData }
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
  | (Pick<
      RunFacts,
      "name" | "sentence" | "step" | "totalSteps" | "stages" | "edits" | "losses" | "stepsPerSecond"
    > & {
      readonly kind: "run";
      /** The experiment file it was begun from, if that is known. */
      readonly source: string | null;
      readonly state: RunState;
      /** A living process writes it. */
      readonly written: boolean;
      readonly engine: NonNullable<RunFacts["engine"]>;
      readonly seed: number;
      readonly failure: string | null;
      readonly diagnosis: RowDiagnosis | null;
    })
);

/** What its newest diagnosis says of a run, in its titles. */
export interface RowDiagnosis {
  /** The run's when it was looked at. */
  readonly step: number;
  readonly findings: readonly Pick<Finding, "severity" | "title">[];
}

export interface RunStudies {
  readonly studies: Studies;
  /** What of them is damaged, in words. */
  readonly problems: readonly string[];
}

/** All that a panel shows of a run. */
export interface RunContents extends Omit<WholeContents, "listing"> {
  /** Null where the folder is no run any more. */
  readonly row: RunRow | null;
}
