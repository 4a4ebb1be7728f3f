/** The colours of places by their attention: each of a few levels, made once, for places are many and change with every step. */
import type { Trace } from "../../core/inspect";
import { heatColour, inkOn, type Theme } from "../theme";

export interface Tint {
  readonly colour: string;
  readonly ink: string;
}

export interface Tints {
  of(position: number): Tint;
}

/** A place with so many times its even share is tinted most. */
const leastFull = 3;

/** Attention at which a place is tinted most: the largest, unless all are about alike. */
export function fullTint({ pass, position, firstKey }: Trace): number {
  const largest = pass.attention.reduce((most, value) => Math.max(most, value), 0);
  return Math.max(largest, Math.min(1, leastFull / Math.max(1, position - firstKey)));
}

/** Colours of a few levels, each made once: chips are many, and change with every step. */
export function tintsOf(trace: Trace, { background }: Theme): Tints {
  const most = fullTint(trace);
  const made: Tint[] = [];
  const level = (value: number): Tint => {
    const at = Math.round(levels * Math.min(1, value / most));
    return (made[at] ??= tintOf(at / levels, background));
  };
  return {
    of: (position) =>
      position < trace.position && position >= trace.firstKey ? level(trace.pass.attention[position]) : plain,
  };
}

const levels = 64;
const plain: Tint = { colour: "transparent", ink: "inherit" };

function tintOf(value: number, background: Theme["background"]): Tint {
  if (value === 0) return plain;
  const colour = heatColour(value, background);
  return { colour, ink: inkOn(colour) };
}
