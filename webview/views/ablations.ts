/** <induction-ablations>: what each part of the circuit is worth, as one figure and one table. */
import { t } from "@vscode/l10n";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { hasSelector } from "../../core/model";
import type { AblationStudy, AblationVariant, KnockOut } from "../../core/protocol";
import { memo } from "../plots";
import { ablationPlot, costsBySeed, dotPlot, dotStyles, intervalOf, whole, withInterval } from "../studies";
import type { Estimate } from "../../core/theory";
import { decimal, signedDecimal, spread, unknown } from "../words";
import { ablationStyles } from "./ablationStyles";
import { Part } from "./part";
import { looksOtherwise, noStudy, studyHeading, studyLine, studyNotes, studyStyles } from "./study";
import { pageStyles } from "./styles";

@customElement("induction-ablations")
export class Ablations extends Part {
  static override readonly styles = [pageStyles, studyStyles, dotStyles, ablationStyles];

  readonly #plot = memo(ablationPlot);

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    return looksOtherwise(changed, this);
  }

  protected override render(): TemplateResult {
    const { ablation } = this.main.studies;
    const title = t("Ablations");
    if (!ablation) {
      const { model } = this.main;
      const sentence =
        model && !hasSelector(model)
          ? t(
              "What each part of the circuit is worth: parts knocked out of the trained model, and the same experiment trained without them, over several seeds.",
            )
          : t(
              "What each part of the circuit is worth: heads and selector knocked out of the trained model, and the same experiment trained without them, over several seeds.",
            );
      return noStudy(this, this.runs, title, sentence, "ablate");
    }
    return html`<div class="study">
      ${studyHeading(this, this.main, title, "ablate")}
      <p class="caption">${captionOf(ablation)}</p>
      ${studyLine(this.runs, ablation.step)} ${dotPlot(this.#plot(ablation), this.look.theme)}
      ${this.table(ablation)} ${studyNotes(ablation.notes)}
    </div>`;
  }

  private table(study: AblationStudy): TemplateResult {
    const { intact, knockOuts, variants } = study;
    const label = t("Losses with and without each part");
    return html`<div class="scroll" role="region" aria-label=${label} tabindex="0">
      <table class="losses">
        <caption class="hidden">
          ${label}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t("what")}</th>
            <th scope="col">${t("loss")}</th>
            <th scope="col">${t("costs")}</th>
            ${variants.length === 0 ? nothing : html`<th scope="col">${t("seeds")}</th>`}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">${t("intact model")}</th>
            <td>${number(intact, decimal)}</td>
            <td></td>
            <td></td>
          </tr>
          ${knockOuts.map(knockOutRow)}
        </tbody>
        ${
          variants.length === 0
            ? nothing
            : html`<tbody>
                ${variants.map((variant) => variantRow(variant, costsBySeed(study, variant).length))}
              </tbody>`
        }
      </table>
    </div>`;
  }
}

function knockOutRow({ title, loss, cost }: KnockOut): TemplateResult {
  return html`<tr>
    <th scope="row">${title} <span class="change">${t("knocked out")}</span></th>
    <td>${number(loss, decimal)}</td>
    <td>${number(cost, signedDecimal)}</td>
    <td></td>
  </tr>`;
}

/** @param pairs seeds that ended well with it and without */
function variantRow(variant: AblationVariant, pairs: number): TemplateResult {
  const { title, changes, members, cost } = variant;
  const ended = whole(variant);
  const failures = members.filter(({ failure }) => failure !== null);
  const mean = ended.reduce((sum, { loss }) => sum + loss, 0) / ended.length;
  return html`<tr>
    <th scope="row">
      ${title}
      <span class="change">${changes.length > 0 ? changes.join("; ") : t("trained as it is")}</span>
    </th>
    <td>${Number.isNaN(mean) ? unknown : html`<data value=${mean}>${decimal(mean)}</data>`}</td>
    <td>${cost ? number(cost, signedDecimal, pairs) : ""}</td>
    <td
      title=${failures.map(({ seed, failure }) => t("seed {0}: {1}", seed, failure ?? "")).join("\n") || nothing}
    >
      ${failures.length === 0 ? members.length : t("{0} of {1}", ended.length, members.length)}
    </td>
  </tr>`;
}

function number(estimate: Estimate, format: (value: number) => string, count?: number): TemplateResult {
  const { mean } = estimate;
  const interval = intervalOf(estimate, count);
  const half = interval.high - mean;
  return html`<span title=${withInterval(mean, interval)}
    ><data value=${mean}>${format(mean)}</data>${
      half > 0 ? html` <span class="error">± ${spread(half)}</span>` : nothing
    }</span
  >`;
}

/** Which part costs most, by either way. */
function captionOf({ knockOuts, variants }: AblationStudy): string {
  const costs = [
    ...knockOuts.map(({ title, cost }) => ({ title, cost: cost.mean })),
    ...variants.flatMap(({ title, cost }) => (cost ? { title, cost: cost.mean } : [])),
  ].filter(({ cost }) => Number.isFinite(cost));
  if (costs.length === 0) return t("Nothing could be measured.");
  const most = costs.reduce((worst, one) => (one.cost > worst.cost ? one : worst));
  return t(
    "The most is lost by “{0}”: {1} nats. Where the 95 % interval holds 0 the part may not be needed.",
    ...[most.title, decimal(most.cost)],
  );
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-ablations": Ablations;
  }
}
