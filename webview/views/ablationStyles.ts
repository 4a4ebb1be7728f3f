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
  .losses th {
    max-width: 60ch;
    white-space: normal;
  }
  .losses .change {
    margin-left: 10px;
    color: var(--muted);
    overflow-wrap: anywhere;
  }
  .losses tbody + tbody tr:first-child > * {
    padding-top: 14px;
  }
  @container (max-width: 620px) {
    .losses th,
    .losses td {
      padding-right: 14px;
    }
    .losses .change {
      display: block;
      margin: 0;
      font-size: 0.92em;
    }
    .losses td .error {
      display: block;
    }
  }
  .error {
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
`;
