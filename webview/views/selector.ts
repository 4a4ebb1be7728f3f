/**
 * <induction-selector>: how the weight lies on subsets of heads, in words, as bars, and over the steps; and which windows
 * of the traced sequence are found alike by it, or by what stands in its place.
 */
import { t } from "@vscode/l10n";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Plot } from "../charts";
import "../figures";
import { isComparison, runColour, weightPlots } from "../plots";
import type { Circuit, ShownRun, Traced } from "../store";
import { noSelectorCaption, selectorCaption } from "../words";
import { axisIsNew } from "./axisIsNew";
import { notYet, Part } from "./part";
import { runLabel, runLabelStyles } from "./runLabel";
import { selectorStyles } from "./selectorStyles";
import { pageStyles } from "./styles";
import "./subsetBars";
import { subsetsFigure } from "./subsetsFigure";
import "./windowSimilarity";

@customElement("induction-selector")
export class Selector extends Part {
  static override readonly styles = [pageStyles, runLabelStyles, selectorStyles];

  @property({ attribute: false }) accessor traced!: Traced;
  @state() private accessor plots: readonly Plot[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (axisIsNew(changed, this)) this.plots = weightPlots(this.runs, this.look.axis.quantity);
  }

  protected override render(): TemplateResult {
    const circuit = this.circuit(this.main);
    return html`<h2><span class="muted">2</span> ${t("Selector")}</h2>
      ${isComparison(this.runs) ? runLabel(this.main, runColour(this.runs, this.main)) : nothing}
      ${circuit ? this.bars(circuit) : notYet()} ${this.curves()}
      <div class="likenesses">${this.shown.map((run) => this.similarity(run))}</div>`;
  }

  private get shown(): readonly ShownRun[] {
    return isComparison(this.runs) ? this.runs.filter(({ role }) => role !== "ghost") : [this.main];
  }

  private bars(circuit: Circuit): TemplateResult {
    if (circuit.subsets.length === 0) return html`<p class="caption">${noSelectorCaption()}</p>`;
    return html`<p class="caption">${selectorCaption(circuit.subsets)}</p>
      <induction-figure .figure=${subsetsFigure(circuit)} .theme=${this.look.theme}>
        <h3 class="muted">${t("weight p of each subset")}</h3>
        <induction-subset-bars
          .runs=${this.runs}
          .circuits=${this.runs.map((run) => this.circuit(run))}
          .circuit=${circuit}
          .look=${this.look}
        ></induction-subset-bars>
      </induction-figure>`;
  }

  private similarity(run: ShownRun): TemplateResult | typeof nothing {
    const circuit = this.circuit(run);
    if (!circuit) return nothing;
    const { sequence, position } = this.traced;
    return html`<section>
      ${isComparison(this.runs) ? runLabel(run, runColour(this.runs, run)) : nothing}
      <induction-window-similarity
        .circuit=${circuit}
        .tokens=${sequence?.tokens ?? null}
        .position=${position}
        .look=${this.look}
      ></induction-window-similarity>
    </section>`;
  }

  private curves(): TemplateResult[] {
    return this.plots
      .filter(({ curves }) => curves.length > 0)
      .map(
        (plot) =>
          html`<h3 class="muted">${plot.label}</h3>
            <induction-curves .plot=${plot} .look=${this.look}></induction-curves>`,
      );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-selector": Selector;
  }
}
