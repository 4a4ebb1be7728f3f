/** What a chart of curves over the axis shows, as plain data; and what it says of one place. */
import type { AxisScale, Series } from "../store";
import { firstRowAfter, rowAfter, rowAt, rowBefore } from "./rows";

export interface Plot {
  /** What the chart is, for those who do not see it. */
  readonly label: string;
  readonly curves: readonly Curve[];
  readonly marks: readonly Mark[];
  /** Of the values, such as `nats`; for files, and where the label does not say it. */
  readonly unit?: string;
  /** Of the values; where left out, what the curves need. */
  readonly range?: readonly [least: number, greatest: number];
  /** Of the values; linear where left out. */
  readonly valueScale?: AxisScale;
  /** How values are told. */
  readonly format: (value: number) => string;
  /** Where a step of the main run lies; where left out, the first curve is taken to be the main run's. */
  readonly placeOf?: (step: number) => number;
}

export interface Curve {
  readonly name: string;
  /** Tells more than the name, where there is room. */
  readonly title?: string;
  readonly series: Series;
  /** By place in the theme's series, or the colour of what is said beside. */
  readonly colour: number | "muted";
  /** Of a run that is only there for comparison, or of a law that is held against a curve. */
  readonly dashed: boolean;
  /** Where dashed: in dots, for what is expected rather than found. */
  readonly dotted?: boolean;
  /** Drawn over the others: it may lie exactly on one of them. */
  readonly above?: boolean;
  /** A value holds since the row before: what was set, not what grew. */
  readonly stepped?: boolean;
}

/** Something that happened at a place of the axis. */
export interface Mark {
  readonly place: number;
  readonly words: string;
  readonly kind: "stage" | "edit" | "phase";
}

/** Of its line: lengths of what is drawn and of what is left out, in pixels; none for a whole line. */
export function dashesOf({ dashed, dotted }: Curve): number[] {
  if (!dashed) return [];
  return dotted ? [1.5, 3.5] : [4, 3];
}

export interface Reading {
  readonly step: number;
  readonly place: number;
  readonly value: number;
}

/** As style sheets of the page have it. */
export function curveInk({ colour }: Curve): string {
  return colour === "muted" ? "var(--vscode-descriptionForeground)" : `var(--series-${colour})`;
}

/** What a curve says of a place: its newest value up to there; null before its first. */
export function readingAt({ series }: Curve, place: number): Reading | null {
  const row = rowAt(series, place);
  if (row < 0) return null;
  return { step: series.steps[row], place: series.places[row], value: series.values[row] };
}

/** The greatest place of any curve. */
export function lastPlaceOf({ curves }: Plot): number {
  // A place may be unknown: NaN.
  return curves.reduce((last, { series: { places } }) => Math.max(last, places[places.length - 1] || 0), 0);
}

/** Where the step of the main run lies that the page stands on. */
export function placeOfStep({ placeOf, curves }: Plot, step: number): number {
  if (placeOf) return placeOf(step);
  const [first] = curves;
  if (!first) return step;
  const { steps, places } = first.series;
  if (places === steps) return step;
  const row = Math.max(0, firstRowAfter(steps, step, 0) - 1);
  return places[row] ?? step;
}

/** The recorded place nearest to `place`; null where nothing is recorded. */
export function nearestPlace(plot: Plot, place: number): number | null {
  const [before, after] = [lastRecorded(plot, place), firstRecordedAfter(plot, place)];
  if (before === null || after === null) return before ?? after;
  return after - place < place - before ? after : before;
}

/** The next recorded place after `place`, or before it; `place` itself at the ends. */
export function neighbourPlace(plot: Plot, place: number, direction: 1 | -1): number {
  return (direction > 0 ? firstRecordedAfter(plot, place) : lastRecordedBefore(plot, place)) ?? place;
}

function lastRecorded({ curves }: Plot, place: number): number | null {
  return extreme(
    Math.max,
    curves.flatMap(({ series }) => placeOfRow(series, rowAt(series, place))),
  );
}

function lastRecordedBefore({ curves }: Plot, place: number): number | null {
  return extreme(
    Math.max,
    curves.flatMap(({ series }) => placeOfRow(series, rowBefore(series, place))),
  );
}

function firstRecordedAfter({ curves }: Plot, place: number): number | null {
  return extreme(
    Math.min,
    curves.flatMap(({ series }) => placeOfRow(series, rowAfter(series, place))),
  );
}

function extreme(most: typeof Math.max, places: readonly number[]): number | null {
  return places.length > 0 ? most(...places) : null;
}

function placeOfRow({ places }: Series, row: number): number[] {
  return row < 0 ? [] : [places[row]];
}
