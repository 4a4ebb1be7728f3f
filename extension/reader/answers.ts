/** What host and reading thread say to each other: plain data, small enough to cross quickly. */
import type { MixedExperiment, Problem, TokenExperiment } from "../../core/config";
import type { RunFacts, SweepMember } from "../../core/protocol";
import type { RunContents as WholeContents } from "../../core/report";
import type { RunState } from "../../core/runs";
import type { Finding, Studies } from "../../core/studies";
import type { DataPlace, ScalarsOfData, SequenceOfData } from "../../core/training";

export type Question =
  | SweepQuestion
  | { readonly kind: "list"; readonly root: string }
  | { readonly kind: "row" | "contents" | "checkpoints" | "studies"; readonly directory: string }
  | { readonly kind: "sequence"; readonly experiment: TokenExperiment; readonly place: DataPlace }
  | { readonly kind: "scalars"; readonly experiment: MixedExperiment; readonly place: DataPlace };

export type SweepQuestion =
  | { readonly kind: "sweeps"; readonly root: string }
  | { readonly kind: "sweepRow"; readonly directory: string }
  /** With the members that are different since `since` was answered; null: with all. */
  | { readonly kind: "sweep"; readonly directory: string; readonly since: SweepMoment | null }
  /** What a sweep file's text says. */
  | { readonly kind: "sweepFile"; readonly text: string; readonly file: string };

export type Answer =
  | SweepAnswer
  /** A list comes in portions, `last` with the last one. */
  | { readonly kind: "rows"; readonly rows: readonly RunRow[]; readonly last: boolean }
  | { readonly kind: "row"; readonly row: RunRow | null }
  | { readonly kind: "contents"; readonly contents: RunContents }
  | { readonly kind: "checkpoints"; readonly steps: readonly number[] }
  | ({ readonly kind: "studies" } & RunStudies)
  | { readonly kind: "sequence"; readonly sequence: SequenceOfData }
  | { readonly kind: "scalars"; readonly scalars: ScalarsOfData }
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

export type SweepAnswer =
  | { readonly kind: "sweeps"; readonly rows: readonly SweepRow[] }
  | { readonly kind: "sweepRow"; readonly row: SweepRow | null }
  | { readonly kind: "sweep"; readonly reading: SweepReading | null }
  | { readonly kind: "sweepFile"; readonly reading: SweepFileReading };

/** A sweep at a glance. */
export type SweepRow = {
  readonly directory: string;
  /** The folder's name. */
  readonly title: string;
  /** ISO 8601. */
  readonly createdAt: string;
} & (
  | { readonly kind: "damaged"; readonly problem: string }
  | {
      readonly kind: "sweep";
      /** The sweep's. */
      readonly name: string;
      readonly members: number;
      readonly done: number;
      readonly failed: number;
      /** Members that were begun and have not ended. */
      readonly begun: number;
      /** A living process steers it. */
      readonly written: boolean;
      /** What of it cannot be read, in words. */
      readonly problems: readonly string[];
    }
);

/** A state of a sweep's folder that the thread has told of: its own counting, void when the thread starts anew. */
export interface SweepMoment {
  readonly thread: string;
  readonly count: number;
}

export interface SweepReading {
  readonly row: SweepRow;
  /** Paths of the fields that vary, the seed among them where it does. */
  readonly fields: readonly string[];
  readonly moment: SweepMoment;
  /** Whether `members` are all there are. */
  readonly whole: boolean;
  readonly members: readonly SweepMember[];
}

export interface SweepFileReading {
  /** What the file calls the sweep; null where it has faults. */
  readonly name: string | null;
  /** Runs that it means; 0 where it has faults. */
  readonly members: number;
  /** Errors and warnings. */
  readonly problems: readonly Problem[];
}
