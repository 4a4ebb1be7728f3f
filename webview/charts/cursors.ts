/**
 * What moves over the curves: a line at the chosen place and one at the pointed place, and on every curve a dot where
 * its value is read. They are elements that are moved, so that following them never draws a curve again.
 */
import { css, html, type TemplateResult } from "lit";
import type { AxisQuantity } from "../store";
import { placeWords } from "../words";
import type { CurveChart } from "./curveChart";
import { hasLevel } from "./axis";
import { curveInk, readingAt, type Plot } from "./plot";

/** Of the words on the axis, in pixels, about. */
const letterWidth = 6.2;

export const cursorStyles = css`
  .over {
    position: absolute;
    inset: 0;
    overflow: hidden;
    pointer-events: none;
    /* A layer of its own: what moves in it never paints the curves below. */
    will-change: transform;
  }
  .over > * {
    position: absolute;
    top: 0;
    left: 0;
  }
  .over > [hidden] {
    display: none;
  }
  .line {
    width: 1px;
    background: var(--vscode-descriptionForeground);
  }
  .line.chosen {
    background: var(--vscode-foreground);
  }
  .dot {
    width: 5px;
    height: 5px;
    margin: -2.5px 0 0 -2.5px;
    border-radius: 50%;
  }
  .place {
    background: var(--vscode-editor-background);
    color: var(--vscode-foreground);
    font-size: 11px;
    line-height: 16px;
    text-align: center;
    white-space: nowrap;
  }
`;

export function cursorsView({ curves }: Plot): TemplateResult {
  return html`<div class="over" aria-hidden="true">
    <i class="line chosen" hidden></i><i class="line pointed" hidden></i>${curves.map(
      () => html`<i class="dot" hidden></i>`,
    )}<span class="place" hidden></span>
  </div>`;
}

export interface Cursors {
  /** Places on the axis; null where there is none. */
  readonly chosen: number | null;
  readonly pointed: number | null;
}

/** @param over what `cursorsView` made of the plot */
export function moveCursors(
  over: HTMLElement,
  chart: CurveChart,
  plot: Plot,
  { chosen, pointed }: Cursors,
): void {
  moveLine(over.querySelector(".chosen"), chart, chosen);
  moveLine(over.querySelector(".pointed"), chart, pointed);
  const read = pointed ?? chosen;
  over.querySelectorAll<HTMLElement>(".dot").forEach((dot, index) => moveDot(dot, chart, plot, index, read));
  movePlace(over.querySelector(".place"), chart, read, chart.view.quantity);
}

function moveLine(line: HTMLElement | null, chart: CurveChart, place: number | null): void {
  if (!line || !showIf(line, inSight(chart, place))) return;
  const { top, bottom } = chart.area;
  line.style.height = `${bottom - top}px`;
  move(line, Math.round(chart.x(place ?? 0)), top);
}

function moveDot(dot: HTMLElement, chart: CurveChart, plot: Plot, index: number, place: number | null): void {
  const curve = plot.curves[index];
  const reading = curve && place !== null ? readingAt(curve, place) : null;
  const shown =
    reading !== null && inSight(chart, reading.place) && hasLevel(reading.value, chart.view.valueScale);
  if (!showIf(dot, shown && inSight(chart, place))) return;
  dot.style.background = curveInk(curve);
  move(dot, chart.x(reading?.place ?? 0), chart.y(reading?.value ?? 0));
}

/** On the axis, over the labels that lie there. */
function movePlace(
  words: HTMLElement | null,
  chart: CurveChart,
  place: number | null,
  quantity: AxisQuantity,
): void {
  if (!words || !showIf(words, inSight(chart, place))) return;
  const text = placeWords(place ?? 0, quantity);
  if (words.textContent !== text) words.textContent = text;
  const { left, right, bottom } = chart.area;
  // Asking for the width that the words take would lay out the page with every move.
  const width = Math.round(letterWidth * text.length) + 16;
  words.style.width = `${width}px`;
  const from = Math.min(Math.max(chart.x(place ?? 0) - width / 2, left - 8), right + 8 - width);
  move(words, Math.round(from), Math.round(bottom + 10));
}

function inSight({ view }: CurveChart, place: number | null): boolean {
  return place !== null && place >= view.first && place <= view.last;
}

function showIf(element: HTMLElement, shown: boolean): boolean {
  if (element.hidden === shown) element.hidden = !shown;
  return shown;
}

function move(element: HTMLElement, x: number, y: number): void {
  element.style.transform = `translate(${x}px, ${y}px)`;
}
