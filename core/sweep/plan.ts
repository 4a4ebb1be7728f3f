/**
 * What a sweep is, as plain data: many runs of one experiment, each with other values in some of its fields. Members
 * that differ otherwise (an ablation's variants) are planned by who wants them; here is only what all have in common.
 */
import type { Experiment } from "../config";

export interface SweepPlan {
  /** As an experiment's: it becomes part of the folder's name. */
  readonly name: string;
  /** Paths of the fields that vary, such as `model.heads`, in the order of the table's columns. */
  readonly fields: readonly string[];
  /** By index, from 0 without gaps. */
  readonly members: readonly Member[];
  /** Where relative paths of data files start. */
  readonly baseDirectory: string;
  /** Seconds after which no further member is begun; null: none. */
  readonly secondsAllowed: number | null;
}

export interface Member {
  readonly index: number;
  /** In the order of `fields`; null where the member's experiment has no such field. */
  readonly values: readonly MemberValue[];
  readonly experiment: Experiment;
}

/** What a field holds: lists and objects as their JSON text. */
export type MemberValue = number | string | boolean | null;

/** How a member ended, written when it has. */
export interface MemberResult {
  readonly index: number;
  readonly state: "done" | "failed";
  /** Why it failed, in words. */
  readonly failure: string | null;
  /** Trainings of it that were begun, this one included. */
  readonly attempts: number;
  /** Wall time of the last attempt, with its data and files. */
  readonly seconds: number;
  /** By the measure's name; null where the run does not say. */
  readonly measures: Readonly<Record<string, MeasureValue>>;
}

export type MeasureValue = number | string | null;
