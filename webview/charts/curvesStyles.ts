/** What <induction-curves> looks like. */
import { css } from "lit";
import { cursorStyles } from "./cursors";
import { legendStyles } from "./legend";

export const curvesStyles = [
  legendStyles,
  cursorStyles,
  css`
    :host {
      display: block;
      min-width: 0;
    }
    .frame {
      position: relative;
      height: var(--curves-height, 150px);
      outline-offset: 2px;
      cursor: crosshair;
      user-select: none;
    }
    .frame:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
    }
    canvas {
      position: absolute;
      /* Fingers scroll the page; two of them zoom. */
      touch-action: pan-y !important;
    }
    .top {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 2px 14px;
      margin-bottom: 4px;
      /* The figure's menu stands there. */
      padding-right: 28px;
    }
    .zoomed {
      display: flex;
      gap: 10px;
      margin: 0;
      color: var(--vscode-descriptionForeground);
      font-size: 0.92em;
      font-variant-numeric: tabular-nums;
    }
    .zoomed button {
      padding: 0;
      border: 0;
      background: none;
      color: var(--vscode-textLink-foreground);
      font: inherit;
      cursor: pointer;
    }
    .zoomed button:hover {
      text-decoration: underline;
    }
    .zoomed button:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
    }
  `,
];
