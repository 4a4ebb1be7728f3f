/** Draws a plot: dots with their means and intervals, or cells as colours. The same on the page and in files. */
import { t } from "@vscode/l10n";
import { svgCircle, svgDocument, svgGroup, svgLine, svgPath, svgRect, svgText, type Svg } from "../figures";
import { heatColour, inkOn, type Theme } from "../theme";
import { frameOf, gutterOf, letter, type Frame } from "./frame";
import type { SweepPlot } from "./plot";
import { measureText } from "./values";

/** Pixels of a file's picture. */
const size = { width: 720, height: 420 };
const dotSize = 6;
/** More dots than these are drawn smaller. */
const manyDots = 400;

export function bodyOf(plot: SweepPlot, frame: Frame, theme: Theme): Svg[] {
  const drawn = plot.drawing === "cells" ? cells(plot, frame, theme) : points(plot, frame, theme);
  return [...axes(plot, frame, theme), ...drawn];
}

export function pictureOf(plot: SweepPlot, theme: Theme): string {
  const left = gutterOf(plot) + 14;
  const box = { left, right: size.width - 24, top: 66, bottom: size.height - 44 };
  const frame = frameOf(plot, box);
  const body = [
    svgText(14, 24, plot.label, { "font-size": 13, "font-weight": 600 }),
    svgGroup({ transform: "translate(14 46)" }, legend(plot, theme)),
    ...bodyOf(plot, frame, theme),
  ];
  return svgDocument({ title: plot.label, ...size, body }, theme);
}

/** 0..1: how far a mean lies from the least to the greatest of all cells. */
export function shareOf({ cells: all }: SweepPlot, mean: number): number {
  const { least, greatest } = extremes(all.map((cell) => cell.mean));
  return greatest > least ? (mean - least) / (greatest - least) : 0.5;
}

export function extremes(values: readonly number[]): { readonly least: number; readonly greatest: number } {
  return {
    least: values.reduce((a, b) => Math.min(a, b), Infinity),
    greatest: values.reduce((a, b) => Math.max(a, b), -Infinity),
  };
}

export function seriesInk(series: number, theme: Theme): string {
  return theme.series[series % theme.series.length];
}

function axes({ over, by, measure, drawing }: SweepPlot, frame: Frame, theme: Theme): Svg[] {
  const { left, right, top, bottom } = frame;
  const muted = { fill: theme.muted };
  const isMap = drawing === "cells";
  const upright = isMap && by ? by.name : measure.name;
  return [
    ...frame.rows.flatMap(({ at, text }) => [
      ...(isMap
        ? []
        : [svgLine([left, Math.round(at) + 0.5], [right, Math.round(at) + 0.5], { stroke: theme.hairline })]),
      svgText(left - 8, at + 4, text, { ...muted, "text-anchor": "end" }),
    ]),
    ...frame.columns.map(({ at, text }) =>
      svgText(at, bottom + 17, text, { ...muted, "text-anchor": "middle" }),
    ),
    svgText((left + right) / 2, bottom + 34, over.name, { ...muted, "text-anchor": "middle" }),
    svgText(left, top - 8, upright, muted),
  ];
}

function points(plot: SweepPlot, frame: Frame, theme: Theme): Svg[] {
  const { dots, byLevels, cells: means } = plot;
  const dotWidth = dots.length > manyDots ? dotSize / 2 : dotSize;
  return byLevels.names.flatMap((_, series) => {
    const ink = seriesInk(series, theme);
    const path = dots
      .filter(({ by }) => by === series)
      .map((dot) => frame.dot(dot))
      .map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`);
    const spots = means.filter(({ by }) => by === series).map((cell) => ({ ...frame.mean(cell), cell }));
    const several = spots.some(({ cell }) => cell.members.length > 1);
    return [
      svgPath(path.join(""), {
        ...{ fill: "none", stroke: ink, "stroke-width": dotWidth, "stroke-linecap": "round" },
        "stroke-opacity": several ? 0.45 : 0.9,
      }),
      // Between words there is nothing for a line to mean.
      ...(plot.overLevels.centres && spots.length > 1
        ? [
            svgPath(
              spots.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join(""),
              { fill: "none", stroke: ink, "stroke-width": 1.5 },
            ),
          ]
        : []),
      ...spots.flatMap(({ x, y, low, high, cell }) =>
        cell.members.length > 1
          ? [
              svgLine([x, low], [x, high], { stroke: ink, "stroke-width": 1.5 }),
              svgCircle(x, y, 4, { fill: theme.page, stroke: ink, "stroke-width": 1.5 }),
            ]
          : [],
      ),
    ];
  });
}

function cells(plot: SweepPlot, frame: Frame, theme: Theme): Svg[] {
  return plot.cells.flatMap((cell) => {
    const { x, y, width, height } = frame.cell(cell);
    const fill = heatColour(shareOf(plot, cell.mean), theme.background);
    const words = measureText(cell.mean);
    const fits = words.length * letter + 6 <= width && height >= 16;
    return [
      svgRect(x + 1, y + 1, Math.max(1, width - 2), Math.max(1, height - 2), { fill, rx: 2 }),
      ...(fits
        ? [svgText(x + width / 2, y + height / 2 + 4, words, { "text-anchor": "middle", fill: inkOn(fill) })]
        : []),
    ];
  });
}

function legend(plot: SweepPlot, theme: Theme): Svg[] {
  const muted = { fill: theme.muted };
  if (plot.drawing === "cells") {
    const { least, greatest } = extremes(plot.cells.map(({ mean }) => mean));
    const from = measureText(least);
    const parts = 48;
    const start = from.length * letter + 10;
    const ramp = Array.from({ length: parts }, (_, part) =>
      svgRect(start + 2 * part, -8, 2, 8, { fill: heatColour(part / (parts - 1), theme.background) }),
    );
    return [
      svgText(0, 0, from, muted),
      svgGroup({ "shape-rendering": "crispEdges" }, ramp),
      svgText(start + 2 * parts + 8, 0, t("{0} (mean {1})", measureText(greatest), plot.measure.name), muted),
    ];
  }
  if (!plot.by) return [];
  let x = letter * plot.by.name.length + 14;
  return [
    svgText(0, 0, plot.by.name, muted),
    ...plot.byLevels.names.flatMap((name, series) => {
      const at = x;
      x += letter * name.length + 28;
      return [svgCircle(at, -4, 3.5, { fill: seriesInk(series, theme) }), svgText(at + 8, 0, name, muted)];
    }),
  ];
}
