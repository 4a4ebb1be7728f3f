/**
 * <induction-dynamics>: how the training moves: who falls behind, who settles where, how the scale grows, each held
 * against the law that the paper predicts; by which gradients and how fast.
 */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { hasSelector } from "../../core/model";
import type { Plot } from "../charts";
import { checkbox } from "../controls";
import { fittedPlots, gradientPlots, isComparison, ratePlots, runName, type FittedPlot } from "../plots";
import { kindsOf } from "../store";
import { lawsNote, rateVerdict } from "../words";
import { charts, chartsStyles } from "./charts";
import { fitsTable, fitsTableStyles } from "./fitsTable";
import { Part } from "./part";
import { pageStyles } from "./styles";

@customElement("induction-dynamics")
export class Dynamics extends Part {
  static override readonly styles = [
    pageStyles,
    chartsStyles,
    fitsTableStyles,
    css`
      :host {
        --curves-height: 170px;
      }
      .verdicts {
        margin: 6px 0 0;
        padding: 0;
        max-width: 64ch;
        font-size: 0.92em;
        line-height: 1.5;
        list-style: none;
        overflow-wrap: anywhere;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  /** Whether laws are held against the curves. */
  @state() private accessor showsFits = true;

  protected override render(): TemplateResult {
    const { runs, look } = this;
    const { quantity } = look.axis;
    const fitted = fittedPlots(runs, quantity, this.showsFits);
    const others = [...gradientPlots(runs, quantity), ...ratePlots(runs, quantity)];
    const plots = [...fitted.map(({ plot }) => plot), ...others].filter(({ curves }) => curves.length > 0);
    return html`<div class="heading">
        <h2>${t("Dynamics")}</h2>
        ${fitted.length > 0 ? this.toggle() : nothing}
      </div>
      ${
        plots.length === 0
          ? html`<p class="caption muted">${t("Nothing of it is recorded yet.")}</p>`
          : html`<p class="caption">${this.caption()}</p>
              ${charts(plots, look, false, (plot) => this.verdicts(plot, fitted))}
              ${fitsTable(fitted, look.theme, isComparison(runs))}`
      }`;
  }

  private caption(): string {
    if (kindsOf(this.runs).tokens.length === 0) {
      return t(
        "Gradients of the six scalars, by groups, and the learning rate: on the plateau hardly anything moves.",
      );
    }
    const models = this.runs.flatMap(({ model }) => model ?? []);
    if (models.length > 0 && !models.some(hasSelector)) {
      return t(
        "An MLP stands in place of the selector: there are no subsets, and so no phases of the paper.",
      );
    }
    const note = models.map(lawsNote).find((sentence) => sentence !== "");
    return note === undefined
      ? t(
          "A subset that loses falls behind the winner exponentially: over a linear axis, the logarithm of their ratio is a straight line.",
        )
      : `${t(
          "In the disentangled model a subset that loses falls behind the winner exponentially: over a linear axis, the logarithm of their ratio is a straight line.",
        )} ${note}`;
  }

  private toggle(): TemplateResult {
    const words = t("Fits");
    const onChange = (shows: boolean) => (this.showsFits = shows);
    return checkbox({ label: words, text: words, checked: this.showsFits, onChange });
  }

  /** A sentence for each quantity that the chart shows, how it agrees with what was predicted. */
  private verdicts(plot: Plot, fitted: readonly FittedPlot[]): TemplateResult | typeof nothing {
    const rates = fitted.find((one) => one.plot === plot)?.rates ?? [];
    if (rates.length === 0) return nothing;
    return html`<ul class="verdicts" aria-label=${t("Fits of {0}", plot.label)}>
      ${rates.map(({ run, rate }) => {
        const verdict = rateVerdict(rate, run.model);
        return html`<li>${isComparison(this.runs) ? `${runName(run)}: ${verdict}` : verdict}</li>`;
      })}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-dynamics": Dynamics;
  }
}
