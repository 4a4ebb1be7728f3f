/** The matrices that heads of the full model have of their own, as heat, and as figures that leave the page. */
import { t } from "@vscode/l10n";
import { tokenName } from "../../core/inspect";
import { weightsOf, type Model } from "../../core/model";
import { svgDocument, svgText, type Figure, type Svg } from "../figures";
import { heatSvg, legendSvg, rangeWord, roundedSize, type Heat } from "../heat";
import type { Circuit } from "../store";
import type { Theme } from "../theme";
import { decimal, headNumber, headWord } from "../words";

/** One kind of matrix, of all heads. */
export interface HeadMatrices {
  readonly kind: "match" | "outputValue";
  /** `W_QK` */
  readonly name: string;
  /** What its rows and columns are. */
  readonly sentence: string;
  /** In their order. */
  readonly heads: readonly Matrix[];
  /** The size of the value that has the strongest colour. */
  readonly most: number;
}

export interface Matrix {
  /** 0-based. */
  readonly head: number;
  /** [d, d], token against token. */
  readonly heat: Heat;
}

/** None in models whose heads have no matrices between tokens. */
export function matricesOf({ model, parameters }: Circuit): readonly HeadMatrices[] {
  const { content } = weightsOf(model, parameters);
  if (content.kind !== "full") return [];
  return [
    {
      ...{ kind: "match", name: "W_QK" },
      sentence: t("W_QK = W_Q W_Kᵀ: how much the token of a row looks for that of a column"),
      ...matrices(model, content.match),
    },
    {
      ...{ kind: "outputValue", name: "W_OV" },
      sentence: t("W_OV: what a head brings of the token of a row, token by token"),
      ...matrices(model, content.outputValue),
    },
  ];
}

/** @param values [H, d, d] */
function matrices(
  { heads, alphabetSize: d }: Model,
  values: Float64Array,
): Pick<HeadMatrices, "heads" | "most"> {
  const most = roundedSize(values.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0));
  const matrix = (head: number): Matrix => ({
    head,
    heat: {
      ...{ rows: d, columns: d, scale: "difference", most },
      values: values.subarray(head * d * d, (head + 1) * d * d),
    },
  });
  return { most, heads: Array.from({ length: heads }, (_, head) => matrix(head)) };
}

export function matricesFigure(model: Model, { name, heads, most }: HeadMatrices): Figure {
  const d = model.alphabetSize;
  const title = t("{0} of each head", name);
  const cells = heads.flatMap(({ head, heat }) =>
    Array.from(heat.values, (value, at) => ({ head, value, from: Math.floor(at / d), to: at % d })),
  );
  return {
    name: title,
    table: () => ({
      columns: [
        { name: t("head"), values: cells.map(({ head }) => headNumber(model, head)) },
        { name: t("row"), values: cells.map(({ from }) => tokenName(from, d)) },
        { name: t("column"), values: cells.map(({ to }) => tokenName(to, d)) },
        { name, values: cells.map(({ value }) => value), format: decimal },
      ],
    }),
    svg: (theme) => picture(title, model, heads, most, theme),
  };
}

/** Of the picture, in pixels. */
const side = 96;
const gap = 24;
const edge = 18;

function picture(title: string, model: Model, heads: readonly Matrix[], most: number, theme: Theme): string {
  const muted = { fill: theme.muted };
  const width = edge + heads.length * (side + gap);
  const body: Svg[] = [
    svgText(edge, 14, title, { fill: theme.foreground }),
    legendSvg({ scale: "difference", most }, edge + 20, 24, theme, rangeWord),
  ];
  const step = side / model.alphabetSize;
  // Where there is room for letters.
  const tokens = Array.from({ length: step >= 9 ? model.alphabetSize : 0 }, (_, token) => token);
  for (const { head, heat } of heads) {
    const [x, y] = [edge + head * (side + gap), 66];
    body.push(svgText(x, y - 18, headWord(model, head), muted), heatSvg(heat, x, y, side, side, theme));
    for (const token of tokens) {
      const name = tokenName(token, model.alphabetSize);
      const at = (token + 0.5) * step;
      body.push(
        svgText(x + at, y - 4, name, { ...muted, "text-anchor": "middle" }),
        svgText(x - 5, y + at + 4, name, { ...muted, "text-anchor": "end" }),
      );
    }
  }
  return svgDocument({ title, width: Math.max(width, 240), height: 66 + side + 12, body }, theme);
}
