/** What the timeline looks like: a row of words, and under it hairlines with one handle. */
import { css } from "lit";

export const timelineStyles = css`
  .bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 4px 24px;
    margin-bottom: 8px;
    white-space: nowrap;
  }
  .moves,
  .axes {
    display: flex;
    flex: none;
    align-items: center;
  }
  .moves {
    flex: 0 1 auto;
    gap: 14px;
    min-width: 0;
  }
  .moves vscode-button {
    margin: 0 -6px 0 -4px;
  }
  .axes {
    gap: 22px;
  }
  .speeds {
    display: flex;
    gap: 8px;
  }
  @container (max-width: 780px) {
    .bar {
      flex-direction: column;
      align-items: stretch;
    }
  }
  /* Always one line, so that nothing below moves: what has no room goes to the next one, out of sight. */
  .standing {
    display: flex;
    flex-wrap: wrap;
    gap: 0 14px;
    height: 1.35em;
    margin: 0;
    overflow: hidden;
  }
  .word {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--vscode-descriptionForeground);
    font: inherit;
    cursor: pointer;
  }
  .word svg {
    width: 12px;
    height: 12px;
  }
  .word[aria-pressed="true"],
  .word:hover {
    color: var(--vscode-foreground);
  }
  .live[aria-pressed="true"] svg {
    color: var(--accent);
  }
  .word:focus-visible,
  .slider:focus-visible .handle {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }

  :host {
    --accent: var(--vscode-progressBar-background, currentColor);
  }
  .slider {
    position: relative;
    min-height: 42px;
    outline: none;
    cursor: pointer;
    touch-action: none;
    user-select: none;
  }
  .track {
    display: block;
    overflow: visible;
    fill: none;
  }
  .track text {
    fill: var(--muted);
    font-size: 11px;
    font-variant-numeric: tabular-nums;
  }
  .axis,
  .boundary {
    stroke: var(--hairline);
  }
  .trained {
    stroke: var(--muted);
    stroke-opacity: 0.55;
  }
  .checkpoints,
  .bracket {
    stroke: var(--muted);
    stroke-opacity: 0.7;
  }
  .edit {
    fill: var(--vscode-foreground);
  }
  .reach {
    fill: transparent;
  }
  .here {
    stroke: var(--accent);
    fill: var(--vscode-editor-background);
  }
  .passed,
  .pointed,
  .handle {
    position: absolute;
    left: 0;
    top: var(--line);
    pointer-events: none;
  }
  .passed {
    width: 100%;
    height: 2px;
    margin-top: -0.5px;
    background: var(--accent);
    transform-origin: left;
  }
  .pointed {
    width: 1px;
    height: 14px;
    margin-top: -6px;
    background: var(--muted);
  }
  .handle {
    width: 11px;
    height: 11px;
    margin: -5px 0 0 -5.5px;
    border-radius: 50%;
    background: var(--accent);
    will-change: transform;
  }
`;
