/** Numbers in rows and columns, as something to colour: plain data, and what is seen of it. */
import type { HeatScale } from "../theme";

export interface Heat {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns]; NaN is not drawn. */
  readonly values: ArrayLike<number>;
  readonly scale: HeatScale;
  /** The value, or with differences its size, that has the strongest colour; over 0. */
  readonly most: number;
  /** Columns of a row that mean anything, from the left; where left out, all. */
  readonly reach?: (row: number) => number;
}

/** A cell of a heat map, 0-based. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** What is seen of rows and columns, in cells, not always whole ones. */
export interface Seen {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** So few columns fill the map at most. */
const closest = 6;

export function wholeOf({ rows, columns }: Pick<Heat, "rows" | "columns">): Seen {
  return { left: 0, top: 0, width: columns, height: rows };
}

/**
 * Nearer by a factor (further below 1), with one point staying where it is: the middle, if none is given.
 * @param at in cells
 */
export function zoomed(
  seen: Seen,
  all: Pick<Heat, "rows" | "columns">,
  by: number,
  at = { row: seen.top + seen.height / 2, column: seen.left + seen.width / 2 },
): Seen {
  const width = Math.min(all.columns, Math.max(Math.min(closest, all.columns), seen.width / by));
  const height = (width / all.columns) * all.rows;
  const left = at.column - ((at.column - seen.left) / seen.width) * width;
  const top = at.row - ((at.row - seen.top) / seen.height) * height;
  return within({ left, top, width, height }, all);
}

/** Moved by so many cells, as far as there are any. */
export function moved(
  seen: Seen,
  all: Pick<Heat, "rows" | "columns">,
  { row, column }: { readonly row: number; readonly column: number },
): Seen {
  return within({ ...seen, left: seen.left + column, top: seen.top + row }, all);
}

/** Moved no further than it takes to see a cell whole. */
export function showingCell(seen: Seen, { row, column }: Cell): Seen {
  const left = Math.min(column, Math.max(seen.left, column + 1 - seen.width));
  const top = Math.min(row, Math.max(seen.top, row + 1 - seen.height));
  return left === seen.left && top === seen.top ? seen : { ...seen, left, top };
}

/** To 1, 2 or 5 times a power of ten, at most 1: so that colours do not change with every step. */
export function roundedUp(value: number): number {
  return Math.min(1, roundedSize(value));
}

/** The same of sizes that may be more than 1. */
export function roundedSize(value: number): number {
  if (!(value > 0)) return 1;
  const power = Math.floor(Math.log10(value) + 1e-9);
  const digit = [1, 2, 5, 10].find((round) => Number(`${round}e${power}`) >= value * (1 - 1e-9)) ?? 10;
  return Number(`${digit}e${power}`);
}

function within(seen: Seen, { rows, columns }: Pick<Heat, "rows" | "columns">): Seen {
  return {
    ...seen,
    left: Math.min(columns - seen.width, Math.max(0, seen.left)),
    top: Math.min(rows - seen.height, Math.max(0, seen.top)),
  };
}
