/** An attention map as a figure: its cells that are not 0 as rows of a table, and the map as a picture. */
import { t } from "@vscode/l10n";
import { svgDocument, svgText, type Figure, type Svg, type Table } from "../figures";
import { heatSvg, legendSvg, type Heat } from "../heat";
import { isUntouched } from "../store";
import type { Theme } from "../theme";
import { grouped, headWord, theLastLayer, share, tick } from "../words";
import type { MapWish } from "./runMap";

/** Of the picture's map, in pixels. */
const side = 560;
const edge = 44;

export function mapFigure({ head, circuit, interventions }: MapWish, heat: Heat): Figure {
  const said =
    head === null
      ? t("attention of {0}, step {1}", theLastLayer(circuit.model), grouped(circuit.step))
      : t("attention of {0}, step {1}", headWord(circuit.model, head), grouped(circuit.step));
  const name = isUntouched({ interventions }) ? said : t("{0}, as changed in the trace", said);
  return { name, table: () => tableOf(heat), svg: (theme) => picture(name, heat, theme) };
}

function tableOf({ rows, columns, values, reach }: Heat): Table {
  const cells: number[] = [];
  for (let row = 0; row < rows; row++) {
    const end = reach?.(row) ?? columns;
    for (let at = row * columns; at < row * columns + end; at++) if (values[at] !== 0) cells.push(at);
  }
  return {
    columns: [
      { name: t("place"), values: Float64Array.from(cells, (at) => Math.floor(at / columns) + 1) },
      { name: t("attends to"), values: Float64Array.from(cells, (at) => (at % columns) + 1) },
      { name: t("attention"), values: Float64Array.from(cells, (at) => values[at]), format: share },
    ],
  };
}

function picture(title: string, heat: Heat, theme: Theme): string {
  const height = (side / heat.columns) * heat.rows;
  const muted = { fill: theme.muted };
  const body: Svg[] = [
    svgText(edge, 14, title, { fill: theme.foreground }),
    legendSvg(heat, edge + side - 130, 8, theme, (value) => tick(value, value >= 1 ? 1 : value || 1)),
    heatSvg(heat, edge, 28, side, height, theme),
    svgText(edge - 6, 40, "1", { ...muted, "text-anchor": "end" }),
    svgText(edge - 6, 28 + height - 2, grouped(heat.rows), { ...muted, "text-anchor": "end" }),
    svgText(edge, 28 + height + 14, "1", muted),
    svgText(edge + side, 28 + height + 14, grouped(heat.columns), { ...muted, "text-anchor": "end" }),
  ];
  return svgDocument({ title, width: edge + side + 16, height: 28 + height + 24, body }, theme);
}
