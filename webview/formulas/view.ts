/** A formula as people read it: the line of the paper, the numbers put in, the result, and where it comes from. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { decimal } from "../words";
import type { Formula } from "./formula";
import { mathLine } from "./mathml";
import { row, type Maths } from "./maths";

export const formulaStyles = css`
  .formula h4 {
    margin: 0 0 8px;
    font-size: 1em;
    font-weight: 600;
  }
  .formula math {
    margin: 6px 0;
    font-size: 1.25em;
    font-variant-numeric: tabular-nums;
  }
  .formula p {
    margin: 8px 0;
  }
  .formula .notes,
  .formula .source {
    margin: 2px 0;
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
    line-height: 1.45;
  }
  .formula .source {
    margin-top: 8px;
  }
  .formula data {
    font-variant-numeric: tabular-nums;
  }
`;

export function formulaView({
  name,
  symbol,
  written,
  numbers,
  value,
  notes,
  source,
}: Formula): TemplateResult {
  const line = (right: Maths | null, part: string) =>
    right ? html`<div class=${part}>${mathLine(right)}</div>` : nothing;
  return html`<div class="formula">
    <h4>${name}</h4>
    ${line(written && row(symbol, "=", written), "written")} ${line(numbers && row("=", numbers), "numbers")}
    <p class="result">
      ${written ? "=" : nothing} <data value=${value}>${decimal(value)}</data>
      <span class="notes">${t("exactly {0}", String(value))}</span>
    </p>
    ${notes.map((note) => html`<p class="notes">${note}</p>`)}
    <p class="source">${source}</p>
  </div>`;
}
