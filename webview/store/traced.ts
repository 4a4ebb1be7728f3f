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
  /** Whether the answer of the host is still wanted: not where tokens were typed after it was asked. */
  readonly awaits: boolean;
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
  awaits: true,
};

/** Another sequence of the data was asked for. */
export function withAsked(traced: Traced): Traced {
  return traced.awaits ? traced : { ...traced, awaits: true };
}

/**
 * The last position, the one that the model was trained on, is looked at; interventions stay, and so does what was typed
 * since it was asked for.
 */
export function withAnswer(traced: Traced, answer: SequenceAnswer): Traced {
  if (!traced.awaits) return traced;
  if (answer.kind === "problem") return { ...traced, problem: answer.problem };
  // Scalars are shown by themselves (scalars.ts).
  if (answer.kind === "scalars") return traced;
  const { set, index, count, tokens } = answer;
  return {
    ...traced,
    sequence: { origin: { kind: "data", set, index, count }, tokens, original: tokens },
    position: tokens.length - 1,
    problem: null,
  };
}

/** What would follow is looked at; interventions stay. @param tokens values 0 … d−1 */
export function withTyped(traced: Traced, tokens: Uint8Array): Traced {
  return {
    ...traced,
    sequence: { origin: { kind: "typed" }, tokens, original: tokens },
    position: tokens.length,
    problem: null,
    awaits: false,
  };
}

/** As near as the sequence has one. */
export function withPosition(traced: Traced, position: number): Traced {
  const last = traced.sequence?.tokens.length ?? 0;
  const within = Math.min(last, Math.max(0, position));
  return within === traced.position ? traced : { ...traced, position: within };
}

/** A token changed by hand; the sequence is as it was once every token is. */
export function withToken(traced: Traced, position: number, token: number): Traced {
  const { sequence } = traced;
  if (!sequence || position >= sequence.tokens.length || sequence.tokens[position] === token) return traced;
  const changed = sequence.tokens.slice();
  changed[position] = token;
  const tokens = changed.every((value, at) => value === sequence.original[at]) ? sequence.original : changed;
  return { ...traced, sequence: { ...sequence, tokens } };
}

export function withOriginalTokens(traced: Traced): Traced {
  const { sequence } = traced;
  if (!sequence || !isEdited(sequence)) return traced;
  return { ...traced, sequence: { ...sequence, tokens: sequence.original } };
}

/** @param head 0-based */
export function withHead(traced: Traced, head: number, on: boolean): Traced {
  const { interventions } = traced;
  return intervened(traced, { ...interventions, headsOff: withMember(interventions.headsOff, head, !on) });
}

/** @param subset its place in the model's subsets */
export function withSubset(traced: Traced, subset: number, on: boolean): Traced {
  const { interventions } = traced;
  return intervened(traced, {
    ...interventions,
    subsetsOff: withMember(interventions.subsetsOff, subset, !on),
  });
}

/** @param head 0-based @param lag from 1; null: as it was learned */
export function withForcedLag(traced: Traced, head: number, lag: number | null): Traced {
  const { interventions } = traced;
  const others = Array.from(interventions.forcedLags).filter(([other]) => other !== head);
  const forcedLags = new Map(lag === null ? others : [...others, [head, lag]]);
  return intervened(traced, { ...interventions, forcedLags });
}

export function withoutInterventions(traced: Traced): Traced {
  return isUntouched(traced) ? traced : { ...traced, interventions: noInterventions };
}

export function isEdited({ tokens, original }: TracedSequence): boolean {
  return tokens !== original;
}

/** Whether the circuit is as it was trained. */
export function isUntouched({ interventions }: Pick<Traced, "interventions">): boolean {
  const { headsOff, subsetsOff, forcedLags } = interventions;
  return headsOff.length === 0 && subsetsOff.length === 0 && forcedLags.size === 0;
}

function intervened(traced: Traced, interventions: Interventions): Traced {
  return { ...traced, interventions };
}

function withMember(members: readonly number[], member: number, isIn: boolean): readonly number[] {
  const others = members.filter((other) => other !== member);
  return isIn ? [...others, member].sort((a, b) => a - b) : others;
}
