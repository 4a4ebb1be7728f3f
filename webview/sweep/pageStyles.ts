/** How a sweep's page is laid out. */
import { css } from "lit";

export const pageStyles = css`
  :host {
    --muted: var(--vscode-descriptionForeground, inherit);
    display: block;
    max-width: 1360px;
    box-sizing: border-box;
    margin: 0 auto;
    padding: 16px 4px 48px;
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family, sans-serif);
    font-size: var(--vscode-font-size, 13px);
    line-height: 1.35;
  }
  h1 {
    margin: 0;
    font-size: 1.3em;
    font-weight: 600;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  h2 {
    margin: 0;
    font-size: 1em;
    font-weight: 600;
  }
  .muted {
    color: var(--muted);
  }
  .small {
    margin: 2px 0 0;
    font-size: 0.92em;
  }
  .caption {
    max-width: 64ch;
    font-size: 1.08em;
  }
  .law {
    margin: 6px 0;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .law th,
  .law td {
    padding: 2px 18px 2px 0;
    font-weight: normal;
    text-align: right;
    white-space: nowrap;
  }
  .law thead th {
    color: var(--muted);
  }
  .law tr > :first-child,
  .law tr > :last-child {
    text-align: left;
  }
  .first {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    justify-content: space-between;
    gap: 10px 24px;
  }
  .first > div:first-child {
    flex: 1 1 320px;
    min-width: 0;
  }
  .what,
  .buttons,
  .heading {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 14px;
    overflow-wrap: anywhere;
  }
  .what {
    margin-top: 4px;
    font-variant-numeric: tabular-nums;
  }
  .buttons {
    gap: 8px;
  }
  .heading {
    min-height: 28px;
    margin-bottom: 4px;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 5px;
  }
  .state.running svg {
    color: var(--vscode-progressBar-background);
  }
  .progress {
    display: flex;
    height: 2px;
    margin-top: 12px;
    background: var(--hairline);
  }
  .progress .done {
    background: var(--vscode-progressBar-background);
  }
  .progress .failed {
    background: var(--vscode-errorForeground);
  }
  section {
    margin-top: 24px;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 14px;
    margin-bottom: 12px;
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
  }
  label span {
    color: var(--muted);
  }
  vscode-dropdown {
    min-width: 120px;
    max-width: 100%;
  }
`;
