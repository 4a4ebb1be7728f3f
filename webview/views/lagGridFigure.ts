/** The grid of heads and lags as a figure: a row of its table for each head and lag, and the grid with its numbers. */
import { t } from "@vscode/l10n";
import type { HeadDescription } from "../../core/inspect";
import { svgDocument, svgRect, svgText, type Figure, type Svg } from "../figures";
import { colourOf, heatSvg, type Heat } from "../heat";
import type { Circuit } from "../store";
import { inkOn, type Theme } from "../theme";
import { describedHeadWord, headNumber, share, shortShare, signedShare, signedShortShare } from "../words";

/** Of the picture, in pixels. */
const leastNames = 60;
const letter = 6.5;
const cell = { width: 40, height: 26 };
/** More lags than these are coloured only. */
const mostNumbers = 12;

/**
 * @param than whose attention is taken off, head by head; null: nothing is
 * @param most the difference that has the strongest colour
 */
export function lagGridFigure(
  { heads, lagMask, model }: Circuit,
  than: readonly HeadDescription[] | null,
  most: number,
): Figure {
  const name = than
    ? t("change of attention of each head to each lag")
    : t("attention of each head to each lag");
  const lags = heads[0].lagAttention.length;
  const valueAt = (at: number): number => {
    const [head, lag] = [Math.floor(at / lags), at % lags];
    return lagMask[at] ? heads[head].lagAttention[lag] - (than?.[head].lagAttention[lag] ?? 0) : NaN;
  };
  const cells = Array.from(lagMask.keys());
  const heat = (): Heat => ({
    ...{ rows: heads.length, columns: lags, values: cells.map(valueAt) },
    ...{ scale: than ? "difference" : "share", most: than ? most : 1 },
  });
  return {
    name,
    table: () => ({
      columns: [
        { name: t("head"), values: cells.map((at) => headNumber(model, Math.floor(at / lags))) },
        { name: t("lag"), values: cells.map((at) => (at % lags) + 1) },
        {
          name: than ? t("change") : t("attention"),
          values: cells.map(valueAt),
          format: than ? signedShare : share,
        },
      ],
    }),
    svg: (theme) => picture(name, heat(), heads.map(describedHeadWord), theme),
  };
}

function picture(title: string, heat: Heat, headNames: readonly string[], theme: Theme): string {
  const { rows, columns } = heat;
  const names = Math.max(leastNames, 8 + Math.max(...headNames.map(({ length }) => length)) * letter);
  const across = columns <= mostNumbers ? cell.width : 10;
  const muted = { fill: theme.muted };
  const middle = { "text-anchor": "middle" };
  const body: Svg[] = [svgText(0, 16, t("lag"), muted)];
  for (let column = 0; column < columns; column++) {
    const told = columns <= mostNumbers || column === 0 || (column + 1) % 10 === 0;
    if (told)
      body.push(svgText(names + (column + 0.5) * across, 16, String(column + 1), { ...muted, ...middle }));
  }
  for (let row = 0; row < rows; row++) {
    body.push(svgText(0, 24 + (row + 0.5) * cell.height + 4, headNames[row], muted));
  }
  if (columns > mostNumbers) {
    body.push(heatSvg(heat, names, 24, columns * across, rows * cell.height, theme));
  } else {
    body.push(
      ...Array.from({ length: rows * columns }, (_, at) => numberedCell(heat, at, names, theme)).flat(),
    );
  }
  const size = { width: names + columns * across + 4, height: 28 + rows * cell.height };
  return svgDocument({ title, ...size, body }, theme);
}

function numberedCell(heat: Heat, at: number, names: number, theme: Theme): Svg[] {
  const value = heat.values[at];
  if (Number.isNaN(value)) return [];
  const x = names + (at % heat.columns) * cell.width;
  const y = 24 + Math.floor(at / heat.columns) * cell.height;
  const fill = colourOf(heat, value, theme);
  const words = heat.scale === "share" ? shortShare(value) : signedShortShare(value);
  const place = [x + cell.width / 2, y + cell.height / 2 + 4] as const;
  return [
    svgRect(x + 1, y + 1, cell.width - 2, cell.height - 2, { fill, rx: 2 }),
    svgText(...place, words, { "text-anchor": "middle", fill: inkOn(fill) }),
  ];
}
