/** What lies over the curves: lines at stages and edits with their words, and the place that is pointed at. */
import type { Chart, Plugin } from "chart.js";
import type { Theme } from "../theme";
import { grouped } from "../words";
import { positionOf } from "./axis";
import type { Picture } from "./curveChart";
import { readingAt, type Mark } from "./plot";

/** @param picture what is shown now */
export function overlays(picture: () => Picture): Plugin<"line"> {
  return {
    id: "overlays",
    beforeDatasetsDraw: (chart) => drawMarks(chart, picture()),
    afterDraw: (chart) => drawPointed(chart, picture()),
  };
}

/** Room that words keep from each other and from lines. */
const gap = 4;

function drawMarks(chart: Chart, { plot, scale, theme, wordsOnMarks }: Picture): void {
  const { ctx, chartArea, scales } = chart;
  const across = ({ place }: Mark) => scales.x.getPixelForValue(positionOf(place, scale));
  const marks = plot.marks.filter((mark) => across(mark) <= chartArea.right + 1);
  ctx.save();
  ctx.font = `11px ${theme.fontFamily}`;
  ctx.textBaseline = "bottom";
  marks.forEach((mark, index) => {
    const x = Math.round(across(mark)) + 0.5;
    ctx.strokeStyle = ctx.fillStyle = mark.kind === "edit" ? theme.foreground : theme.muted;
    ctx.setLineDash(mark.kind === "edit" ? [] : [1, 3]);
    verticalLine(ctx, x, chartArea.top - (wordsOnMarks ? 12 : 0), chartArea.bottom);
    if (!wordsOnMarks) return;
    const end = index + 1 < marks.length ? across(marks[index + 1]) : chartArea.right;
    const words = fitting(ctx, mark.kind === "edit" ? `▲ ${mark.words}` : mark.words, end - x - 2 * gap);
    ctx.fillText(words, x + gap, chartArea.top - 2);
  });
  ctx.restore();
}

function drawPointed(chart: Chart, { plot, scale, theme, pointed }: Picture): void {
  if (pointed === null) return;
  const { ctx, chartArea, scales } = chart;
  const x = scales.x.getPixelForValue(positionOf(pointed, scale));
  if (x > chartArea.right + 1) return;
  ctx.save();
  ctx.strokeStyle = theme.muted;
  verticalLine(ctx, Math.round(x) + 0.5, chartArea.top, chartArea.bottom);
  for (const curve of plot.curves) {
    const reading = readingAt(curve, pointed);
    if (!reading) continue;
    const at = scales.x.getPixelForValue(positionOf(reading.place, scale));
    ctx.fillStyle = curve.colour === "muted" ? theme.muted : theme.series[curve.colour];
    ctx.beginPath();
    ctx.arc(at, scales.y.getPixelForValue(reading.value), 2.5, 0, 2 * Math.PI);
    ctx.fill();
  }
  sayPlace(ctx, grouped(pointed), x, chartArea, theme);
  ctx.restore();
}

/** On the axis, in place of the labels that lie there. */
function sayPlace(
  ctx: CanvasRenderingContext2D,
  words: string,
  x: number,
  { left, right, bottom }: Chart["chartArea"],
  theme: Theme,
): void {
  ctx.font = `11px ${theme.fontFamily}`;
  ctx.textBaseline = "top";
  const width = ctx.measureText(words).width + 2 * gap;
  const from = Math.min(Math.max(x - width / 2, left - gap), right + 2 * gap - width);
  ctx.fillStyle = theme.page;
  ctx.fillRect(from - 2 * gap, bottom + 4, width + 4 * gap, 24);
  ctx.fillStyle = theme.foreground;
  ctx.fillText(words, from + gap, bottom + 12.5);
}

function verticalLine(ctx: CanvasRenderingContext2D, x: number, top: number, bottom: number): void {
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
}

/** As much of the words as there is room for; nothing where that says nothing. */
function fitting(ctx: CanvasRenderingContext2D, words: string, room: number): string {
  if (ctx.measureText(words).width <= room) return words;
  let length = words.length;
  while (length > 0 && ctx.measureText(`${words.slice(0, length)}…`).width > room) length--;
  return length < 3 ? "" : `${words.slice(0, length)}…`;
}
