/** Several means beside each other on one axis, each with its 95 % interval: plain data. */
import { valueTicks } from "../charts";
import { tick } from "../words";
import type { Interval } from "./interval";

export interface DotPlot {
  /** A few words. */
  readonly label: string;
  /** Of the values, such as `nats`. */
  readonly unit: string;
  readonly format: (value: number) => string;
  readonly groups: readonly DotGroup[];
  /** Values that all others are held against. */
  readonly lines: readonly DotLine[];
}

export interface DotGroup {
  /** Empty where there is but one. */
  readonly title: string;
  readonly rows: readonly DotRow[];
}

export interface DotRow extends Interval {
  readonly id: string;
  readonly name: string;
  /** What it is, in a sentence. */
  readonly title: string;
  /** NaN where it is unknown. */
  readonly mean: number;
  /** By place in the theme's series. */
  readonly colour: number | "muted";
  /** What the mean is the mean of; empty where that is not told. */
  readonly members: readonly { readonly value: number; readonly words: string }[];
}

export interface DotLine {
  readonly value: number;
  readonly name: string;
  readonly colour: number | "muted" | "foreground";
}

export interface DotAxis {
  /** Where a value lies, 0 … 1. */
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
}

/** With room at both ends. */
export function dotAxis({ groups, lines }: DotPlot, mostTicks: number): DotAxis {
  const rows = groups.flatMap((group) => group.rows);
  const values = [
    ...rows.flatMap(({ mean, low, high, members }) => [
      mean,
      low,
      high,
      ...members.map(({ value }) => value),
    ]),
    ...lines.map(({ value }) => value),
  ].filter(Number.isFinite);
  const [least, greatest] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
  const room = 0.04 * (greatest - least || Math.abs(greatest) || 1);
  const [from, to] = [least - room, greatest + room];
  const ticks = valueTicks(from, to, mostTicks);
  const spacing = ticks.length > 1 ? ticks[1] - ticks[0] : 1;
  return {
    at: (value) => (value - from) / (to - from),
    ticks: ticks.map((value) => ({ value, text: tick(value, spacing) })),
  };
}
