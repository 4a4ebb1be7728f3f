/** What <induction-sweep-plot> looks like. */
import { css } from "lit";

export const plotStyles = css`
  :host {
    display: block;
    min-width: 0;
  }
  .top {
    min-height: 20px;
    /* The figure's menu stands there. */
    padding-right: 28px;
  }
  .legend,
  ul {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 14px;
    margin: 0;
    padding: 0;
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
    font-variant-numeric: tabular-nums;
    list-style: none;
  }
  li,
  .ramp {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  li i {
    width: 8px;
    height: 8px;
    border-radius: 50%;
  }
  .bar {
    display: inline-flex;
    height: 8px;
  }
  .bar i {
    width: 3px;
  }
  .frame {
    overflow: hidden;
    outline-offset: 2px;
    cursor: crosshair;
    user-select: none;
  }
  .frame:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  svg {
    display: block;
    max-width: 100%;
    font-size: 11px;
    font-family: var(--vscode-font-family, sans-serif);
  }
  .reading {
    min-height: 2.7em;
    margin: 4px 0 0;
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
`;
