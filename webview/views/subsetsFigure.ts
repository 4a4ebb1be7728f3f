/** The selector's bars as a figure: coefficients, weights and ratios of every subset, and a bar for each. */
import { t } from "@vscode/l10n";
import { leadingSubset } from "../../core/inspect";
import { svgDocument, svgRect, svgText, type Figure, type Svg } from "../figures";
import type { Circuit } from "../store";
import type { Theme } from "../theme";
import { decimal, logRatio, logWord, share, subsetName, weightWord } from "../words";

/** Of the picture, in pixels. */
const width = 440;
const barHeight = 26;

export function subsetsFigure({ subsets }: Circuit): Figure {
  const winner = leadingSubset(subsets);
  const name = t("weight p of each subset of heads");
  return {
    name,
    table: () => ({
      columns: [
        { name: t("subset"), values: subsets.map(subsetName) },
        { name: "c", values: subsets.map(({ coefficient }) => coefficient), format: decimal },
        { name: "p", values: subsets.map(({ weight }) => weight), format: share },
        {
          name: t("log₁₀ p/p of the winner"),
          values: subsets.map((subset) => logRatio(subset, winner)),
          format: logWord,
        },
      ],
    }),
    svg: (theme) => picture(name, subsets, theme),
  };
}

function picture(title: string, subsets: Circuit["subsets"], theme: Theme): string {
  const winner = leadingSubset(subsets);
  const body = subsets.flatMap((subset, index): Svg[] => {
    const y = 8 + index * barHeight;
    const fill = subset === winner ? theme.foreground : theme.muted;
    return [
      svgText(0, y + 11, subsetName(subset), { fill }),
      svgText(width, y + 11, weightWord(subset, winner), { fill, "text-anchor": "end" }),
      svgRect(0, y + 18, width, 1, { fill: theme.hairline }),
      svgRect(0, y + 15, width * subset.weight, 4, { fill: theme.series[0] }),
    ];
  });
  return svgDocument({ title, width, height: 16 + subsets.length * barHeight, body }, theme);
}
