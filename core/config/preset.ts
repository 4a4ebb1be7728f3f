/** What a preset is: an experiment to start from, with what is known of its outcome. */
import type { ExperimentSource } from "./schema";

export interface Preset {
  readonly id: PresetId;
  readonly title: string;
  /** What it does and what is known of its outcome, in a few sentences. */
  readonly description: string;
  readonly experiment: ExperimentSource;
}

export type PresetId =
  | "paper-three-stage"
  | "paper-simultaneous"
  | "paper-theory"
  | "authors-code"
  | "quickstart"
  | "full"
  | "full-slow"
  | "full-wrong-parent"
  | MixedPresetId
  | "lazy-to-rich-tokens";

/** On the mixed target. */
export type MixedPresetId =
  "lazy-to-rich" | "lazy-to-rich-layers" | "lazy-to-rich-joint" | "lazy-to-rich-long";

/** A stage of its experiment. */
export type StageSource = NonNullable<NonNullable<ExperimentSource["training"]>["stages"]>[number];
