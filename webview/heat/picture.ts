/** Heat as SVG, for files: a rectangle a cell, or for large maps their pixels inside the picture. */
import { svgGroup, svgImage, svgRect, svgText, type Svg } from "../figures";
import { differenceColour, heatColour, type Theme } from "../theme";
import type { Heat } from "./heat";
import { fillCanvas } from "./paint";

/** More rows or columns than these are not drawn one by one. */
const mostCells = 200;

/** A heat map of so many pixels. */
export function heatSvg(heat: Heat, x: number, y: number, width: number, height: number, theme: Theme): Svg {
  if (heat.rows > mostCells || heat.columns > mostCells) {
    return svgImage(x, y, width, height, dataUrl(heat, theme), { "image-rendering": "pixelated" });
  }
  const [across, down] = [width / heat.columns, height / heat.rows];
  const cells: Svg[] = [];
  for (let row = 0; row < heat.rows; row++) {
    for (let column = 0; column < (heat.reach?.(row) ?? heat.columns); column++) {
      const value = heat.values[row * heat.columns + column];
      if (Number.isNaN(value)) continue;
      const fill = colourOf(heat, value, theme);
      cells.push(svgRect(x + column * across, y + row * down, across, down, { fill }));
    }
  }
  return svgGroup({ "shape-rendering": "crispEdges" }, cells);
}

/** What a colour means: a bar from the least to the greatest value, with both. */
export function legendSvg(
  heat: Pick<Heat, "scale" | "most">,
  x: number,
  y: number,
  theme: Theme,
  format: (value: number) => string,
): Svg {
  const parts = 48;
  const ramp = rampOf(heat, parts);
  const attributes = { fill: theme.muted, "dominant-baseline": "middle" };
  return svgGroup({}, [
    svgText(x - 6, y + 4, format(least(heat)), { ...attributes, "text-anchor": "end" }),
    svgGroup({ "shape-rendering": "crispEdges" }, [heatSvg(ramp, x, y, 2 * parts, 8, theme)]),
    svgText(x + 2 * parts + 6, y + 4, format(heat.most), attributes),
  ]);
}

/** One row, from the least value to the greatest. */
export function rampOf({ scale, most }: Pick<Heat, "scale" | "most">, columns: number): Heat {
  const from = least({ scale, most });
  const values = Float64Array.from(
    { length: columns },
    (_, index) => from + ((most - from) * index) / (columns - 1),
  );
  return { rows: 1, columns, values, scale, most };
}

export function colourOf({ scale, most }: Pick<Heat, "scale" | "most">, value: number, theme: Theme): string {
  return scale === "share"
    ? heatColour(value / most, theme.background)
    : differenceColour(value / most, theme.background);
}

function least({ scale, most }: Pick<Heat, "scale" | "most">): number {
  return scale === "share" ? 0 : -most;
}

/** A PNG, one pixel a cell. */
function dataUrl(heat: Heat, theme: Theme): string {
  const canvas = document.createElement("canvas");
  fillCanvas(canvas, heat, theme.background);
  return canvas.toDataURL("image/png");
}
