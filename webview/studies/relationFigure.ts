/** What a relation gives out of itself: a row for each place of each curve, and its picture. */
import { t } from "@vscode/l10n";
import type { Figure } from "../figures";
import type { Relation } from "./relation";
import { relationSvg } from "./relationPicture";

/** @param relation with all its curves: the table has those too that are not drawn */
export function relationFigure(relation: Relation, drawn: Relation): Figure {
  return {
    name: relation.label,
    table: () => {
      const rows = relation.curves.flatMap(({ name, points }) => points.map((point) => ({ name, point })));
      const numbers = (read: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, read);
      const { format, unit } = relation;
      return {
        columns: [
          { name: t("predictor"), values: rows.map(({ name }) => name) },
          {
            name: relation.variable,
            values: numbers(({ point }) => point.at),
            format: relation.variableWord,
          },
          { name: `${t("mean")} (${unit})`, values: numbers(({ point }) => point.mean), format },
          { name: t("95 % from"), values: numbers(({ point }) => point.low), format },
          { name: t("to"), values: numbers(({ point }) => point.high), format },
        ],
      };
    },
    svg: (theme) => relationSvg(drawn, theme),
  };
}
