/** The third step of a trace: how the places that match vote, what is predicted, and what the truth makes of it. */
import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { largestAt, tokenName } from "../../core/inspect";
import { lossFormula, predictionFormula } from "../formulas";
import { decimal, matchWeight, share, signedShare } from "../words";
import { hasKeys, type Scene } from "./scene";
import { votesFigure } from "./votes";

export function classifiesStep(scene: Scene): TemplateResult {
  const { trace, untouched, workings, look } = scene;
  const before = trace === untouched ? null : untouched;
  return html`<section class="step">
    <h3><span class="muted">3</span> ${t("classifies")}</h3>
    <div>
      <p class="muted">
        ${t("Each earlier place votes for the token that stands there, with its attention α.")}
      </p>
      ${
        hasKeys(trace)
          ? html`<p class="words">${outcome(scene)}</p>
              ${votesFigure({ workings, before, theme: look.theme })}`
          : html`<p class="words">${nothingVotes(scene)}</p>`
      }
    </div>
  </section>`;
}

/** `9 places × weight .100 → B .91, the truth is B: −log .91 = 0.094`. */
function outcome(scene: Scene): TemplateResult {
  const { trace, agreement, workings, untouched } = scene;
  const { alphabetSize, loss } = trace.model;
  const best = largestAt(trace.prediction);
  const change = trace.loss - untouched.loss;
  const probability = (token: number) =>
    html`<induction-number
      .value=${trace.prediction[token]}
      .text=${share(trace.prediction[token])}
      .formula=${() => predictionFormula(workings, token)}
    ></induction-number>`;
  return html`${matchWeight(agreement)} →
    <b class="token">${tokenName(best, alphabetSize)}</b>
    ${probability(best)}${loss === "softmax" ? html` <span class="muted">${t("(softmax of the votes)")}</span>` : nothing}${
      trace.target === null
        ? html`.
            <span class="muted"
              >${t("Nothing stands at this place: there is no truth to compare with.")}</span
            >`
        : html`, ${t("truth")} <b class="token">${tokenName(trace.target, alphabetSize)}</b>:
            <span class="loss"
              >−log ${probability(trace.target)} =
              <induction-number
                .value=${trace.loss}
                .text=${decimal(trace.loss)}
                .formula=${() => lossFormula(workings)}
              ></induction-number></span
            >${trace === untouched ? nothing : html` <span class="loss-change">(Δ <data value=${change}>${signedShare(change)}</data>)</span>`}`
    }`;
}

function nothingVotes({ trace }: Scene): string {
  const { boundary } = trace.model;
  if (boundary === "skip") {
    return t(
      "At least {0} tokens have to stand before a place that is predicted; before this one: {1}.",
      trace.firstKey + 1,
      trace.position,
    );
  }
  return t("Nothing stands before the first place, so nothing votes.");
}
