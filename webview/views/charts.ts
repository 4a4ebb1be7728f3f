/** Several charts one beside the other, each under its name. */
import { css, html, nothing, type TemplateResult } from "lit";
import type { Plot } from "../charts";
import type { Look } from "../store";

export const chartsStyles = css`
  .charts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
    gap: 20px 36px;
  }
  .charts h3 {
    margin-top: 0;
  }
`;

/**
 * Those without a curve are left out.
 * @param wordsOnMarks whether there is room above for what happened @param below what is said under a chart
 */
export function charts(
  plots: readonly Plot[],
  look: Look,
  wordsOnMarks = false,
  below: (plot: Plot) => TemplateResult | typeof nothing = () => nothing,
): TemplateResult {
  const shown = plots.filter(({ curves }) => curves.length > 0);
  return html`<div class="charts">
    ${shown.map(
      (plot) =>
        html`<div>
          ${shown.length > 1 ? html`<h3 class="muted">${plot.label}</h3>` : nothing}
          <induction-curves ?wordsOnMarks=${wordsOnMarks} .plot=${plot} .look=${look}></induction-curves>
          ${below(plot)}
        </div>`,
    )}
  </div>`;
}
