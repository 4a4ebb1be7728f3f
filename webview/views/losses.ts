/** <induction-losses>: training and validation losses over steps, and the choice of their axis. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Plot } from "../charts";
import { isComparison, lossPlots } from "../plots";
import { standingOf } from "../store";
import { grouped, lossCaption } from "../words";
import { Part } from "./part";
import { pageStyles } from "./styles";

@customElement("induction-losses")
export class Losses extends Part {
  static override readonly styles = [
    pageStyles,
    css`
      :host {
        --curves-height: 190px;
      }
      .charts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
        gap: 16px 36px;
      }
      ol {
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
        font-size: 0.92em;
      }
    `,
  ];

  @state() private accessor plots: readonly Plot[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("runs") || changed.has("look"))
      this.plots = lossPlots(this.runs, this.look.axis.quantity);
  }

  protected override render(): TemplateResult {
    const { facts } = this.main;
    const { loss, validationLoss } = standingOf(this.main);
    return html`
      <div class="heading">
        <h2>${t("Losses")}</h2>
      </div>
      ${
        isComparison(this.runs)
          ? nothing
          : html`<p class="caption">${lossCaption(facts.losses?.first ?? NaN, loss, validationLoss)}</p>`
      }
      ${this.charts()}${this.edits()}
    `;
  }

  private charts(): TemplateResult {
    const shown = this.plots.filter(({ curves }) => curves.length > 0);
    return html`<div class="charts">
      ${shown.map(
        (plot) =>
          html`<div>
            ${shown.length > 1 ? html`<h3 class="muted">${plot.label}</h3>` : nothing}
            <induction-curves wordsOnMarks .plot=${plot} .look=${this.look}></induction-curves>
          </div>`,
      )}
    </div>`;
  }

  /** In full: above the curves there is not always room. */
  private edits(): TemplateResult | typeof nothing {
    const { edits } = this.main.facts;
    if (edits.length === 0) return nothing;
    return html`<ol aria-label=${t("Edits")}>
      ${edits.map(
        ({ step, words }) =>
          html`<li><span class="muted">▲ ${t("step {0}", grouped(step))}</span> ${words.join("; ")}</li>`,
      )}
    </ol>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-losses": Losses;
  }
}
