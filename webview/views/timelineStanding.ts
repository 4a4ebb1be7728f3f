/** Where the page stands, beside the scrubber: the step, what was measured there, and the way back to the newest. */
import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../controls";
import type { Measured } from "../store";
import type { Course } from "../timeline";
import { decimal, grouped, named, placeText } from "../words";
import { styled } from "../theme";

/** @param measured null where nothing is known up to there @param chosen null: the newest */
export function standingWords(
  { axis, totalSteps, newest }: Course,
  measured: Measured | null,
  chosen: number | null,
): TemplateResult {
  const step = measured?.step ?? chosen ?? newest;
  const isOther = chosen !== null && measured !== null && measured.step !== chosen;
  const words = (at: number) => t("step {0} of {1}", grouped(at), grouped(totalSteps));
  // About as wide as with the last step, so that what stands behind it does not move. Letters are narrower than digits.
  const room = styled({ "min-width": `${(0.84 * words(totalSteps).length).toFixed(1)}ch` });
  return html`<p class="standing">
    <span ${room}>${number(step, words(step))}</span>
    ${isOther ? html`<span class="muted">${t("recorded last before {0}", grouped(chosen))}</span>` : nothing}
    ${
      measured && axis.quantity === "time"
        ? figure(measured.time, named(placeText(measured.time, "time"), "time"))
        : nothing
    }
    ${measured ? figure(measured.loss, t("loss {0}", decimal(measured.loss))) : nothing}
    ${measured ? figure(measured.validationLoss, t("validation {0}", decimal(measured.validationLoss))) : nothing}
  </p>`;
}

/** Whether new steps are shown as they come; and the way back to them. */
export function followButtons(
  { goesOn }: Course,
  follows: boolean,
  on: { readonly follow: () => void; readonly stay: () => void; readonly return: () => void },
): TemplateResult {
  const live = html`<button
    class="word live"
    aria-pressed=${follows}
    title=${t("Show every new step as it comes")}
    @click=${follows ? on.stay : on.follow}
  >
    ${icon(follows ? "dot" : "ring")}${t("Live")}
  </button>`;
  const newest = html`<button class="word" @click=${on.return}>${t("Newest")}</button>`;
  return html`${goesOn ? live : nothing}${follows ? nothing : newest}`;
}

function figure(value: number, words: string): TemplateResult | typeof nothing {
  return Number.isNaN(value) ? nothing : html`<span class="muted">${number(value, words)}</span>`;
}

function number(value: number, words: string): TemplateResult {
  return html`<data value=${value}>${words}</data>`;
}
