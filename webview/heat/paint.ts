/** Heat to pixels: what is seen of it, as large as the canvas. Where cells are smaller than pixels the strongest shows. */
import { heatTable, type Theme } from "../theme";
import { wholeOf, type Heat, type Seen } from "./heat";

/** Device pixels of a canvas. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels without a cell become see-through. */
export function paintHeat(
  context: CanvasRenderingContext2D,
  box: Box,
  heat: Heat,
  background: Theme["background"],
  seen: Seen = wholeOf(heat),
): void {
  const image = context.createImageData(box.width, box.height);
  fillPixels(new Uint32Array(image.data.buffer), box.width, heat, heatTable(heat.scale, background), seen);
  context.putImageData(image, box.x, box.y);
}

/** Makes a canvas as large as the heat, one pixel a cell, and paints it; the style sheet makes it large. */
export function fillCanvas(canvas: HTMLCanvasElement, heat: Heat, background: Theme["background"]): void {
  if (heat.columns === 0 || heat.rows === 0) return;
  if (canvas.width !== heat.columns) canvas.width = heat.columns;
  if (canvas.height !== heat.rows) canvas.height = heat.rows;
  const context = canvas.getContext("2d");
  if (context)
    paintHeat(context, { x: 0, y: 0, width: canvas.width, height: canvas.height }, heat, background);
}

/** @param pixels [height, width], a word each @param table 256 such words */
export function fillPixels(
  pixels: Uint32Array,
  width: number,
  heat: Heat,
  table: Uint32Array,
  seen: Seen,
): void {
  const height = pixels.length / width;
  const across = cellsOf(seen.left, seen.width, width);
  const down = cellsOf(seen.top, seen.height, height);
  for (let y = 0; y < height; y++) {
    const sameAsAbove = y > 0 && down.from[y] === down.from[y - 1] && down.to[y] === down.to[y - 1];
    if (sameAsAbove) pixels.copyWithin(y * width, (y - 1) * width, y * width);
    else fillRow(pixels, y * width, heat, table, across, down.from[y], down.to[y]);
  }
}

/** Cells of each pixel, from … before to: at least one, and none twice. */
interface Cells {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

function cellsOf(start: number, length: number, pixels: number): Cells {
  const [from, to] = [new Int32Array(pixels), new Int32Array(pixels)];
  // Sums of fractions may miss the whole number that they mean.
  const edge = (pixel: number) => Math.floor(start + (pixel * length) / pixels + 1e-9);
  for (let pixel = 0; pixel < pixels; pixel++) {
    from[pixel] = edge(pixel);
    to[pixel] = Math.max(from[pixel] + 1, edge(pixel + 1));
  }
  return { from, to };
}

function fillRow(
  pixels: Uint32Array,
  at: number,
  heat: Heat,
  table: Uint32Array,
  across: Cells,
  firstRow: number,
  endRow: number,
): void {
  const { columns, values, scale, most, reach } = heat;
  const end = Math.min(endRow, heat.rows);
  for (let x = 0; x < across.from.length; x++) {
    let strongest = NaN;
    for (let row = firstRow; row < end; row++) {
      const last = Math.min(across.to[x], reach ? reach(row) : columns);
      for (let column = across.from[x]; column < last; column++) {
        const value = values[row * columns + column];
        if (Math.abs(value) > Math.abs(strongest) || Number.isNaN(strongest)) strongest = value;
      }
    }
    if (Number.isNaN(strongest)) continue;
    const part = scale === "share" ? strongest / most : (1 + strongest / most) / 2;
    pixels[at + x] = table[Math.round(255 * Math.min(1, Math.max(0, part)))];
  }
}
