/** What the table of a sweep's members looks like. */
import { css } from "lit";

export const membersStyles = css`
  :host {
    display: block;
    min-width: 0;
  }
  .scroll {
    max-height: 640px;
    overflow: auto;
    border-top: 1px solid var(--hairline);
    border-bottom: 1px solid var(--hairline);
  }
  .scroll:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 3px 20px 3px 0;
    font-weight: normal;
    text-align: left;
    white-space: nowrap;
  }
  .number {
    text-align: right;
  }
  thead th {
    position: sticky;
    z-index: 1;
    top: 0;
    border-bottom: 1px solid var(--hairline);
    background: var(--vscode-editor-background);
  }
  th:first-child {
    position: sticky;
    left: 0;
    background: var(--vscode-editor-background);
  }
  thead th:first-child {
    z-index: 2;
  }
  tr.opens {
    cursor: pointer;
  }
  tbody tr:hover > * {
    background: var(--vscode-list-hoverBackground);
  }
  th:first-child {
    padding-left: 4px;
  }
  button {
    padding: 1px 0;
    border: 0;
    background: none;
    color: var(--vscode-descriptionForeground);
    font: inherit;
    cursor: pointer;
  }
  button:hover {
    color: var(--vscode-foreground);
  }
  button.field {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.95em;
  }
  button.link {
    padding: 0;
    line-height: inherit;
    color: var(--vscode-textLink-foreground);
  }
  button.link:hover {
    text-decoration: underline;
  }
  button:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  th[aria-sort] button {
    color: var(--vscode-foreground);
  }
  .arrow {
    display: inline-block;
    width: 1.2em;
    text-align: center;
  }
  .number .arrow {
    margin-right: -1.2em;
  }
  .state span {
    display: flex;
    align-items: center;
    gap: 5px;
  }
  .state.failed svg {
    color: var(--vscode-errorForeground);
  }
  .state.running svg {
    color: var(--vscode-progressBar-background);
  }
  .state.waiting {
    color: var(--vscode-descriptionForeground);
  }
  .failure {
    color: var(--vscode-descriptionForeground);
  }
  .more {
    display: flex;
    align-items: center;
    gap: 14px;
    margin: 10px 0 0;
  }
  .muted {
    color: var(--vscode-descriptionForeground);
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
