/** How means beside each other are laid out: names, their picture, their numbers; where it is narrow in two lines each. */
import { css } from "lit";

export const dotStyles = css`
  .dots {
    display: grid;
    grid-template-columns: minmax(0, max-content) minmax(100px, 1fr) max-content;
    grid-auto-flow: row dense;
    column-gap: 16px;
    padding-right: 30px;
  }
  .dots [role="rowgroup"],
  .dots [role="row"] {
    display: contents;
  }
  .dots .group {
    grid-column: 1 / -1;
    padding: 8px 0 2px;
    color: var(--muted);
  }
  .dots .name {
    grid-column: 1;
    max-width: 34ch;
    padding: 3px 0;
    overflow-wrap: anywhere;
  }
  .dots .value {
    grid-column: 3;
    padding: 3px 0;
    text-align: right;
    white-space: nowrap;
  }
  .dots .error {
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
  .track {
    position: relative;
    grid-column: 2;
    min-height: 24px;
  }
  .track > * {
    position: absolute;
    left: calc(100% * var(--at));
  }
  .track .tick,
  .track .line {
    top: 0;
    bottom: 0;
    width: 1px;
    background: var(--hairline);
  }
  .track .line,
  .track .interval,
  .track .mean,
  .track .member {
    background: var(--ink);
  }
  .track .interval {
    top: calc(50% - 1px);
    width: max(1px, calc(100% * var(--wide)));
    height: 2px;
  }
  .track .mean {
    top: calc(50% - 4px);
    width: 8px;
    height: 8px;
    margin-left: -4px;
    border-radius: 50%;
  }
  .track .member {
    top: calc(50% + 5px);
    width: 4px;
    height: 4px;
    margin-left: -2px;
    border-radius: 50%;
    opacity: 0.75;
  }
  .dots .axis {
    position: relative;
    grid-column: 2;
    height: 1.6em;
    color: var(--muted);
    font-size: 0.92em;
    font-variant-numeric: tabular-nums;
  }
  .axis span {
    position: absolute;
    top: 3px;
    left: calc(100% * var(--at));
    transform: translateX(-50%);
    white-space: nowrap;
  }
  .lines {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    min-height: 18px;
    margin: 0 0 4px;
    padding: 0 30px 0 0;
    font-size: 0.92em;
    list-style: none;
  }
  .lines li {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .lines i {
    width: 2px;
    height: 12px;
    background: var(--ink);
  }
  @container (max-width: 460px) {
    .dots {
      grid-template-columns: minmax(0, 1fr) max-content;
      padding-right: 0;
    }
    .dots .name {
      max-width: none;
    }
    .dots .value {
      grid-column: 2;
    }
    .track,
    .dots .axis {
      grid-column: 1 / -1;
    }
    .track {
      min-height: 18px;
      margin-bottom: 4px;
    }
  }
`;
