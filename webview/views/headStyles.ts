/** What the head line looks like: a title, what can be done on its right, a line of progress, and figures in a row. */
import { css } from "lit";

export const headStyles = css`
  h1 {
    margin: 0;
    font-size: 1.3em;
    font-weight: 600;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  .first {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    justify-content: space-between;
    gap: 10px 24px;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .places {
    display: flex;
    gap: 2px;
  }
  .what {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 14px;
    margin-top: 4px;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 5px;
  }
  .state.running svg {
    color: var(--vscode-progressBar-background);
  }
  .state.failed svg {
    color: var(--vscode-errorForeground);
  }
  .state.interrupted svg {
    color: var(--vscode-editorWarning-foreground);
  }
  .progress {
    height: 2px;
    margin: 14px 0 12px;
    background: var(--hairline);
  }
  .progress div {
    height: 100%;
    background: var(--vscode-progressBar-background, currentColor);
    transform: scaleX(var(--share));
    transform-origin: left;
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 32px;
    margin: 0;
  }
  dt {
    color: var(--muted);
    font-size: 0.92em;
  }
  dd {
    margin: 1px 0 0;
    font-size: 1.15em;
  }
`;
