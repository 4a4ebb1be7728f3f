/** What the keys do on a heat map: arrows read cell by cell, with Shift ten at once; + − 0 zoom; Enter takes the row. */
import { showingCell, zoomed, type Cell, type Heat, type Seen } from "./heat";

export type MapAction =
  | { readonly kind: "point"; readonly cell: Cell | null }
  /** Null: all of it. */
  | { readonly kind: "see"; readonly seen: Seen | null }
  | { readonly kind: "choose"; readonly row: number };

export interface MapState {
  readonly all: Pick<Heat, "rows" | "columns">;
  readonly seen: Seen;
  /** What is pointed at. */
  readonly cell: Cell | null;
  /** Where reading begins. */
  readonly first: Cell;
}

const zoomStep = 1.5;

/** Null for keys that mean nothing here. */
export function keyAction(event: Pick<KeyboardEvent, "key" | "shiftKey">, state: MapState): MapAction | null {
  const { all, seen, cell, first } = state;
  const at = cell ?? first;
  const middle = { row: at.row + 0.5, column: at.column + 0.5 };
  switch (event.key) {
    case "Enter":
    case " ":
      return { kind: "choose", row: at.row };
    case "Escape":
      return { kind: "point", cell: null };
    case "+":
    case "=":
      return { kind: "see", seen: showingCell(zoomed(seen, all, zoomStep, middle), at) };
    case "-":
    case "−":
      return {
        kind: "see",
        seen: zoomed(seen, all, 1 / zoomStep, middle),
      };
    case "0":
      return { kind: "see", seen: null };
    default: {
      const next = steppedCell(at, event, all);
      return next && { kind: "point", cell: cell ? next : first };
    }
  }
}

/** Null for keys that do not lead anywhere. */
export function steppedCell(
  { row, column }: Cell,
  { key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">,
  { rows, columns }: MapState["all"],
): Cell | null {
  const stride = shiftKey ? 10 : 1;
  const to: Readonly<Record<string, readonly [row: number, column: number]>> = {
    ArrowLeft: [row, column - stride],
    ArrowRight: [row, column + stride],
    ArrowUp: [row - stride, column],
    ArrowDown: [row + stride, column],
    PageUp: [row - 10, column],
    PageDown: [row + 10, column],
    Home: [row, 0],
    End: [row, columns - 1],
  };
  if (!(key in to)) return null;
  const [nextRow, nextColumn] = to[key];
  return {
    row: Math.min(rows - 1, Math.max(0, nextRow)),
    column: Math.min(columns - 1, Math.max(0, nextColumn)),
  };
}
