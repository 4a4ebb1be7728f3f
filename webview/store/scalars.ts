/**
 * The sequence of scalars that the page shows of a run on the mixed target: where it comes from, and the position whose
 * attention in layer 1 is looked at. Plain data and pure steps.
 */
import { fewestScalars } from "../../core/model";
import type { SequenceAnswer } from "../../core/protocol";
import type { SequenceOrigin } from "./traced";

export interface ShownScalars {
  /** Null until the host has answered. */
  readonly sequence: ScalarSequence | null;
  /** 0-based, 1 … L−1: looks back in layer 1. */
  readonly position: number;
  /** What is in the way of the sequence that was asked for, in words. */
  readonly problem: string | null;
  /** Whether the answer of the host is still wanted: not where scalars were typed after it was asked. */
  readonly awaits: boolean;
}

export interface ScalarSequence {
  readonly origin: SequenceOrigin;
  /** x_1 … x_L */
  readonly tokens: Float64Array;
}

export const noScalars: ShownScalars = { sequence: null, position: 1, problem: null, awaits: true };

/** Longer sequences are not typed by hand, but pasted by mistake. */
export const mostTypedScalars = 2_000;

/** Another sequence of the data was asked for. */
export function withScalarsAsked(shown: ShownScalars): ShownScalars {
  return shown.awaits ? shown : { ...shown, awaits: true };
}

/** The position that was looked at stays where the sequence is as long. */
export function withScalarsAnswer(shown: ShownScalars, answer: SequenceAnswer): ShownScalars {
  if (!shown.awaits) return shown;
  switch (answer.kind) {
    case "problem":
      return { ...shown, problem: answer.problem };
    case "tokens":
      return shown;
    case "scalars": {
      const { set, index, count, scalars } = answer;
      return withSequence(shown, { origin: { kind: "data", set, index, count }, tokens: scalars });
    }
  }
}

export function withTypedScalars(shown: ShownScalars, tokens: Float64Array): ShownScalars {
  return { ...withSequence(shown, { origin: { kind: "typed" }, tokens }), awaits: false };
}

/** @param position 0-based; the nearest one that looks back in layer 1 is taken */
export function withScalarPosition(shown: ShownScalars, position: number): ShownScalars {
  const most = (shown.sequence?.tokens.length ?? 2) - 1;
  const nearest = Math.min(most, Math.max(1, position));
  return nearest === shown.position ? shown : { ...shown, position: nearest };
}

export type TypedScalars =
  | { readonly kind: "scalars"; readonly scalars: Float64Array }
  | { readonly kind: "problem"; readonly problem: TypedScalarsProblem };

export type TypedScalarsProblem =
  { readonly kind: "unknown"; readonly text: string } | { readonly kind: "count"; readonly count: number };

/** Numbers between spaces, commas or semicolons; with a true minus too. */
export function readTypedScalars(text: string): TypedScalars {
  const words = text.split(/[\s,;]+/).filter((word) => word !== "");
  const numbers = words.map((word) => Number(word.replace("−", "-")));
  const wrong = numbers.findIndex((number) => !Number.isFinite(number));
  if (wrong >= 0) return { kind: "problem", problem: { kind: "unknown", text: words[wrong] } };
  const count = numbers.length;
  if (count < fewestScalars || count > mostTypedScalars) {
    return { kind: "problem", problem: { kind: "count", count } };
  }
  return { kind: "scalars", scalars: Float64Array.from(numbers) };
}

/** At first the last position that head B looks at. */
function withSequence(shown: ShownScalars, sequence: ScalarSequence): ShownScalars {
  const { length } = sequence.tokens;
  const keeps = shown.sequence !== null && shown.position < length;
  return { ...shown, sequence, problem: null, position: keeps ? shown.position : length - 2 };
}
