/** How the table of an ablation is laid out. */
import { css } from "lit";

export const ablationStyles = css`
  .scroll {
    margin-top: 22px;
    overflow-x: auto;
  }
  .scroll:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .losses {
    border-collapse: collapse;
  }
  .losses th,
  .losses td {
    padding: 3px 26px 3px 0;
    border-bottom: 1px solid var(--hairline);
    font-weight: normal;
    text-align: left;
    vertical-align: top;
    white-space: nowrap;
  }
  .losses thead th {
    color: var(--muted);
  }
  .losses .words {
    max-width: 44ch;
    white-space: normal;
  }
  .losses tbody + tbody tr:first-child > * {
    padding-top: 14px;
  }
  .error {
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
`;
