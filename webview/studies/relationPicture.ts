/** Draws a relation: axes, a line through each curve's points, and a bar over each point's 95 % interval. */
import {
  svgCircle,
  svgDocument,
  svgGroup,
  svgLine,
  svgPath,
  svgPolyline,
  svgText,
  type Svg,
} from "../figures";
import type { Theme } from "../theme";
import { frameOf, type Frame, type Relation, type RelationCurve, type RelationPoint } from "./relation";

const size = { width: 720, height: 400 };
const legendRow = 18;
/** Pixels between the intervals of two curves at the same place. */
const apart = 3;
/** Of a letter of the font, about: nothing is measured here. */
const letter = 6.2;

/** What lies between the axes, and the axes; the same on the page and in files. */
export function relationBody(relation: Relation, frame: Frame, theme: Theme): Svg[] {
  return [
    ...frame.rows.flatMap(({ value, text }) => {
      const y = Math.round(frame.y(value)) + 0.5;
      return [
        svgLine([frame.left, y], [frame.right, y], { stroke: theme.hairline }),
        svgText(frame.left - 8, y + 4, text, { fill: theme.muted, "text-anchor": "end" }),
      ];
    }),
    ...columns(relation, frame, theme),
    ...mark(relation, frame, theme),
    ...relation.curves
      .map((curve, index) => curveOf(curve, (index - (relation.curves.length - 1) / 2) * apart, frame, theme))
      .toReversed(),
  ];
}

export function relationSvg(relation: Relation, theme: Theme): string {
  const legend = legendOf(relation, theme);
  const top = 48 + legend.rows * legendRow;
  const frame = frameOf(relation, { left: 64, right: size.width - 28, top, bottom: size.height - 36 });
  const body = [
    svgText(64, 24, `${relation.label} (${relation.unit})`, { "font-size": 13, "font-weight": 600 }),
    svgGroup({ transform: "translate(64 44)" }, legend.drawn),
    ...relationBody(relation, frame, theme),
  ];
  return svgDocument({ title: relation.label, ...size, body }, theme);
}

/** The first one says what is varied. */
function columns({ variable }: Relation, { columns: ticks, x, bottom }: Frame, theme: Theme): Svg[] {
  return ticks.flatMap(({ value, text }, index) => [
    svgLine([x(value), bottom], [x(value), bottom + 4], { stroke: theme.muted }),
    svgText(x(value), bottom + 18, index === 0 ? `${variable} ${text}` : text, {
      fill: theme.muted,
      "text-anchor": "middle",
    }),
  ]);
}

function mark({ mark: marked }: Relation, { x, top, bottom }: Frame, theme: Theme): Svg[] {
  if (!marked) return [];
  const at = Math.round(x(marked.at)) + 0.5;
  return [
    svgLine([at, top - 4], [at, bottom], { stroke: theme.muted, "stroke-dasharray": "1 3" }),
    svgText(at + 4, top + 4, marked.words, { fill: theme.muted }),
  ];
}

/** @param aside of its intervals, which would cover those of others */
function curveOf(
  { colour, dashed, points, name }: RelationCurve,
  aside: number,
  frame: Frame,
  theme: Theme,
): Svg {
  const ink = inkOf(colour, theme);
  const known = points.filter(({ mean }) => Number.isFinite(mean));
  const line = known.map(({ at, mean }) => ({ x: frame.x(at), y: frame.y(mean) }));
  return svgGroup({ "aria-label": name }, [
    svgPath(svgPolyline(line), {
      fill: "none",
      stroke: ink,
      "stroke-width": dashed ? 1.25 : 1.75,
      "stroke-dasharray": dashed ? "4 3" : undefined,
      "stroke-linejoin": "round",
    }),
    ...known.flatMap((point) => interval(point, aside, frame, ink)),
    ...(dashed ? [] : line.map(({ x, y }) => svgCircle(x, y, 2.2, { fill: ink }))),
  ]);
}

function interval({ at, low, high }: RelationPoint, aside: number, frame: Frame, stroke: string): Svg[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [];
  const x = frame.x(at) + aside;
  return [
    svgLine([x, frame.y(low)], [x, frame.y(high)], { stroke, "stroke-width": 1, "stroke-opacity": 0.7 }),
  ];
}

function inkOf(colour: RelationCurve["colour"], theme: Theme): string {
  if (colour === "muted") return theme.muted;
  return colour === "foreground" ? theme.foreground : theme.series[colour];
}

/** In as many rows as it takes. */
function legendOf({ curves }: Relation, theme: Theme): { readonly rows: number; readonly drawn: Svg[] } {
  let [x, row] = [0, 0];
  const drawn = curves.flatMap(({ name, colour, dashed }) => {
    const width = 22 + letter * name.length + 16;
    if (x > 0 && x + width > size.width - 92) [x, row] = [0, row + 1];
    const y = row * legendRow;
    const line = svgLine([x, y - 4], [x + 16, y - 4], {
      stroke: inkOf(colour, theme),
      "stroke-width": 2,
      "stroke-dasharray": dashed ? "4 3" : undefined,
    });
    const words = svgText(x + 22, y, name, { fill: theme.muted });
    x += width;
    return [line, words];
  });
  return { rows: row + 1, drawn };
}
