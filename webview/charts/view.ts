/** What part of a plot is in sight, and how its places and values lie there. */
import type { Axis, AxisQuantity, AxisScale } from "../store";
import { axisUnit, levelOf, positionOf } from "./axis";
import { lastPlaceOf, type Plot } from "./plot";

/** From a place to a place; the first is the lesser. */
export type Stretch = readonly [first: number, last: number];

export interface View {
  readonly quantity: AxisQuantity;
  /** Of the places. */
  readonly scale: AxisScale;
  readonly unit: number;
  readonly valueScale: AxisScale;
  /** All there is. */
  readonly whole: Stretch;
  /** What is in sight of it. */
  readonly first: number;
  readonly last: number;
}

/** @param zoomed null: all is in sight */
export function viewOf(plot: Plot, axis: Axis, zoomed: Stretch | null): View {
  const { quantity } = axis;
  const recorded = lastPlaceOf(plot);
  // A run that has only begun has an axis too; times may be as short as they like.
  const end = quantity === "time" ? recorded || 1 : Math.max(1, recorded);
  // A run that went back to an earlier step may end before what was in sight.
  const [first, last] = zoomed && zoomed[0] < end ? zoomed : [0, end];
  return {
    quantity,
    scale: quantity === "stage" ? "linear" : axis.scale,
    unit: axisUnit(
      quantity,
      plot.curves.map(({ series }) => series.places),
    ),
    valueScale: plot.valueScale ?? "linear",
    whole: [0, end],
    first,
    last: Math.min(last, end),
  };
}

/** Where a place lies across. */
export function across(view: View, place: number): number {
  return positionOf(place, view.scale, view.unit);
}

/** Where a value lies up. */
export function up(view: View, value: number): number {
  return levelOf(value, view.valueScale);
}
