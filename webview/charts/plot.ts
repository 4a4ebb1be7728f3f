/** What a chart of curves over the axis shows, as plain data; and what it says of one place. */
import type { Series } from "../store";
import { rowAfter, rowAt, rowBefore } from "./decimate";

export interface Plot {
  /** What the chart is, for those who do not see it. */
  readonly label: string;
  readonly curves: readonly Curve[];
  readonly marks: readonly Mark[];
  /** Of the values; where left out, what the curves need. */
  readonly range?: readonly [least: number, greatest: number];
  /** How values are told. */
  readonly format: (value: number) => string;
}

export interface Curve {
  readonly name: string;
  /** Tells more than the name, where there is room. */
  readonly title?: string;
  readonly series: Series;
  /** By place in the theme's series, or the colour of what is said beside. */
  readonly colour: number | "muted";
  /** Of a run that is only there for comparison. */
  readonly dashed: boolean;
}

/** Something that happened at a place of the axis. */
export interface Mark {
  readonly place: number;
  readonly words: string;
  readonly kind: "stage" | "edit";
}

export interface Reading {
  readonly step: number;
  readonly place: number;
  readonly value: number;
}

/** What a curve says of a place: its newest value up to there; null before its first. */
export function readingAt({ series }: Curve, place: number): Reading | null {
  const row = rowAt(series, place);
  if (row < 0) return null;
  return { step: series.steps[row], place: series.places[row], value: series.values[row] };
}

/** The greatest place of any curve. */
export function lastPlaceOf({ curves }: Plot): number {
  return curves.reduce((last, { series: { places } }) => Math.max(last, places[places.length - 1] ?? 0), 0);
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
