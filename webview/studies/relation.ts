/**
 * A few numbers against one that was varied, such as losses against the length of sequences: plain data. Curves over a
 * run's own axis are charts' (webview/charts); these know no step.
 */
import { levelOf, logValueTicks, valueTicks } from "../charts";
import { tick } from "../words";
import type { Interval } from "./interval";

export interface Relation {
  /** A few words, such as `loss against length`. */
  readonly label: string;
  /** What is varied, such as `L`; its values are above 0, over a log axis. */
  readonly variable: string;
  readonly variableWord: (value: number) => string;
  /** Of the values, such as `nats`. */
  readonly unit: string;
  readonly format: (value: number) => string;
  readonly curves: readonly RelationCurve[];
  /** A place that stands out, such as the one that the model was trained at; null where there is none in sight. */
  readonly mark: { readonly at: number; readonly words: string } | null;
}

export interface RelationCurve {
  readonly id: string;
  readonly name: string;
  /** What it is, in a sentence. */
  readonly title: string;
  /** By place in the theme's series. */
  readonly colour: number | "muted" | "foreground";
  /** Of what is a bound, and no competitor. */
  readonly dashed: boolean;
  /** Ascending by `at`. */
  readonly points: readonly RelationPoint[];
}

export interface RelationPoint extends Interval {
  readonly at: number;
  readonly mean: number;
}

/** Where all that is drawn lies, in pixels. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly columns: readonly FrameTick[];
  readonly rows: readonly FrameTick[];
}

interface FrameTick {
  readonly value: number;
  readonly text: string;
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels that a label of the lower axis takes up, about. */
const columnRoom = 62;
const mostRows = 5;

export function frameOf(relation: Relation, box: Box): Frame {
  const { left, right, top, bottom } = box;
  const places = placesOf(relation);
  const [first, last] = [levelOf(places[0] ?? 1, "log"), levelOf(places.at(-1) ?? 10, "log")];
  const [least, greatest] = valuesOf(relation);
  const rows = valueTicks(least, greatest, mostRows);
  const spacing = rows.length > 1 ? rows[1] - rows[0] : 1;
  return {
    ...box,
    // One place alone stands in the middle.
    x: (at) =>
      last > first
        ? left + ((levelOf(at, "log") - first) / (last - first)) * (right - left)
        : (left + right) / 2,
    y: (value) => bottom - ((value - least) / (greatest - least)) * (bottom - top),
    columns: columnsOf(relation, places, Math.max(2, Math.floor((right - left) / columnRoom))),
    rows: rows.map((value) => ({ value, text: tick(value, spacing) })),
  };
}

/** At which anything is known, ascending. */
export function placesOf({ curves }: Relation): readonly number[] {
  return Array.from(new Set(curves.flatMap(({ points }) => points.map(({ at }) => at)))).sort(
    (a, b) => a - b,
  );
}

/** Null where the curve has nothing there. */
export function pointAt({ points }: RelationCurve, at: number): RelationPoint | null {
  return points.find((point) => point.at === at) ?? null;
}

/** As style sheets of the page have it. */
export function relationInk({ colour }: Pick<RelationCurve, "colour">): string {
  if (colour === "muted") return "var(--vscode-descriptionForeground)";
  return colour === "foreground" ? "var(--vscode-foreground)" : `var(--series-${colour})`;
}

/** Few places are told all; of many, round ones. */
function columnsOf({ variableWord }: Relation, places: readonly number[], most: number): FrameTick[] {
  const told =
    places.length <= most || places.length < 2
      ? places
      : logValueTicks(places[0], places[places.length - 1], most);
  return told.map((value) => ({ value, text: variableWord(value) }));
}

/** With room at both ends. */
function valuesOf({ curves }: Relation): readonly [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const { mean, low, high } of curves.flatMap(({ points }) => points)) {
    for (const value of [mean, low, high]) {
      if (!Number.isFinite(value)) continue;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
  }
  if (least > greatest) return [0, 1];
  const room = 0.06 * (greatest - least || Math.abs(greatest) || 1);
  return [least - room, greatest + room];
}
