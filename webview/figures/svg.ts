/**
 * A little SVG, written as text: for pictures that leave the page and must stand alone. Everything is escaped here, so
 * whoever draws hands over plain numbers and words.
 */
import type { Theme } from "../theme";

/** Markup of one or more elements. */
export type Svg = string;

export type Attributes = Readonly<Record<string, string | number | undefined>>;

export interface Drawing {
  /** Also said by screen readers. */
  readonly title: string;
  /** In pixels at natural size. */
  readonly width: number;
  readonly height: number;
  readonly body: readonly Svg[];
}

/** A whole document, on the page's own background and in its font. */
export function svgDocument({ title, width, height, body }: Drawing, theme: Theme): string {
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    width: rounded(width),
    height: rounded(height),
    viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
    "font-family": theme.fontFamily,
    "font-size": 11,
    fill: theme.foreground,
    role: "img",
  };
  const background = svgRect(0, 0, width, height, { fill: theme.page });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("svg", root, [`<title>${escaped(title)}</title>`, background, ...body])}\n`;
}

/** @param y of the baseline, unless `dominant-baseline` says otherwise */
export function svgText(x: number, y: number, words: string, attributes: Attributes = {}): Svg {
  return element("text", { x, y, ...attributes }, [escaped(words)]);
}

export function svgRect(
  x: number,
  y: number,
  width: number,
  height: number,
  attributes: Attributes = {},
): Svg {
  return element("rect", { x, y, width, height, ...attributes });
}

export function svgCircle(x: number, y: number, radius: number, attributes: Attributes = {}): Svg {
  return element("circle", { cx: x, cy: y, r: radius, ...attributes });
}

export function svgLine(
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
  attributes: Attributes = {},
): Svg {
  return element("line", { x1: fromX, y1: fromY, x2: toX, y2: toY, ...attributes });
}

/** @param path as the attribute `d` says it; `svgPolyline` writes one */
export function svgPath(path: string, attributes: Attributes = {}): Svg {
  return element("path", { d: path, ...attributes });
}

/** The `d` of a line through points. */
export function svgPolyline(points: readonly { readonly x: number; readonly y: number }[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${rounded(x)} ${rounded(y)}`).join("");
}

/** A picture inside the picture. @param href a data: URL */
export function svgImage(
  x: number,
  y: number,
  width: number,
  height: number,
  href: string,
  attributes: Attributes = {},
): Svg {
  return element("image", { x, y, width, height, href, preserveAspectRatio: "none", ...attributes });
}

export function svgGroup(attributes: Attributes, children: readonly Svg[]): Svg {
  return element("g", attributes, children);
}

function element(name: string, attributes: Attributes, children: readonly Svg[] = []): Svg {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(typeof value === "number" ? rounded(value) : value)}"`],
  );
  const opening = `<${name}${written.join("")}`;
  return children.length === 0 ? `${opening}/>` : `${opening}>${children.join("")}</${name}>`;
}

/** Hundredths of a pixel are enough. */
function rounded(value: number): string {
  return String(Math.round(100 * value) / 100);
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What XML cannot hold at all, such as control characters, is left out. */
const unspeakable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escaped(words: string): string {
  return words.replace(unspeakable, "").replace(/[&<>"]/g, (character) => entities[character]);
}
