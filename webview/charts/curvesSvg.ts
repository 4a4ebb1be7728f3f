/** A chart's picture as an SVG document: made from the same numbers as the canvas, with its legend and its axes. */
import { svgDocument, svgGroup, svgLine, svgPath, svgPolyline, svgText, type Svg } from "../figures";
import type { Theme } from "../theme";
import { pointsOf, type Point } from "./decimate";
import { placeLabels, valueLabels } from "./labels";
import { markDashes, placed } from "./markWords";
import { dashesOf, type Curve, type Plot } from "./plot";
import { across, type Stretch, type View } from "./view";

const size = { width: 720, height: 400 };
const margin = { left: 64, right: 20, bottom: 34 };
const legendRow = 18;
/** Of a letter of the font, about: nothing is measured here. */
const letter = 6.2;

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (position: number) => number;
  readonly y: (level: number) => number;
  readonly levels: Stretch;
}

export function curvesSvg(plot: Plot, view: View, theme: Theme): string {
  const points = plot.curves.map(({ series }) => pointsOf(series, view, size.width));
  const entries = legend(plot, theme);
  const frame = frameOf(plot, view, points, 44 + entries.rows * legendRow + (plot.marks.length > 0 ? 14 : 0));
  const heading = plot.unit === undefined ? plot.label : `${plot.label} (${plot.unit})`;
  const body = [
    svgText(margin.left, 24, heading, { "font-size": 13, "font-weight": 600 }),
    svgGroup({ transform: "translate(0 44)" }, entries.drawn),
    ...valueAxis(frame, view, plot, theme),
    ...placeAxis(frame, view, plot, theme),
    ...marks(frame, view, plot, theme),
    ...plot.curves.map((curve, index) => curvePath(curve, points[index], frame, theme)),
  ];
  return svgDocument({ title: plot.label, ...size, body }, theme);
}

function frameOf(plot: Plot, view: View, points: readonly Point[][], top: number): Frame {
  const [left, right, bottom] = [margin.left, size.width - margin.right, size.height - margin.bottom];
  const [from, to] = [across(view, view.first), across(view, view.last)];
  const levels = plot.range ?? levelsOf(points, from, to);
  const [least, greatest] = levels;
  return {
    ...{ left, right, top, bottom, levels },
    x: (position) => left + ((position - from) / (to - from || 1)) * (right - left),
    y: (level) => bottom - ((level - least) / (greatest - least || 1)) * (bottom - top),
  };
}

/** Of what is in sight, with room at both ends. */
function levelsOf(points: readonly Point[][], from: number, to: number): Stretch {
  let [least, greatest] = [Infinity, -Infinity];
  for (const { x, y } of points.flat()) {
    if (x < from || x > to) continue;
    least = Math.min(least, y);
    greatest = Math.max(greatest, y);
  }
  if (least > greatest) return [0, 1];
  const room = 0.05 * (greatest - least || Math.abs(greatest) || 1);
  return [least - room, greatest + room];
}

function valueAxis(frame: Frame, view: View, plot: Plot, theme: Theme): Svg[] {
  return valueLabels(frame.levels, view, plot.range ? 2 : 6).flatMap(({ at, text }) => {
    const y = frame.y(at);
    return [
      svgLine([frame.left, y], [frame.right, y], { stroke: theme.hairline }),
      svgText(frame.left - 8, y + 4, text, { fill: theme.muted, "text-anchor": "end" }),
    ];
  });
}

function placeAxis(frame: Frame, view: View, { marks }: Plot, theme: Theme): Svg[] {
  const axis = svgLine([frame.left, frame.bottom], [frame.right, frame.bottom], { stroke: theme.muted });
  const labels = placeLabels(view, marks, 8).flatMap(({ at, text }) => {
    const x = frame.x(at);
    return [
      svgLine([x, frame.bottom], [x, frame.bottom + 4], { stroke: theme.muted }),
      svgText(x, frame.bottom + 18, text, { fill: theme.muted, "text-anchor": "middle" }),
    ];
  });
  return [axis, ...labels];
}

function marks(frame: Frame, view: View, plot: Plot, theme: Theme): Svg[] {
  const { left, right, top, bottom } = frame;
  const x = (place: number) => frame.x(across(view, place));
  const measure = (words: string) => letter * words.length;
  return placed(plot.marks, { x, left, right, measure }).flatMap(({ mark, at, words, wordsAt }) => {
    const ink = mark.kind === "edit" ? theme.foreground : theme.muted;
    const dashes = markDashes[mark.kind].join(" ");
    return [
      svgLine([at, top - 12], [at, bottom], { stroke: ink, "stroke-dasharray": dashes }),
      ...(words === "" ? [] : [svgText(wordsAt, top - 3, words, { fill: ink })]),
    ];
  });
}

function curvePath(curve: Curve, points: Point[], frame: Frame, theme: Theme): Svg {
  const { colour, dashed, stepped, name } = curve;
  const drawn = points.map(({ x, y }) => ({ x: frame.x(x), y: frame.y(y) }));
  // What lies beyond the edges would be drawn over the labels.
  const inside = drawn.filter(({ x }) => x >= frame.left - 0.5 && x <= frame.right + 0.5);
  return svgPath(svgPolyline(stepped ? stairs(inside) : inside), {
    fill: "none",
    stroke: inkOf(colour, theme),
    "stroke-width": dashed ? 1 : 1.5,
    "stroke-dasharray": dashed ? dashesOf(curve).join(" ") : undefined,
    "stroke-linejoin": "round",
    "aria-label": name,
  });
}

/** Each level holds since the point before. */
function stairs(points: readonly Point[]): readonly Point[] {
  return points.flatMap((point, index) =>
    index === 0 ? [point] : [{ x: points[index - 1].x, y: point.y }, point],
  );
}

/** In as many rows as it takes. */
function legend({ curves }: Plot, theme: Theme): { readonly rows: number; readonly drawn: Svg[] } {
  let [x, row] = [margin.left, 0];
  const drawn = curves.flatMap((curve) => {
    const { name, colour, dashed } = curve;
    const width = 22 + letter * name.length + 16;
    if (x > margin.left && x + width > size.width - margin.right) [x, row] = [margin.left, row + 1];
    const y = row * legendRow;
    const line = svgLine([x, y - 4], [x + 16, y - 4], {
      stroke: inkOf(colour, theme),
      "stroke-width": dashed ? 1.25 : 2,
      "stroke-dasharray": dashed ? dashesOf(curve).join(" ") : undefined,
    });
    const words = svgText(x + 22, y, name, { fill: theme.muted });
    x += width;
    return [line, words];
  });
  return { rows: row + 1, drawn };
}

function inkOf(colour: Curve["colour"], theme: Theme): string {
  return colour === "muted" ? theme.muted : theme.series[colour];
}
