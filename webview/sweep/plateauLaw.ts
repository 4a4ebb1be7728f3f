/** How long the mixed target's plateau lasts over a sweep: each fitted exponent beside the hypothesis, below the figure. */
import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import {
  fitPlateauLaw,
  plateauLawSentences,
  plateauPointsOf,
  twoDigits,
  type PlateauFactor,
} from "../../core/inspect";
import type { SweepContent } from "../../core/protocol";

/** Nothing where no member has a T_II, or what T_II depends on does not vary. */
export function plateauLaw({ fields, members }: SweepContent): TemplateResult | typeof nothing {
  const done = members.filter(({ state }) => state === "done");
  const lawOf = (measure: "plateauTime" | "plateauTimeTheory") =>
    fitPlateauLaw(
      plateauPointsOf(
        fields,
        done.map(({ values, measures }) => ({ values, time: measures[measure] })),
      ),
    );
  const law = lawOf("plateauTime");
  if (!law) return nothing;
  const theory = lawOf("plateauTimeTheory");
  const expected = (factor: PlateauFactor) => theory?.exponents.find((each) => each.factor === factor)?.value;
  return html`<section aria-label=${t("Law of the plateau")}>
    <h2>${t("Length of the plateau T_II: exponents")}</h2>
    <table class="law">
      <thead>
        <tr>
          ${[
            ...[t("of"), t("fitted"), t("95 % interval")],
            ...(theory ? [t("by theory")] : []),
            ...[t("hypothesis"), t("verdict")],
          ].map((title) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${law.exponents.map(
          ({ factor, title, value, interval: [least, most], hypothesis, holds }) =>
            html`<tr>
              <th scope="row">${title}</th>
              <td><data value=${value}>${twoDigits(value)}</data></td>
              <td>${t("{0} to {1}", twoDigits(least), twoDigits(most))}</td>
              ${theory ? html`<td>${exponentCell(expected(factor))}</td>` : nothing}
              <td>${twoDigits(hypothesis)}</td>
              <td>${holds ? t("within") : t("outside")}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${plateauLawSentences(law).map((sentence) => html`<p class="muted small">${sentence}</p>`)}
    ${
      theory
        ? html`<p class="muted small">
            ${t("By theory: T_II of gradient descent on the mean losses, followed from each run's own beginning and fitted alike.")}
          </p>`
        : nothing
    }
  </section>`;
}

function exponentCell(value: number | undefined): TemplateResult | string {
  return value === undefined ? "–" : html`<data value=${value}>${twoDigits(value)}</data>`;
}
