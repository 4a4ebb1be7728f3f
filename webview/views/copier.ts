/** <induction-copier>: which tokens the first layer's heads bring, in words and as a grid; for each run that is compared. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { isComparison, runColour } from "../plots";
import type { ShownRun } from "../store";
import { copierCaption, leadingSubset } from "../words";
import "./lagGrid";
import { notYet, Part } from "./part";
import { runLabel, runLabelStyles } from "./runLabel";
import { pageStyles } from "./styles";

@customElement("induction-copier")
export class Copier extends Part {
  static override readonly styles = [
    pageStyles,
    runLabelStyles,
    css`
      .run {
        margin-top: 8px;
      }
      induction-lag-grid + .run {
        margin-top: 20px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const compares = isComparison(this.runs);
    const shown = compares ? this.runs.filter(({ role }) => role !== "ghost") : [this.main];
    return html`<h2><span class="muted">1</span> ${t("Copier")}</h2>
      ${shown.map((run) => this.circuitOf(run, compares))}`;
  }

  private circuitOf(run: ShownRun, named: boolean): TemplateResult {
    const circuit = this.circuit(run);
    const label = named ? runLabel(run, runColour(this.runs, run)) : nothing;
    if (!circuit) return html`${label}${notYet()}`;
    const { heads, subsets, lagMask } = circuit;
    return html`${label}
      <p class="caption">${copierCaption(heads, leadingSubset(subsets).heads)}</p>
      <induction-lag-grid
        .heads=${heads}
        .lagMask=${lagMask}
        .theme=${this.look.theme}
      ></induction-lag-grid>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-copier": Copier;
  }
}
