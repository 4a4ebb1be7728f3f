/** What the head line looks like: a title, under it how the run stands, and on the right what can be done. */
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
  .first > div:first-child {
    flex: 1 1 320px;
    min-width: 0;
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
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    margin: 0;
  }
  dl div {
    display: flex;
    gap: 5px;
  }
  dt {
    color: var(--muted);
  }
  dd {
    margin: 0;
  }
`;
