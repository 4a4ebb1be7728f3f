/** What stands along the edges of a heat map: the names of its cells where there is room, else numbers now and then. */
import { valueTicks } from "../charts";
import type { Theme } from "../theme";
import { grouped } from "../words";
import type { Seen } from "./heat";

export interface Labels {
  /** One or two characters each. */
  readonly row: (row: number) => string;
  readonly column: (column: number) => string;
  /** Whether only some cells have a name, which may be longer and reach over others; the rest have an empty one. */
  readonly sparse?: boolean;
}

/** Pixels that the labels take from the map. */
export const gutter = { left: 40, top: 18 };

/** Pixels of a cell that hold a name, and between numbers. */
const nameRoom = 10;
const numberRoom = 56;

/** @param size of the cells in pixels of the page, behind the gutters */
export function drawLabels(
  context: CanvasRenderingContext2D,
  labels: Labels,
  { left, top, width, height }: Seen,
  size: { readonly width: number; readonly height: number },
  theme: Theme,
): void {
  context.font = `10px ${theme.fontFamily}`;
  context.fillStyle = theme.muted;
  context.textBaseline = "middle";
  context.textAlign = "center";
  let end = -Infinity;
  for (const { words, at } of along(left, width, size.width, labels.column, labels.sparse)) {
    const half = context.measureText(words).width / 2;
    if (at - half < end) continue;
    if (labels.sparse) end = at + half + 2;
    context.fillText(words, gutter.left + Math.min(at, size.width - half), gutter.top - 8);
  }
  context.textAlign = "right";
  let bottom = -Infinity;
  for (const { words, at } of along(top, height, size.height, labels.row, labels.sparse)) {
    if (at < bottom) continue;
    if (labels.sparse) bottom = at + nameRoom;
    context.fillText(words, gutter.left - 6, gutter.top + at + 0.5);
  }
}

interface Label {
  readonly words: string;
  /** The middle of its cell, in pixels. */
  readonly at: number;
}

function along(
  start: number,
  length: number,
  pixels: number,
  name: (cell: number) => string,
  sparse = false,
): Label[] {
  const cell = pixels / length;
  const at = (index: number) => (index - start + 0.5) * cell;
  if (cell >= nameRoom || sparse) {
    const first = Math.ceil(start - 0.5);
    const count = Math.max(0, Math.floor(start + length - 0.5) - first + 1);
    return Array.from({ length: count }, (_, index) => ({
      words: name(first + index),
      at: at(first + index),
    })).filter(({ words }) => words !== "");
  }
  // Positions are told from 1.
  return valueTicks(start + 1, start + length, Math.max(2, Math.floor(pixels / numberRoom)))
    .filter(Number.isInteger)
    .map((position) => ({ words: grouped(position), at: at(position - 1) }));
}
