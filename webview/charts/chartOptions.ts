/** How Chart.js is to draw a picture: its axes, its colours, and how it is zoomed. */
import type { ChartOptions } from "chart.js";
import { apart, placeLabels, valueLabels, type AxisLabel } from "./labels";
import type { Picture } from "./picture";
import { zoomOptions } from "./zoom";

/** Labels of the axis of values. */
const mostValues = 5;
/** Pixels that a label of the axis of places takes up, about. */
const placeRoom = 78;

/** @param picture what is shown now; the options hold for all that `looksAlike` */
export function chartOptions(picture: () => Picture): ChartOptions<"line"> {
  const { plot, theme, wordsOnMarks, view } = picture();
  const font = { family: theme.fontFamily, size: 11 };
  const ticks = { color: theme.muted, font, maxRotation: 0, padding: 4, autoSkip: false };
  const fixed = plot.range;
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    // The page's own overlay follows the pointer.
    events: [],
    layout: { padding: { top: wordsOnMarks ? 16 : 6, right: 8 } },
    plugins: { zoom: zoomOptions(picture) },
    scales: {
      x: {
        type: "linear",
        grid: { display: false },
        border: { color: theme.hairline },
        ticks: { ...ticks, callback: labelOf },
        afterBuildTicks: (axis) => {
          const { view: now, plot: shown } = picture();
          const most = Math.max(2, Math.floor(axis.width / placeRoom));
          const labels = placeLabels(now, shown.marks, most);
          axis.ticks = apart(labels, axis.width / (axis.max - axis.min)).map(ticked);
        },
      },
      y: {
        type: "linear",
        ...(fixed && { min: fixed[0], max: fixed[1] }),
        grid: { color: theme.hairline, drawTicks: false },
        border: { display: false },
        bounds: "data",
        afterDataLimits: (axis) => {
          if (!fixed) leaveRoom(axis, view.valueScale === "log" ? 0.3 : 0);
        },
        afterBuildTicks: (axis) => {
          axis.ticks = valueLabels([axis.min, axis.max], picture().view, fixed ? 2 : mostValues).map(ticked);
        },
        ticks: { ...ticks, callback: labelOf },
      },
    },
  };
}

/** A tick carries its own words. */
function ticked({ at, text }: AxisLabel): { value: number; label: string } {
  return { value: at, label: text };
}

function labelOf(_value: unknown, index: number, all: readonly { readonly label?: unknown }[]): string {
  const label = all[index]?.label;
  return typeof label === "string" ? label : "";
}

/** So that curves do not run along the edges. @param least what is left at least, for curves that are flat */
function leaveRoom(axis: { min: number; max: number }, least: number): void {
  const room = Math.max(least, 0.05 * (axis.max - axis.min || Math.abs(axis.max) || 1));
  axis.min -= room;
  axis.max += room;
}
