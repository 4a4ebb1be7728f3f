/** <induction-losses>: training and validation losses over steps. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import "../controls";
import { isComparison, lossPlots } from "../plots";
import { standingOf, type AxisScale } from "../store";
import { lossCaption } from "../words";
import { charts, chartsStyles } from "./charts";
import { editsList, editsStyles } from "./edits";
import { Part } from "./part";
import { scaleToggle, scaleToggleStyles } from "./scaleToggle";
import { pageStyles } from "./styles";

@customElement("induction-losses")
export class Losses extends Part {
  static override readonly styles = [
    pageStyles,
    chartsStyles,
    scaleToggleStyles,
    editsStyles,
    css`
      :host {
        --curves-height: 190px;
      }
    `,
  ];

  @state() private accessor valueScale: AxisScale = "linear";

  protected override render(): TemplateResult {
    const { facts } = this.main;
    const { loss, validationLoss } = standingOf(this.main);
    return html`
      <div class="heading">
        <h2>${t("Losses")}</h2>
        ${scaleToggle(t("Axis of the losses"), this.valueScale, (scale) => (this.valueScale = scale))}
      </div>
      ${
        isComparison(this.runs)
          ? nothing
          : html`<p class="caption">${lossCaption(facts.losses?.first ?? NaN, loss, validationLoss)}</p>`
      }
      ${charts(lossPlots(this.runs, this.look.axis.quantity, this.valueScale), this.look, true)}
      ${editsList(this.main)}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-losses": Losses;
  }
}
