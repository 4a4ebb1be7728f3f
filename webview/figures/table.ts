/** The table behind a figure: its numbers as people read them, each with its exact value. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { grouped, unknown } from "../words";
import type { Column, Figure } from "./figure";
import { cellText, rowCount } from "./files";

/** Rows shown; files have them all. */
const mostRows = 500;

export const tableStyles = css`
  .numbers {
    max-height: 320px;
    margin: 8px 0 0;
    overflow: auto;
    border-top: 1px solid var(--hairline);
    border-bottom: 1px solid var(--hairline);
  }
  .numbers:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  table {
    border-collapse: collapse;
    font-size: 0.92em;
    font-variant-numeric: tabular-nums;
  }
  caption,
  .sentence {
    padding: 6px 0 2px;
    color: var(--vscode-descriptionForeground);
    text-align: left;
  }
  .sentence {
    margin: 0;
    font-size: 0.92em;
  }
  th,
  td {
    padding: 2px 18px 2px 0;
    font-weight: normal;
    text-align: right;
    white-space: nowrap;
  }
  th.words,
  td.words {
    text-align: left;
  }
  thead th {
    position: sticky;
    top: 0;
    background: var(--vscode-editor-background);
    color: var(--vscode-descriptionForeground);
  }
`;

export function tableView({ name, table }: Figure): TemplateResult {
  const numbers = table();
  const { columns } = numbers;
  const count = rowCount(numbers);
  return html`<div class="numbers" role="region" aria-label=${t("Table: {0}", name)} tabindex="0">
      <table>
        <caption>
          ${name}
        </caption>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col" class=${kind(column)}>${column.name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${shownRows(count).map(
            (row) =>
              html`<tr>
                ${columns.map((column) => cell(column, row))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      count > mostRows
        ? html`<p class="sentence">
            ${t("{0} of {1} rows, evenly chosen; the CSV has them all.", mostRows, grouped(count))}
          </p>`
        : nothing
    }`;
}

function cell(column: Column, row: number): TemplateResult {
  const value = column.values[row];
  if (typeof value === "string") return html`<td class="words">${value}</td>`;
  if (Number.isNaN(value)) return html`<td>${unknown}</td>`;
  return html`<td><data value=${value}>${column.format?.(value) ?? cellText(column, row)}</data></td>`;
}

function kind({ values }: Column): string {
  return typeof values[0] === "string" ? "words" : "";
}

/** The first and the last among them. */
function shownRows(count: number): number[] {
  if (count <= mostRows) return Array.from({ length: count }, (_, row) => row);
  return Array.from({ length: mostRows }, (_, index) => Math.round((index * (count - 1)) / (mostRows - 1)));
}
