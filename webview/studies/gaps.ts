/** How far a model stays behind a predictor that knows more, at every length and prior: a small map with its numbers. */
import { t } from "@vscode/l10n";
import type { EvaluationCell, EvaluationStudy } from "../../core/protocol";
import { svgDocument, svgRect, svgText, type Figure, type Svg } from "../figures";
import { colourOf, type Heat } from "../heat";
import { inkOn, type Theme } from "../theme";
import { grouped, signedDecimal } from "../words";
import { alphaWord, valuesOf } from "./evaluations";
import { intervalOf, type Interval } from "./interval";
import { predictorsOf, type Predictor } from "./predictors";

export interface Gaps {
  readonly name: string;
  /** Rows. */
  readonly lengths: readonly number[];
  /** Columns. */
  readonly alphas: readonly number[];
  /** [lengths, alphas]; null where one of them was left out. */
  readonly cells: readonly (Gap | null)[];
  readonly heat: Heat;
}

export interface Gap extends Interval {
  /** The model's loss less the other's. */
  readonly mean: number;
}

/** Against whom it is measured: Bayes first, whom nobody who does not know π can beat. */
export function rivalsOf(predictors: readonly Predictor[]): readonly Predictor[] {
  return ["bayes", "oracle"].flatMap((kind) => predictors.find(({ id }) => id.startsWith(kind)) ?? []);
}

/** @param rival one of `rivalsOf` @param by how losses are counted */
export function gapsOf(study: EvaluationStudy, rival: string, floor: number, by: "gap" | "logGap"): Gaps {
  const [lengths, alphas] = [valuesOf(study, "sequenceLength"), valuesOf(study, "alpha")];
  const predictor = predictorsOf(study).find(({ id }) => id === rival);
  const gapIn = (cell: EvaluationCell | undefined): Gap | null => {
    const gap = cell && predictor?.of(cell)?.[by];
    return gap ? { mean: gap.mean, ...intervalOf(gap) } : null;
  };
  const cells = lengths.flatMap((length) =>
    alphas.map((alpha) =>
      gapIn(
        study.cells.find(
          (cell) => cell.sequenceLength === length && cell.alpha === alpha && cell.floor === floor,
        ),
      ),
    ),
  );
  const values = cells.map((gap) => gap?.mean ?? NaN);
  const most = values.reduce((greatest, value) => Math.max(greatest, Math.abs(value) || 0), 0);
  return {
    name:
      by === "gap"
        ? t("the model's loss less that of {0}", predictor?.name ?? rival)
        : t("the model's log loss less that of {0}", predictor?.name ?? rival),
    ...{ lengths, alphas, cells },
    heat: { rows: lengths.length, columns: alphas.length, values, scale: "difference", most: most || 1 },
  };
}

export function gapsFigure(gaps: Gaps): Figure {
  const { name, lengths, alphas, cells } = gaps;
  const rows = cells.map((gap, at) => ({
    gap,
    length: lengths[Math.floor(at / alphas.length)],
    alpha: alphas[at % alphas.length],
  }));
  return {
    name,
    table: () => ({
      columns: [
        { name: "L", values: rows.map(({ length }) => length), format: grouped },
        { name: "α", values: rows.map(({ alpha }) => alpha), format: alphaWord },
        { name: t("gap (nats)"), values: rows.map(({ gap }) => gap?.mean ?? NaN), format: signedDecimal },
        { name: t("95 % from"), values: rows.map(({ gap }) => gap?.low ?? NaN), format: signedDecimal },
        { name: t("to"), values: rows.map(({ gap }) => gap?.high ?? NaN), format: signedDecimal },
      ],
    }),
    svg: (theme) => picture(gaps, theme),
  };
}

const size = { cell: 62, row: 26, left: 76, top: 56 };

function picture({ name, lengths, alphas, cells, heat }: Gaps, theme: Theme): string {
  const muted = { fill: theme.muted };
  const { cell, row, left, top } = size;
  const body: Svg[] = [
    svgText(0, 18, name, { "font-size": 13, "font-weight": 600 }),
    ...alphas.map((alpha, at) =>
      svgText(left + (at + 0.5) * cell, top - 8, `α = ${alphaWord(alpha)}`, {
        ...muted,
        "text-anchor": "middle",
      }),
    ),
    ...lengths.map((length, at) =>
      svgText(left - 8, top + (at + 0.5) * row + 4, `L = ${grouped(length)}`, {
        ...muted,
        "text-anchor": "end",
      }),
    ),
    ...cells.flatMap((gap, at): Svg[] => {
      if (!gap) return [];
      const fill = colourOf(heat, gap.mean, theme);
      const [x, y] = [left + (at % alphas.length) * cell, top + Math.floor(at / alphas.length) * row];
      return [
        svgRect(x + 1, y + 1, cell - 2, row - 2, { fill, rx: 2 }),
        svgText(x + cell / 2, y + row / 2 + 4, signedDecimal(gap.mean), {
          "text-anchor": "middle",
          fill: inkOn(fill),
        }),
      ];
    }),
  ];
  const [width, height] = [left + alphas.length * cell + 8, top + lengths.length * row + 12];
  return svgDocument({ title: name, width: Math.max(width, 420), height, body }, theme);
}
