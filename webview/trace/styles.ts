/** What the steps of a trace look like. */
import { css } from "lit";
import { votesStyles } from "./votes";

export const traceStyles = [
  votesStyles,
  css`
    .token {
      font-family: var(--vscode-editor-font-family, monospace);
    }
    .step {
      display: grid;
      grid-template-columns: 92px minmax(0, 1fr);
      gap: 4px 16px;
      margin-top: 22px;
    }
    .step > h3 {
      margin: 0;
      font-weight: 600;
    }
    .step p {
      margin: 0 0 8px;
      line-height: 1.5;
    }
    .step .words {
      max-width: 90ch;
    }
    .heads {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(290px, 1fr));
      gap: 14px 36px;
    }
    .says {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 8px;
      min-height: 26px;
    }
    .bring {
      flex: 1;
    }
    .head .name::before,
    .comparison .name::before {
      content: "";
      display: inline-block;
      width: 8px;
      height: 8px;
      margin-right: 6px;
      background: var(--head);
    }
    .head.lit .name {
      text-decoration: underline;
      text-decoration-thickness: 2px;
      text-underline-offset: 3px;
    }
    .mix {
      display: flex;
      gap: 1px;
      height: 16px;
      margin: 2px 0 6px;
    }
    .mix span {
      flex-basis: 0;
      min-width: 0;
      overflow: hidden;
      border-bottom: 3px solid color-mix(in srgb, var(--head) calc(20% + 80% * var(--share)), transparent);
      font-family: var(--vscode-editor-font-family, monospace);
      font-size: 0.85em;
      line-height: 12px;
      text-align: center;
    }
    .says vscode-dropdown {
      width: 134px;
    }
    details {
      margin-top: 6px;
    }
    summary,
    .link {
      width: max-content;
      padding: 0;
      border: 0;
      background: none;
      color: var(--vscode-textLink-foreground);
      font: inherit;
      cursor: pointer;
    }
    summary:focus-visible,
    .link:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: 2px;
    }
    table {
      margin: 4px 0;
      border-collapse: collapse;
      font-variant-numeric: tabular-nums;
    }
    th,
    td {
      padding: 1px 22px 1px 0;
      font-weight: normal;
      text-align: right;
      vertical-align: middle;
      white-space: nowrap;
    }
    thead th {
      color: var(--muted);
      font-size: 0.92em;
    }
    .subsets th:first-child {
      text-align: left;
    }
    .subsets .off {
      color: var(--muted);
    }
    .step induction-figure {
      max-width: 462px;
    }
    vscode-checkbox {
      margin: 0;
    }
    .component {
      white-space: nowrap;
      margin-right: 10px;
    }
    .comparison {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 20px;
      margin: 4px 0 8px;
    }
    sup {
      font-size: 0.8em;
      line-height: 0;
    }
    .loss {
      white-space: nowrap;
    }
    @container (max-width: 600px) {
      .step {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
];
