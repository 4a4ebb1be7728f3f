/** What the rows of a sequence of scalars look like. */
import { css } from "lit";

export const rowsStyles = css`
  :host {
    --muted: var(--vscode-descriptionForeground, inherit);
    display: block;
  }
  .plot {
    position: relative;
    cursor: pointer;
  }
  .plot:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  .name {
    margin: 10px 28px 2px 0;
    color: var(--muted);
    font-size: 0.92em;
  }
  svg {
    display: block;
    width: 100%;
    height: 44px;
    border-bottom: 1px solid var(--hairline);
  }
  svg.signed {
    border: 0;
    background: linear-gradient(var(--hairline), var(--hairline)) 0 50% / 100% 1px no-repeat;
  }
  .wanted {
    fill: none;
    stroke: var(--vscode-foreground);
    stroke-width: 1px;
    vector-effect: non-scaling-stroke;
  }
  .marks {
    position: relative;
    height: 14px;
    font-size: 10px;
    line-height: 14px;
  }
  .marks span {
    position: absolute;
    transform: translateX(-50%);
  }
  .column {
    position: absolute;
    top: 0;
    bottom: 0;
    box-sizing: border-box;
    min-width: 3px;
    border: 1px solid var(--muted);
    opacity: 0.6;
    pointer-events: none;
  }
  .column.chosen {
    border-style: dotted;
  }
  .legend,
  .reading {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    margin: 6px 0 0;
    line-height: 1.45;
  }
  .legend {
    color: var(--muted);
    font-size: 0.92em;
  }
  .reading {
    min-height: 1.45em;
    font-variant-numeric: tabular-nums;
  }
`;
