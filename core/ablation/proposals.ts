/** What is proposed to be left out of a training, before it is checked whether that makes an experiment. */
import type { StageSource } from "./stages";

export interface Proposal {
  readonly id: string;
  readonly title: string;
  /** As `--set` takes them. */
  readonly overrides: readonly string[];
  /** Where it takes so long that nobody gets it unasked: seconds of one training, about. */
  readonly seconds?: number;
}

/** A proposal, or why there is none. */
export type Proposed = Proposal | string;

export function stagesSet(stages: readonly StageSource[]): string {
  return `training.stages=${JSON.stringify(stages)}`;
}
