/** How a heat map is laid out: one canvas with its labels, and over its cells the frames of what is pointed at. */
import { css } from "lit";

export const mapStyles = css`
  :host {
    display: block;
    min-width: 0;
  }
  .map {
    position: relative;
    width: var(--width);
    height: var(--height);
    max-width: 100%;
    outline-offset: 3px;
  }
  .map:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  canvas {
    position: absolute;
    width: 100%;
    height: 100%;
  }
  .area {
    position: absolute;
    inset: 18px 0 0 40px;
    overflow: hidden;
    cursor: crosshair;
  }
  i {
    position: absolute;
    top: 0;
    left: 0;
    box-sizing: border-box;
    pointer-events: none;
  }
  i[hidden] {
    display: none;
  }
  .cell {
    border: 1px solid var(--vscode-foreground);
    outline: 1px solid var(--vscode-editor-background);
  }
  .row {
    width: 100%;
    border: solid var(--vscode-foreground);
    border-width: 1px 0;
    opacity: 0.55;
  }
  .column {
    height: 100%;
    border: solid var(--vscode-foreground);
    border-width: 0 1px;
    opacity: 0.55;
  }
`;
