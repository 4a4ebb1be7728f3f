/** What the parts of the page look alike in. */
import { css } from "lit";

export const pageStyles = css`
  :host {
    --muted: var(--vscode-descriptionForeground, inherit);
    display: block;
    min-width: 0;
    box-sizing: border-box;
  }
  h2 {
    margin: 0;
    font-size: 1em;
    font-weight: 600;
  }
  h3 {
    margin: 10px 0 4px;
    font-size: 1em;
    font-weight: normal;
  }
  .caption {
    max-width: 64ch;
    margin: 4px 0 14px;
    font-size: 1.08em;
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .muted {
    color: var(--muted);
  }
  data,
  td,
  dd {
    font-variant-numeric: tabular-nums;
  }
  .heading {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 4px 24px;
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
