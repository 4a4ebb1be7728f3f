/** <induction-dynamics>: how the training moves: who falls behind, who settles where, by which gradients and how fast. */
import { t } from "@vscode/l10n";
import { css, html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { Plot } from "../charts";
import { attentionPlots, gradientPlots, ratePlots, ratioPlot } from "../plots";
import { charts, chartsStyles } from "./charts";
import { Part } from "./part";
import { pageStyles } from "./styles";

@customElement("induction-dynamics")
export class Dynamics extends Part {
  static override readonly styles = [
    pageStyles,
    chartsStyles,
    css`
      :host {
        --curves-height: 170px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const plots = this.plots().filter(({ curves }) => curves.length > 0);
    return html`<h2>${t("Dynamics")}</h2>
      ${
        plots.length === 0
          ? html`<p class="caption muted">${t("Nothing of it is recorded yet.")}</p>`
          : html`<p class="caption">
                ${t(
                  "A subset that loses falls behind the winner exponentially: over a linear axis, the logarithm of their ratio is a straight line.",
                )}
              </p>
              ${charts(plots, this.look)}`
      }`;
  }

  private plots(): readonly Plot[] {
    const { runs } = this;
    const { quantity } = this.look.axis;
    return [
      ratioPlot(runs, quantity),
      ...attentionPlots(runs, quantity),
      ...gradientPlots(runs, quantity),
      ...ratePlots(runs, quantity),
    ];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-dynamics": Dynamics;
  }
}
