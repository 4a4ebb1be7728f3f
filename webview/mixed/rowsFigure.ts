/** What the rows of a sequence give out of themselves: a row for each position, and their picture. */
import { t } from "@vscode/l10n";
import type { MixedCircuit } from "../../core/inspect";
import { svgDocument, svgGroup, svgLine, svgPath, svgText, type Figure, type Svg } from "../figures";
import type { Theme } from "../theme";
import { decimal, share } from "../words";
import { barsPath, copierRow, marksOf, markWords, outlinePath, rowsOf, rowTitle, type BarRow } from "./bars";

/** In pixels. */
const width = 720;
const rowHeight = 56;
const titleHeight = 20;

/** @param position 0-based: its attention in layer 1 is shown */
export function rowsFigure(circuit: MixedCircuit, position: number): Figure {
  const name = t("heads on a sequence");
  const { tokens, copied, lazyAttention, richAttention, wantedAttention, lazyBrought, richBrought } = circuit;
  return {
    name,
    table: () => ({
      columns: [
        { name: t("position"), values: tokens.map((_, at) => at + 1) },
        { name: "x", values: tokens, format: decimal },
        { name: t("y of layer 1"), values: copied, format: decimal },
        { name: t("layer 1 from {0}", position + 1), values: copierRow(circuit, position), format: share },
        { name: t("head A"), values: lazyAttention, format: share },
        { name: t("brought to A"), values: lazyBrought, format: decimal },
        { name: t("head B"), values: richAttention, format: share },
        { name: t("target's own"), values: wantedAttention, format: share },
        { name: t("brought to B"), values: richBrought, format: decimal },
      ],
    }),
    svg: (theme) => picture(name, circuit, position, theme),
  };
}

function picture(title: string, circuit: MixedCircuit, position: number, theme: Theme): string {
  const rows = rowsOf(circuit, position);
  const step = width / circuit.tokens.length;
  const marks = Array.from(markWords(marksOf(circuit)), ([at, words]) =>
    svgText((at + 0.5) * step, titleHeight + rowHeight + 12, words, { "text-anchor": "middle" }),
  );
  const body = rows.flatMap((row, index) => {
    const y = index * (rowHeight + titleHeight) + (index > 0 ? 16 : 0);
    return rowPicture(row, y, step, theme);
  });
  const height = rows.length * (rowHeight + titleHeight) + 24;
  return svgDocument({ title, width, height, body: [...body, ...marks] }, theme);
}

function rowPicture(row: BarRow, y: number, step: number, theme: Theme): Svg[] {
  const zero = y + titleHeight + (row.signed ? rowHeight / 2 : rowHeight);
  const scaled = { transform: `translate(0 ${y + titleHeight}) scale(${step} ${rowHeight})` };
  const outline = outlinePath(row);
  return [
    svgText(0, y + 14, rowTitle(row), { fill: theme.muted }),
    svgLine([0, zero], [width, zero], { stroke: theme.hairline }),
    svgGroup(scaled, [
      svgPath(barsPath(row), { fill: row.colour === "muted" ? theme.muted : theme.series[row.colour] }),
      ...(outline === ""
        ? []
        : [
            svgPath(outline, {
              fill: "none",
              stroke: theme.foreground,
              "stroke-width": 1,
              "vector-effect": "non-scaling-stroke",
            }),
          ]),
    ]),
  ];
}
