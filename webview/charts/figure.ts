/** What a chart of curves gives out of itself: its numbers and its picture. */
import type { Figure } from "../figures";
import type { Axis } from "../store";
import { curvesSvg } from "./curvesSvg";
import { curvesTable } from "./curvesTable";
import type { Plot } from "./plot";
import { viewOf, type View } from "./view";

/** @param inSight what part of it the picture shows; all where undefined. The table has all in any case. */
export function curvesFigure(plot: Plot, axis: Axis, inSight: () => View | undefined): Figure {
  return {
    name: plot.label,
    table: () => curvesTable(plot, axis.quantity),
    svg: (theme) => curvesSvg(plot, inSight() ?? viewOf(plot, axis, null), theme),
  };
}
