/** How the page of an evaluation is laid out. */
import { css } from "lit";

export const generalisationStyles = css`
  .switches {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 8px 32px;
    margin-bottom: 14px;
  }
  .curves {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
  }
  .curves button {
    padding: 0 0 1px;
    border: 0;
    border-bottom: 1px solid transparent;
    background: none;
    color: var(--muted);
    font: inherit;
    cursor: pointer;
  }
  .curves button[aria-pressed="true"] {
    border-bottom-color: currentColor;
    color: var(--vscode-foreground);
  }
  .curves button:hover {
    color: var(--vscode-foreground);
  }
  .curves button:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  .what {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    margin-bottom: 8px;
  }
  .what h3 {
    margin: 0;
  }
  .what vscode-dropdown {
    min-width: 84px;
  }
  .gaps-figure {
    width: max-content;
    max-width: 100%;
  }
  .gap {
    align-items: baseline;
    margin-top: 26px;
  }
`;
