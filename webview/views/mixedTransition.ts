/**
 * <induction-mixed-transition>: from lazy to rich. Both losses of the mixed target apart, with the phases that are found
 * in them and what they are in sentences.
 */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { mixedPhaseSentences, mixedPhaseTitle } from "../../core/inspect";
import { isComparison, runName, transitionPlots } from "../plots";
import {
  alignedMixedState,
  mixedCourseOf,
  mixedSpans,
  type AxisScale,
  type MixedSpan,
  type ShownRun,
} from "../store";
import { grouped } from "../words";
import { charts, chartsStyles } from "./charts";
import { Part } from "./part";
import { scaleToggle, scaleToggleStyles } from "./scaleToggle";
import { pageStyles } from "./styles";

@customElement("induction-mixed-transition")
export class MixedTransition extends Part {
  static override readonly styles = [
    pageStyles,
    chartsStyles,
    scaleToggleStyles,
    css`
      :host {
        --curves-height: 190px;
      }
      .standing {
        margin: 4px 0;
        font-size: 1.08em;
      }
      .sentences {
        max-width: 80ch;
        margin: 4px 0 14px;
        padding: 0;
        line-height: 1.5;
        list-style: none;
        overflow-wrap: anywhere;
      }
      .sentences .here {
        font-weight: 600;
      }
    `,
  ];

  @state() private accessor valueScale: AxisScale = "log";

  protected override render(): TemplateResult {
    const { runs, look } = this;
    return html`<div class="heading">
        <h2>${t("Transition")}</h2>
        ${scaleToggle(t("Axis of L_G4 and L_IH"), this.valueScale, (scale) => (this.valueScale = scale))}
      </div>
      ${runs.filter(({ role }) => role !== "ghost").map((run) => this.told(run))}
      ${charts(transitionPlots(runs, look.axis.quantity, this.valueScale), look, true)}`;
  }

  /** The sentence of the phase that the page stands in is set in bold. */
  private told(run: ShownRun): TemplateResult {
    const course = mixedCourseOf(run);
    const spans = mixedSpans(course);
    const standing = alignedMixedState(this.runs, run, this.look.chosen, this.look.axis.quantity);
    const here = standing ? spanAt(spans, standing.step) : -1;
    return html`${isComparison(this.runs) ? html`<h3 class="muted">${runName(run)}</h3>` : nothing}
      ${
        standing && here >= 0
          ? html`<p class="standing">
              ${t("Step {0} lies in {1}.", grouped(standing.step), mixedPhaseTitle(spans[here].name))}
            </p>`
          : nothing
      }
      <ul class="sentences" aria-label=${t("Phases")}>
        ${mixedPhaseSentences(course).map(
          (sentence, at) => html`<li class=${at === here ? "here" : ""}>${sentence}</li>`,
        )}
      </ul>`;
  }
}

/** The last that has begun by then; −1 where none has. */
function spanAt(spans: readonly MixedSpan[], step: number): number {
  return spans.findLastIndex(({ fromStep }) => fromStep <= step);
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-mixed-transition": MixedTransition;
  }
}
