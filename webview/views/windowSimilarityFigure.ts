/** Likenesses of windows as heat, the names along its edges, and as a figure that leaves the page. */
import { t } from "@vscode/l10n";
import { lettersInAlphabet, tokenName, type ComparedWindow, type WindowSimilarity } from "../../core/inspect";
import type { Model } from "../../core/model";
import { svgDocument, svgText, type Figure, type Svg } from "../figures";
import { heatSvg, legendSvg, rangeWord, roundedSize, type Heat, type Labels } from "../heat";
import type { Circuit } from "../store";
import type { Theme } from "../theme";
import { grouped, share } from "../words";

/** Lags further back than this are not spread out in the name of a group. */
const farthestSpread = 6;

/** Values of an MLP may be negative; all others are coloured as shares are. */
export function similarityHeat(model: Model, { queries, keys, values }: WindowSimilarity): Heat {
  const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    ...{ rows: queries.length, columns: keys.length, values },
    scale: model.family === "mlp" ? "difference" : "share",
    most: roundedSize(greatest),
  };
}

/** `ABCAB`, nearest last; of a key whose heads see its own token `ABCAB·C`. */
export function windowName({ tokens, own }: ComparedWindow, alphabetSize: number): string {
  const names = Array.from(tokens, (token) => tokenName(token, alphabetSize));
  const joined = names.join(alphabetSize <= lettersInAlphabet ? "" : " ");
  const window = joined === "" ? t("nothing") : joined;
  return own === null ? window : `${window}·${tokenName(own, alphabetSize)}`;
}

/** A name in the middle of each group of windows that agree at the lags that count. */
export function windowLabels({ queries, keys, lags }: WindowSimilarity, alphabetSize: number): Labels {
  const [rows, columns] = [queries, keys].map((windows) => groupNames(windows, lags, alphabetSize));
  return { row: (row) => rows[row] ?? "", column: (column) => columns[column] ?? "", sparse: true };
}

/** By cell; empty but in the middle of a group. */
function groupNames(
  windows: readonly ComparedWindow[],
  lags: readonly number[],
  alphabetSize: number,
): readonly string[] {
  const groups = windows.map(({ tokens }) => groupName(tokens, lags, alphabetSize));
  const names = groups.map(() => "");
  for (let from = 0; from < groups.length;) {
    let to = from;
    while (to < groups.length && groups[to] === groups[from]) to++;
    names[Math.floor((from + to - 1) / 2)] = groups[from];
    from = to;
  }
  return names;
}

/** `AB`, or where lags are passed over `A·B`; where they go far back only the tokens. */
function groupName(tokens: Uint8Array, lags: readonly number[], alphabetSize: number): string {
  const farthest = lags[lags.length - 1] ?? 0;
  const nameAt = (lag: number) => {
    const token = tokens.at(-lag);
    return token === undefined || lag > tokens.length ? "–" : tokenName(token, alphabetSize);
  };
  if (farthest > farthestSpread || alphabetSize > lettersInAlphabet) {
    return lags
      .toReversed()
      .map(nameAt)
      .join(alphabetSize > lettersInAlphabet ? " " : "");
  }
  const all = Array.from({ length: farthest }, (_, at) => farthest - at);
  return all.map((lag) => (lags.includes(lag) ? nameAt(lag) : "·")).join("");
}

export function similarityFigure(
  title: string,
  { model }: Circuit,
  similarity: WindowSimilarity,
  heat: Heat,
): Figure {
  const { queries, keys, values, byPosition } = similarity;
  const name = (window: ComparedWindow) => windowName(window, model.alphabetSize);
  const places = (windows: readonly ComparedWindow[]) => windows.map(({ position }) => grouped(position + 1));
  const cells = Array.from(values.keys());
  const asking = cells.map((at) => Math.floor(at / keys.length));
  const looked = cells.map((at) => at % keys.length);
  const [from, to] = [queries.map(name), keys.map(name)];
  const [fromPlaces, toPlaces] = [places(queries), places(keys)];
  return {
    name: title,
    table: () => ({
      columns: [
        { name: t("asks"), values: asking.map((row) => from[row]) },
        ...(byPosition ? [{ name: t("at place"), values: asking.map((row) => fromPlaces[row]) }] : []),
        { name: t("is looked at"), values: looked.map((column) => to[column]) },
        ...(byPosition
          ? [{ name: t("there at place"), values: looked.map((column) => toPlaces[column]) }]
          : []),
        { name: "k", values, format: share },
      ],
    }),
    svg: (theme) => picture(title, windowLabels(similarity, model.alphabetSize), heat, theme),
  };
}

/** Of the picture's map, in pixels. */
const side = 420;
const edge = 52;

function picture(title: string, labels: Labels, heat: Heat, theme: Theme): string {
  const height = (side / heat.columns) * heat.rows;
  const muted = { fill: theme.muted };
  const body: Svg[] = [
    svgText(edge, 14, title, { fill: theme.foreground }),
    legendSvg(heat, edge + 30, 24, theme, rangeWord),
    heatSvg(heat, edge, 58, side, height, theme),
  ];
  for (let row = 0; row < heat.rows; row++) {
    const y = 58 + ((row + 0.5) * height) / heat.rows + 4;
    if (labels.row(row)) body.push(svgText(edge - 6, y, labels.row(row), { ...muted, "text-anchor": "end" }));
  }
  for (let column = 0; column < heat.columns; column++) {
    const x = edge + ((column + 0.5) * side) / heat.columns;
    if (labels.column(column)) {
      body.push(svgText(x, 52, labels.column(column), { ...muted, "text-anchor": "middle" }));
    }
  }
  return svgDocument({ title, width: edge + side + 16, height: 58 + height + 12, body }, theme);
}
