/** How the grid of heads and lags is laid out, as a table and as colours. */
import { css } from "lit";

export const lagGridStyles = css`
  table {
    width: 100%;
    max-width: 440px;
    border-spacing: 2px;
    table-layout: fixed;
  }
  th {
    padding: 0;
    color: var(--muted);
    font-size: 0.92em;
    font-weight: normal;
  }
  th:first-child {
    width: 5em;
    text-align: left;
    white-space: nowrap;
  }
  .layered th:first-child {
    width: 9em;
  }
  th:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  i {
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-right: 6px;
    background: var(--head);
  }
  td {
    height: 26px;
    padding: 0;
    border-radius: 2px;
    background: var(--cell);
    color: var(--ink);
    text-align: center;
  }
  td.forbidden {
    background: none;
    color: var(--muted);
  }
  tr.lit th,
  .name.lit {
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  tr.lit td {
    outline: 1px solid var(--vscode-foreground);
  }
  tr.lit td.forbidden {
    outline: 0;
  }
  .strip {
    display: grid;
    grid-template-columns: 5em minmax(0, 1fr);
    color: var(--muted);
    font-size: 0.92em;
    line-height: 16px;
  }
  .strip.layered {
    grid-template-columns: 9em minmax(0, 1fr);
  }
  .lags {
    display: flex;
    grid-column: 2;
    justify-content: space-between;
  }
  .reading {
    min-height: 1.4em;
    margin: 0;
    color: var(--muted);
    font-size: 0.92em;
    font-variant-numeric: tabular-nums;
  }
`;
