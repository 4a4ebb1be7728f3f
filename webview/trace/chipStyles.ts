/** What chips look like: letters on their tint, marks above and lines below. */
import { css } from "lit";

export const chipStyles = css`
  :host {
    --window: color-mix(in srgb, var(--vscode-foreground) 55%, transparent);
    display: block;
  }
  [role="listbox"] {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 2px;
    padding: 6px 0 4px;
  }
  .chip {
    position: relative;
    box-sizing: border-box;
    min-width: 17px;
    height: 21px;
    padding: 0 3px;
    border-radius: 2px;
    background: var(--tint);
    color: var(--ink);
    font-family: var(--vscode-editor-font-family, monospace);
    line-height: 21px;
    text-align: center;
    cursor: pointer;
    user-select: none;
  }
  .chip:hover {
    outline: 1px solid var(--vscode-foreground);
  }
  .chip:focus-visible {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: 1px;
    z-index: 1;
  }
  .later,
  .no-key {
    color: var(--vscode-descriptionForeground);
  }
  .traced {
    border: 1.5px solid var(--vscode-foreground);
    line-height: 18px;
    font-weight: 700;
  }
  .candidate {
    outline: 1px dashed var(--vscode-foreground);
    outline-offset: 1px;
  }
  .seen::after {
    content: "";
    position: absolute;
    right: -1px;
    bottom: -4px;
    left: -1px;
    height: 2px;
    background: var(--line);
  }
  .read::after {
    height: 3px;
  }
  .matches::before {
    content: "";
    position: absolute;
    top: -5px;
    left: calc(50% - 3px);
    border: 3px solid transparent;
    border-top: 4px solid var(--vscode-foreground);
    border-bottom: 0;
  }
  .edited {
    font-style: italic;
    font-weight: 700;
    box-shadow: inset 0 0 0 1.5px var(--vscode-editorWarning-foreground, currentColor);
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
