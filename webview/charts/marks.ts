/** What lies behind the curves: lines at stages and edits, with their words where there is room above. */
import type { Plugin, Chart } from "chart.js";
import { markDashes, placed } from "./markWords";
import type { Picture } from "./picture";
import { across } from "./view";

/** @param picture what is shown now */
export function marksPlugin(picture: () => Picture): Plugin<"line"> {
  return { id: "marks", beforeDatasetsDraw: (chart) => drawMarks(chart, picture()) };
}

function drawMarks({ ctx, chartArea, scales }: Chart, { plot, view, theme, wordsOnMarks }: Picture): void {
  const { left, right, top, bottom } = chartArea;
  ctx.save();
  ctx.font = `11px ${theme.fontFamily}`;
  ctx.textBaseline = "bottom";
  ctx.lineWidth = 1;
  const x = (place: number) => scales.x.getPixelForValue(across(view, place));
  const measure = (words: string) => ctx.measureText(words).width;
  for (const { mark, at, words, wordsAt } of placed(plot.marks, { x, left, right, measure })) {
    ctx.strokeStyle = ctx.fillStyle = mark.kind === "edit" ? theme.foreground : theme.muted;
    ctx.setLineDash(markDashes[mark.kind]);
    verticalLine(ctx, at, top - (wordsOnMarks ? 12 : 0), bottom);
    if (wordsOnMarks) ctx.fillText(words, wordsAt, top - 2);
  }
  ctx.restore();
}

function verticalLine(ctx: CanvasRenderingContext2D, at: number, top: number, bottom: number): void {
  const x = Math.round(at) + 0.5;
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
}
