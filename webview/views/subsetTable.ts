/** The coefficients behind the selector's bars: c, p and how far each subset is behind the winner. */
import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import { leadingSubset } from "../../core/inspect";
import type { Circuit } from "../store";
import { decimal, logRatio, logWord, subsetName, weightWord } from "../words";

/** @param isLit whether a subset, by its heads, lights up */
export function subsetTable(
  { subsets }: Circuit,
  isLit: (heads: readonly number[]) => boolean,
): TemplateResult {
  const winner = leadingSubset(subsets);
  const label = t("Coefficients of the subsets");
  return html`<div class="numbers" role="region" aria-label=${label} tabindex="0">
    <table>
      <caption class="hidden">
        ${label}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t("subset")}</th>
          <th scope="col">c</th>
          <th scope="col">p</th>
          <th scope="col" title=${t("2 log₁₀ of c to the winner's c")}>log₁₀ p/p<sub>max</sub></th>
        </tr>
      </thead>
      <tbody>
        ${subsets.map((subset) => {
          const ratio = logRatio(subset, winner);
          return html`<tr class=${isLit(subset.heads) ? "lit" : ""}>
            <th scope="row">${subsetName(subset)}</th>
            <td><data value=${subset.coefficient}>${decimal(subset.coefficient)}</data></td>
            <td><data value=${subset.weight}>${weightWord(subset, winner)}</data></td>
            <td><data value=${ratio}>${logWord(ratio)}</data></td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
