/** Gaps as a table with a colour and a number in each cell. */
import { t } from "@vscode/l10n";
import { css, html, type TemplateResult } from "lit";
import { colourOf } from "../heat";
import { inkOn, styled, type Theme } from "../theme";
import { grouped, signedDecimal, unknown } from "../words";
import { alphaWord } from "./evaluations";
import type { Gap, Gaps } from "./gaps";

export const gapTableStyles = css`
  .gaps {
    overflow-x: auto;
    padding-right: 30px;
  }
  .gaps:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .gaps table {
    border-spacing: 2px;
    font-variant-numeric: tabular-nums;
  }
  .gaps th {
    padding: 0 8px 0 0;
    color: var(--muted);
    font-size: 0.92em;
    font-weight: normal;
    text-align: right;
    white-space: nowrap;
  }
  .gaps thead th {
    padding: 0 4px;
    text-align: center;
  }
  .gaps td {
    min-width: 56px;
    height: 24px;
    padding: 0 4px;
    border-radius: 2px;
    background: var(--cell);
    color: var(--ink);
    text-align: center;
    white-space: nowrap;
  }
`;

export function gapTable({ name, lengths, alphas, cells, heat }: Gaps, theme: Theme): TemplateResult {
  return html`<div class="gaps" role="region" aria-label=${name} tabindex="0">
    <table>
      <caption class="hidden">
        ${name}
      </caption>
      <thead>
        <tr>
          <td class="corner"></td>
          ${alphas.map((alpha) => html`<th scope="col">α ${alphaWord(alpha)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${lengths.map(
          (length, row) =>
            html`<tr>
              <th scope="row">L ${grouped(length)}</th>
              ${alphas.map((_, column) => {
                const gap = cells[row * alphas.length + column];
                return gap ? cell(gap, colourOf(heat, gap.mean, theme)) : html`<td>${unknown}</td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cell({ mean, low, high }: Gap, colour: string): TemplateResult {
  const title = Number.isFinite(low) ? t("95 %: {0} to {1}", signedDecimal(low), signedDecimal(high)) : "";
  return html`<td title=${title} ${styled({ "--cell": colour, "--ink": inkOn(colour) })}>
    <data value=${mean}>${signedDecimal(mean)}</data>
  </td>`;
}
