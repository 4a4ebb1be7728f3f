/** How the selector's bars, and the table behind them, are laid out. */
import { css } from "lit";

export const selectorStyles = css`
  .run {
    margin-top: 8px;
  }
  induction-figure > h3 {
    margin: 0 0 2px;
    padding-right: 28px;
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 12px;
    padding: 2px 0 5px;
    color: var(--muted);
    overflow-wrap: anywhere;
  }
  li.leading {
    color: inherit;
    font-weight: 600;
  }
  li.lit,
  tr.lit {
    background: var(--vscode-list-hoverBackground);
    color: var(--vscode-foreground);
  }
  li:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .bar {
    position: relative;
    grid-column: 1 / -1;
    height: 4px;
    margin-top: 2px;
    border-bottom: 1px solid var(--hairline);
    box-sizing: border-box;
  }
  .bar b {
    position: absolute;
    inset: 0 0 -1px;
    background: var(--bar);
    transform: scaleX(var(--share));
    transform-origin: left;
  }
  .bar i {
    position: absolute;
    top: -3px;
    bottom: -3px;
    left: calc(var(--share) * (100% - 2px));
    width: 2px;
    background: var(--line);
  }
  .likenesses {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr));
    gap: 0 40px;
    margin-top: 16px;
  }
  .likenesses section {
    min-width: 0;
  }
  .below {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 2px 18px;
    margin: 6px 0 18px;
    color: var(--muted);
    font-size: 0.92em;
  }
  .others {
    width: 100%;
  }
  .below button {
    padding: 0;
    border: 0;
    background: none;
    color: var(--vscode-textLink-foreground);
    font: inherit;
    cursor: pointer;
  }
  .below button:hover {
    text-decoration: underline;
  }
  .below button:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  .numbers {
    max-height: 320px;
    margin: -8px 0 18px;
    overflow: auto;
  }
  .numbers:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.92em;
  }
  th,
  td {
    padding: 2px 0 2px 12px;
    border-bottom: 1px solid var(--hairline);
    font-weight: normal;
    text-align: right;
    white-space: nowrap;
  }
  th:first-child {
    padding-left: 0;
    text-align: left;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  thead th {
    color: var(--muted);
  }
  induction-curves + induction-curves {
    margin-top: 12px;
  }
`;
