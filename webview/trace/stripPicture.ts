/** The strip of k and α: on the page's canvas, pixel by pixel, and as a picture and a table that leave the page. */
import { t } from "@vscode/l10n";
import { tokenName, type Agreement, type Trace } from "../../core/inspect";
import { svgDocument, svgRect, svgText, type Figure } from "../figures";
import { heatColour, type Theme } from "../theme";
import { share } from "../words";
import { fullTint } from "./tint";

export interface StripPicture {
  readonly trace: Trace;
  readonly agreement: Agreement;
  readonly theme: Theme;
  /** 0-based; null for none. */
  readonly pointed: number | null;
}

/** Rows of the strip, in pixels of the page: room above, bars of k (in full ink where a place matches), colours of α. */
const rows = { above: 2, bars: 40, gap: 3, colours: 12 };

export const stripHeight = rows.above + rows.bars + rows.gap + rows.colours;

/** @param across the canvas, in pixels of the page */
export function drawStrip(canvas: HTMLCanvasElement, across: number, picture: StripPicture): void {
  const density = window.devicePixelRatio;
  const width = Math.round(across * density);
  const height = Math.round(stripHeight * density);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const ink = canvas.getContext("2d");
  if (!ink || width === 0) return;
  ink.clearRect(0, 0, width, height);
  ink.save();
  ink.scale(density, density);
  for (const box of boxesOf(picture, across, 1 / density)) {
    ink.fillStyle = box.colour;
    ink.fillRect(box.x, box.y, box.width, box.height);
  }
  ink.restore();
}

export function stripFigure(trace: Trace, agreement: Agreement): Figure {
  const { pass, position, firstKey, context, model } = trace;
  const title = t("likeness k and attention α of place {0}", position + 1);
  const places = Array.from({ length: position - firstKey }, (_, at) => firstKey + at);
  const columns = [
    { name: t("place"), values: places.map((place) => place + 1), format: String },
    { name: t("token"), values: places.map((place) => tokenName(context[place], model.alphabetSize)) },
    { name: "k", values: pass.kernel.subarray(firstKey), format: share },
    { name: "α", values: pass.attention.subarray(firstKey), format: share },
    { name: t("matching lags"), values: agreement.matches.subarray(firstKey), format: String },
  ];
  return {
    name: title,
    table: () => ({ columns }),
    svg: (theme) => {
      const boxes = boxesOf({ trace, agreement, theme, pointed: null }, svgWidth, 0.25);
      const body = boxes.map(({ x, y, width, height, colour }) =>
        svgRect(x + svgLeft, y + 8, width, height, { fill: colour }),
      );
      const words = [
        svgText(6, 8 + rows.above + rows.bars, "k"),
        svgText(6, 7 + stripHeight, "α"),
        svgText(svgLeft, 24 + stripHeight, String(firstKey + 1)),
        svgText(svgLeft + svgWidth, 24 + stripHeight, String(position), { "text-anchor": "end" }),
      ];
      const size = { width: svgLeft + svgWidth + 10, height: stripHeight + 32 };
      return svgDocument({ title, ...size, body: [...body, ...words] }, theme);
    },
  };
}

const svgWidth = 640;
const svgLeft = 22;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
}

/** What fills a bar: 1, or more where values are longer than those of a copied token. */
function fullKernel({ pass }: Trace): number {
  return pass.kernel.reduce((most, value) => Math.max(most, value), 1);
}

/** @param finest the narrowest that can be drawn: places that are narrower share it, and the largest counts */
function boxesOf(picture: StripPicture, width: number, finest: number): Box[] {
  const { trace, agreement, theme, pointed } = picture;
  const { kernel, attention } = trace.pass;
  const { firstKey, position } = trace;
  const count = position - firstKey;
  const each = width / count;
  const together = Math.max(1, Math.ceil(finest / each));
  const gap = each > 5 ? 1 : each > 2.5 ? 0.5 : 0;
  const most = fullTint(trace);
  const full = fullKernel(trace);
  const boxes: Box[] = [];
  for (let from = firstKey; from < position; from += together) {
    const to = Math.min(position, from + together);
    const x = (from - firstKey) * each;
    const across = (to - from) * each - gap;
    const lit = pointed !== null && pointed >= from && pointed < to;
    const matches = agreement.lags.length > 0 && matchesWithin(agreement, from, to);
    const tall = rows.bars * Math.min(1, Math.max(0, largestWithin(kernel, from, to) / full));
    const top = rows.above + rows.bars - tall;
    boxes.push({
      ...{ x, y: top, width: across, height: tall },
      colour: matches || lit ? theme.foreground : theme.muted,
    });
    boxes.push({
      ...{ x, y: rows.above + rows.bars + rows.gap, width: across, height: rows.colours },
      colour: heatColour(largestWithin(attention, from, to) / most, theme.background),
    });
    if (lit) boxes.push({ x: x - 1, y: 0, width: 1, height: stripHeight, colour: theme.foreground });
  }
  return boxes;
}

function largestWithin(values: Float64Array, from: number, to: number): number {
  let most = -Infinity;
  for (let at = from; at < to; at++) most = Math.max(most, values[at]);
  return most;
}

function matchesWithin({ matches, lags }: Agreement, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (matches[at] === lags.length) return true;
  return false;
}
