/**
 * The sequence that the page traces, and what is tried on it: where it comes from, which position is looked at, which
 * tokens were changed, which parts of the circuit are switched off. Plain data and pure steps.
 */
import { noInterventions, type Interventions } from "../../core/inspect";
import type { SequenceAnswer, SequencePlace } from "../../core/protocol";

export interface Traced {
  /** Null until the host has answered, and where the run has no data to show. */
  readonly sequence: TracedSequence | null;
  /** 0-based: predicted from the tokens before it; 0 … `tokens.length`. */
  readonly position: number;
  readonly interventions: Interventions;
  /** What is in the way of the sequence that was asked for, in words. */
  readonly problem: string | null;
}

export interface TracedSequence {
  readonly origin: SequenceOrigin;
  /** Values 0 … d−1. */
  readonly tokens: Uint8Array;
  /** Before tokens were changed by hand; the same array where none was. */
  readonly original: Uint8Array;
}

export type SequenceOrigin =
  | ({
      readonly kind: "data";
      /** Sequences of the set. */
      readonly count: number;
    } & SequencePlace)
  | { readonly kind: "typed" };

export const nothingTraced: Traced = {
  sequence: null,
  position: 0,
  interventions: noInterventions,
  problem: null,
};

/** The last position, the one that the model was trained on, is looked at; interventions stay. */
export function withAnswer(traced: Traced, answer: SequenceAnswer): Traced {
  if (answer.kind === "problem") return { ...traced, problem: answer.problem };
  const { set, index, count, tokens } = answer;
  return {
    ...traced,
    sequence: { origin: { kind: "data", set, index, count }, tokens, original: tokens },
    position: tokens.length - 1,
    problem: null,
  };
}
