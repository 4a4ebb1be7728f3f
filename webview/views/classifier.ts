/** <induction-classifier>: how sharply the second layer looks at what matches: its scale, in words and over the steps. */
import { t } from "@vscode/l10n";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Plot } from "../charts";
import { isComparison, scalePlot } from "../plots";
import type { Traced } from "../store";
import { classifierCaption } from "../words";
import { notYet, Part } from "./part";
import { pageStyles } from "./styles";

@customElement("induction-classifier")
export class Classifier extends Part {
  static override readonly styles = [pageStyles];

  @property({ attribute: false }) accessor traced!: Traced;
  @state() private accessor plot: Plot | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("runs") || changed.has("look")) this.plot = scalePlot(this.runs, this.look.axis.quantity);
  }

  protected override render(): TemplateResult {
    return html`<h2><span class="muted">3</span> ${t("Classifier")}</h2>
      ${isComparison(this.runs) ? nothing : this.caption()}
      ${this.plot && this.plot.curves.length > 0 ? this.curves(this.plot) : nothing}`;
  }

  private caption(): TemplateResult {
    const circuit = this.circuit(this.main);
    return circuit ? html`<p class="caption">${classifierCaption(circuit.scale)}</p>` : notYet();
  }

  private curves(plot: Plot): TemplateResult {
    return html`<h3 class="muted">${plot.label}</h3>
      <induction-curves .plot=${plot} .look=${this.look}></induction-curves>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-classifier": Classifier;
  }
}
