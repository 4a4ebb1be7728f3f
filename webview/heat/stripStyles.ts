/** How the strips of heads are laid out: names beside, the lines of steps over all of them. */
import { css } from "lit";

export const stripStyles = css`
  :host {
    display: block;
    position: relative;
    min-width: 0;
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
  }
  .strips {
    position: relative;
    display: grid;
    grid-template-columns: var(--names, 5em) minmax(0, 1fr);
    align-items: center;
    row-gap: 3px;
    cursor: crosshair;
    outline-offset: 3px;
  }
  .layered {
    --names: 9em;
  }
  .strips:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .strips span {
    white-space: nowrap;
  }
  span.lit {
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  canvas {
    display: block;
    width: 100%;
    image-rendering: pixelated;
  }
  canvas.lit {
    outline: 1px solid var(--vscode-foreground);
  }
  .mark {
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-right: 6px;
    background: var(--head);
  }
  .series-0 {
    --head: var(--series-0);
  }
  .series-1 {
    --head: var(--series-1);
  }
  .series-2 {
    --head: var(--series-2);
  }
  .series-3 {
    --head: var(--series-3);
  }
  .series-4 {
    --head: var(--series-4);
  }
  .series-5 {
    --head: var(--series-5);
  }
  .track {
    position: absolute;
    top: 0;
    right: 0;
    bottom: 0;
    left: var(--names, 5em);
    overflow: hidden;
    pointer-events: none;
  }
  .track i {
    position: absolute;
    top: 0;
    bottom: 0;
    left: -0.5px;
    width: 1px;
    background: var(--vscode-foreground);
  }
  .track i[hidden] {
    display: none;
  }
  .track .pointed {
    opacity: 0.5;
  }
  .ticks {
    position: relative;
    height: 1.3em;
    margin: 2px 0 0 var(--names, 5em);
    overflow: hidden;
    font-variant-numeric: tabular-nums;
  }
  .ticks span {
    position: absolute;
    transform: translateX(-50%);
    white-space: nowrap;
  }
  .ticks span:first-child {
    transform: none;
  }
  .ticks span.end {
    transform: translateX(-100%);
  }
  .reading {
    min-height: 1.4em;
    margin: 0;
    font-variant-numeric: tabular-nums;
  }
`;
