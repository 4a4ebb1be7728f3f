/** The edits of a run in full: above curves there is not always room for their words. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import type { ShownRun } from "../store";
import { grouped } from "../words";

export const editsStyles = css`
  ol.edits {
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
    font-size: 0.92em;
    font-variant-numeric: tabular-nums;
  }
`;

export function editsList({ facts }: ShownRun): TemplateResult | typeof nothing {
  if (facts.edits.length === 0) return nothing;
  return html`<ol class="edits" aria-label=${t("Edits")}>
    ${facts.edits.map(
      ({ step, words }) =>
        html`<li><span class="muted">▲ ${t("step {0}", grouped(step))}</span> ${words.join("; ")}</li>`,
    )}
  </ol>`;
}
