/** A run's name with the line that stands for it in charts. */
import { css, html, type TemplateResult } from "lit";
import type { Curve } from "../charts";
import { runName } from "../plots";
import type { ShownRun } from "../store";
import { styled } from "../theme";

export const runLabelStyles = css`
  .run {
    display: flex;
    align-items: center;
    gap: 6px;
    overflow-wrap: anywhere;
  }
  i.line {
    flex: none;
    align-self: center;
    width: 16px;
    border-top: 2px solid var(--line);
  }
  i.line.ghost {
    border-top-style: dashed;
  }
`;

export function runLabel(run: ShownRun, colour: Curve["colour"]): TemplateResult {
  return html`<div class="run">${runLine(run, colour)}<span>${runName(run)}</span></div>`;
}

/** Without the name, which is a hint. */
export function runLine(run: ShownRun, colour: Curve["colour"]): TemplateResult {
  const line = colour === "muted" ? "var(--muted)" : `var(--series-${colour})`;
  return html`<i class="line ${run.role}" title=${runName(run)} ${styled({ "--line": line })}></i>`;
}
