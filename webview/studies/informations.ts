/** Informations of sets of lags as a figure: Ĩ and χ² of all of them, and a bar for the most informative. */
import { t } from "@vscode/l10n";
import { lagSetName } from "../../core/theory";
import type { TheoryStudy } from "../../core/protocol";
import { svgDocument, svgLine, svgRect, svgText, type Figure, type Svg } from "../figures";
import type { Theme } from "../theme";
import { decimal, spread } from "../words";
import { byInformation, selectedSet, type SetInformation } from "./selection";

/** Bars of the picture, and of the page before all are asked for. */
export const mostSets = 12;

const [width, names, numbers, rowHeight] = [560, 110, 150, 22];

export function informationsFigure(study: TheoryStudy): Figure {
  const sets = byInformation(study);
  const column = (read: (set: SetInformation) => number) => Float64Array.from(sets, read);
  const name = t("information of sets of lags");
  return {
    name,
    table: () => ({
      columns: [
        { name: t("lags"), values: sets.map(({ lags }) => lagSetName(lags)) },
        { name: "Ĩ", values: column(({ modifiedChi2 }) => modifiedChi2.mean), format: decimal },
        {
          name: t("standard error"),
          values: column(({ modifiedChi2 }) => modifiedChi2.standardError),
          format: decimal,
        },
        { name: "χ²", values: column(({ chi2 }) => chi2.mean), format: decimal },
        {
          name: t("standard error of χ²"),
          values: column(({ chi2 }) => chi2.standardError),
          format: decimal,
        },
      ],
    }),
    svg: (theme) => picture(name, study, theme),
  };
}

function picture(title: string, study: TheoryStudy, theme: Theme): string {
  const sets = byInformation(study).slice(0, mostSets);
  const selected = selectedSet(study);
  const most = sets[0]?.modifiedChi2.mean || 1;
  const x = (value: number) => names + (Math.max(0, value) / most) * (width - names - numbers - 30);
  const body = sets.flatMap((set, index): Svg[] => {
    const { mean, standardError } = set.modifiedChi2;
    const y = 40 + index * rowHeight;
    const fill = set === selected ? theme.foreground : theme.muted;
    const star = set === selected ? " S*" : "";
    const error = Number.isFinite(standardError) ? ` ± ${spread(standardError)}` : "";
    return [
      svgText(0, y + 12, `${lagSetName(set.lags)}${star}`, { fill }),
      svgRect(names, y + 5, x(mean) - names, 8, {
        fill: set === selected ? theme.series[0] : theme.muted,
      }),
      ...(Number.isFinite(standardError)
        ? [
            svgLine([x(mean - standardError), y + 9], [x(mean + standardError), y + 9], {
              stroke: theme.foreground,
            }),
          ]
        : []),
      svgText(width, y + 12, `${decimal(mean)}${error}`, { fill, "text-anchor": "end" }),
    ];
  });
  const heading = svgText(0, 18, `${title}: Ĩ`, { "font-size": 13, "font-weight": 600 });
  return svgDocument({ title, width, height: 52 + sets.length * rowHeight, body: [heading, ...body] }, theme);
}
