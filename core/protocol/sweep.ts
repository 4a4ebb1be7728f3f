/**
 * Extension host ⇄ a sweep's page. The host says how the sweep and each of its members stand; the page asks for actions
 * by name and never for anything else. Each side checks what it receives (checkSweep.ts).
 */
import type { MeasureValue, MemberValue } from "../sweep";

export type ToSweepPanel =
  /** All of it, anew: answers `ready`. */
  | { readonly kind: "sweep"; readonly sweep: SweepContent }
  /** How it stands now, and the members that stand differently. */
  | {
      readonly kind: "progress";
      readonly standing: SweepStanding;
      readonly members: readonly SweepMember[];
    }
  /** Why it cannot be shown, in words. */
  | {
      readonly kind: "unreadable";
      readonly directory: string;
      readonly title: string;
      readonly problem: string;
    };

export type FromSweepPanel =
  /** The page stands and knows nothing yet. */
  | { readonly kind: "ready" }
  /** Opens the member's inspector. */
  | { readonly kind: "open"; readonly member: number }
  | { readonly kind: "act"; readonly action: SweepAction }
  /** A figure or its numbers, to be kept in a file that the user names. */
  | { readonly kind: "save"; readonly fileName: string; readonly contents: Uint8Array }
  /** Onto the clipboard. */
  | { readonly kind: "copy"; readonly text: string };

export type SweepAction = "stop" | "resume" | "reveal" | "showLog";

export interface SweepContent {
  /** The sweep's folder: what it is called when its page is shown again. */
  readonly directory: string;
  /** The folder's name. */
  readonly title: string;
  /** The sweep's. */
  readonly name: string;
  /** Paths of the fields that vary. */
  readonly fields: readonly string[];
  /** What is measured of every member, in the order of its table. */
  readonly measures: readonly SweepMeasureWords[];
  /** By index, from 0 without gaps. */
  readonly members: readonly SweepMember[];
  readonly standing: SweepStanding;
}

export interface SweepMeasureWords {
  readonly name: string;
  /** `validation loss` */
  readonly title: string;
  /** A sentence, with the unit. */
  readonly description: string;
}

export interface SweepStanding {
  /** `done`: every member has ended, well or not. `stopped`: some are left, and nobody trains them. */
  readonly state: SweepState;
  /** Only the window that steers a sweep can stop it. */
  readonly steeredBy: "thisWindow" | "elsewhere" | "nobody";
  /** Members that came to their end. */
  readonly done: number;
  readonly failed: number;
  /** Seconds that it may still take, by how long it took so far; NaN while nobody can tell. */
  readonly secondsLeft: number;
}

export type SweepState = "running" | "stopped" | "done";

export interface SweepMember {
  readonly index: number;
  /** In the order of the sweep's fields. */
  readonly values: readonly MemberValue[];
  readonly state: SweepMemberState;
  /** Why it failed, in words. */
  readonly failure: string | null;
  /** Trainings of it that were begun and ended. */
  readonly attempts: number;
  /** Wall time; NaN before its end. */
  readonly seconds: number;
  /** By name, empty before its end; null where the run does not say. */
  readonly measures: Readonly<Record<string, MeasureValue>>;
}

/** `stopped`: it was begun, and nobody trains it. */
export type SweepMemberState = "waiting" | "running" | "stopped" | "done" | "failed";
