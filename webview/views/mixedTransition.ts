/**
 * <induction-mixed-transition>: from lazy to rich. Both losses of the mixed target apart, with the phases that are found
 * in them and what they are in sentences.
 */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { mixedPhaseSentences, mixedPhaseTitle, type MixedCourse } from "../../core/inspect";
import { plateauFormula, unexplainedFormula, type Unexplained } from "../formulas";
import { formulaNumber } from "../mixed";
import { isComparison, runName, transitionPlots } from "../plots";
import {
  alignedMixedState,
  mixedCourseOf,
  mixedSpans,
  type AxisScale,
  type MixedSpan,
  type ShownRun,
} from "../store";
import { decimal, grouped, share } from "../words";
import { charts, chartsStyles } from "./charts";
import { mixedTheoryStyles, theoryBeside } from "./mixedTheory";
import { Part } from "./part";
import { scaleToggle, scaleToggleStyles } from "./scaleToggle";
import { pageStyles } from "./styles";

@customElement("induction-mixed-transition")
export class MixedTransition extends Part {
  static override readonly styles = [
    pageStyles,
    chartsStyles,
    scaleToggleStyles,
    mixedTheoryStyles,
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
      .numbers {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 20px;
        margin: 0 0 14px;
        font-variant-numeric: tabular-nums;
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
      </ul>
      ${numbers(course, run, standing?.step ?? null)} ${theoryBeside(this, run, course)}`;
  }
}

/** The plateau's length, and what is unexplained at the step; each with its formula. */
function numbers(course: MixedCourse, run: ShownRun, step: number | null): TemplateResult {
  const unexplained = step === null ? [] : unexplainedAt(run, step);
  return html`<p class="numbers">
    ${course.kind === "phases" ? plateauNumbers(course) : nothing}
    ${unexplained.map(
      (one) =>
        html`<span
          >${t("still unexplained of {0}", one.part === "G4" ? "L_G4" : "L_IH")}
          ${formulaNumber(one.value, share, () => unexplainedFormula(one))}</span
        >`,
    )}
  </p>`;
}

function plateauNumbers({
  phases: [, plateau],
  level,
}: Extract<MixedCourse, { kind: "phases" }>): TemplateResult | typeof nothing {
  if (plateau.state !== "ended") return nothing;
  const { steps, time } = plateau;
  const rounded = (value: number) => grouped(Math.round(value));
  return html`<span
      >T_II ${formulaNumber(steps, rounded, () => plateauFormula(plateau, level, "steps"))}
      ${t("steps")}</span
    >${
      Number.isFinite(time)
        ? html`<span
            >${t("T_II in flow time")}
            ${formulaNumber(time, decimal, () => plateauFormula(plateau, level, "time"))}</span
          >`
        : nothing
    }`;
}

/** As recorded last by then; a loss of which that is not known is left out. */
function unexplainedAt({ metrics: { steps, columns } }: ShownRun, upTo: number): readonly Unexplained[] {
  const row = steps.findLastIndex((step) => step <= upTo);
  return (["G4", "IH"] as const).flatMap((part) => {
    const [loss, value] = [`loss${part}`, `unexplained${part}`].map((name) => columns[name]?.[row] ?? NaN);
    return Number.isFinite(loss) && Number.isFinite(value) ? [{ part, step: steps[row], loss, value }] : [];
  });
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
