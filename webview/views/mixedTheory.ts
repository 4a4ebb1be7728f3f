/**
 * Theory beside practice of a run on the mixed target: where the phases end by theory and where they ended, how long the
 * plateau is, and how fast the match grows on it; or the button that asks for that.
 */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { endedPhase, mixedPhaseTitle, type EndedPhase, type MixedCourse } from "../../core/inspect";
import type { TransitionStudy } from "../../core/protocol";
import { button } from "../controls";
import {
  clockOf,
  doublingFormula,
  expectedEndFormula,
  expectedPlateauFormula,
  growthFormula,
  phaseEndFormula,
  plateauFormula,
  type EndingPhase,
} from "../formulas";
import { formulaNumber } from "../mixed";
import { canBeStudied, type ShownRun } from "../store";
import { actionWord, grouped, unknown } from "../words";
import { act } from "./events";

export const mixedTheoryStyles = css`
  table.theory {
    margin: 0 0 6px;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .theory th,
  .theory td {
    padding: 1px 24px 1px 0;
    font-weight: normal;
    text-align: left;
    vertical-align: baseline;
  }
  .theory thead th {
    color: var(--muted);
    font-size: 0.92em;
  }
  .growth sup {
    line-height: 0;
  }
  .growth,
  .uncertain {
    max-width: 80ch;
    margin: 0 0 14px;
    line-height: 1.5;
  }
  .ask {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 14px;
    margin: 0 0 14px;
  }
`;

/** @param host dispatches what the button asks for @param course the run's own */
export function theoryBeside(
  host: HTMLElement,
  { facts, studies: { transition } }: ShownRun,
  course: MixedCourse,
): TemplateResult | typeof nothing {
  if (transition) return beside(transition, course);
  if (!canBeStudied(facts)) return nothing;
  return html`<div class="ask">
    ${button({
      label: actionWord("theory"),
      look: "secondary",
      onClick: () => act(host, facts.run, "theory"),
    })}
    <span class="muted"
      >${t("How long the plateau has to be, and the course of the losses but for chance.")}</span
    >
  </div>`;
}

const ending: readonly EndingPhase[] = ["partial", "plateau", "emergence"];

function beside(study: TransitionStudy, course: MixedCourse): TemplateResult {
  const isSteps = clockOf(study) === "steps";
  return html`<table class="theory" aria-label=${t("Theory beside what was measured")}>
      <thead>
        <tr>
          <th scope="col"></th>
          <th scope="col">${isSteps ? t("step by theory") : t("flow time by theory")}</th>
          <th scope="col">${isSteps ? t("step measured") : t("flow time measured")}</th>
        </tr>
      </thead>
      <tbody>
        ${ending.map(
          (name) =>
            html`<tr>
              <th scope="row">${t("{0} ends", mixedPhaseTitle(name))}</th>
              <td>${expectedEnd(study, name)}</td>
              <td>${measuredEnd(study, course, name)}</td>
            </tr>`,
        )}
        <tr>
          <th scope="row">T_II</th>
          <td>${expectedPlateau(study)}</td>
          <td>${measuredPlateau(study, course)}</td>
        </tr>
      </tbody>
    </table>
    ${growthLine(study)} ${study.notes.map((note) => html`<p class="uncertain muted">${note}</p>`)}`;
}

function expectedEnd(study: TransitionStudy, name: EndingPhase): TemplateResult | string {
  const end = study.ends[name];
  if (end === null) return t("not within the course");
  const formula = expectedEndFormula(study, name, end);
  return formulaNumber(formula.value, written(study), () => formula);
}

function measuredEnd(
  study: TransitionStudy,
  course: MixedCourse,
  name: EndingPhase,
): TemplateResult | string {
  const found = endedOf(course, name);
  if (!found) return unknown;
  const formula = phaseEndFormula(name, found.phase, found.level, clockOf(study));
  return formulaNumber(formula.value, written(study), () => formula);
}

function expectedPlateau(study: TransitionStudy): TemplateResult | string {
  const { partial, plateau } = study.ends;
  if (partial === null || plateau === null) return unknown;
  const formula = expectedPlateauFormula(study, partial, plateau);
  const { mean, standardError } = study.growth;
  const error = (formula.value * standardError) / mean;
  return html`${formulaNumber(formula.value, written(study), () => formula)}
    <span class="muted">± ${clockOf(study) === "steps" ? rounded(error) : rough(error, 2)}</span>`;
}

function measuredPlateau(study: TransitionStudy, course: MixedCourse): TemplateResult | string {
  const found = endedOf(course, "plateau");
  if (!found) return unknown;
  const clock = clockOf(study);
  const formula = plateauFormula(found.phase, found.level, clock);
  return formulaNumber(formula.value, written(study), () => formula);
}

function growthLine(study: TransitionStudy): TemplateResult {
  const { growth, stepTime } = study;
  const rate = formulaNumber(
    growth.mean,
    (value) => rough(value, 3),
    () => growthFormula(study),
  );
  const doubling = stepTime === null ? null : doublingFormula(study, stepTime);
  return html`<p class="growth">
    ${t("On the plateau k and q grow as")} e<sup>λt</sup> ${t("with λ =")} ${rate}
    <span class="muted">± ${rough(growth.standardError, 1)}</span> ${t("per unit of flow time")}${
      doubling
        ? html`${t(", twofold every")} ${formulaNumber(doubling.value, rounded, () => doubling)}
          ${t("steps")}.`
        : "."
    }
  </p>`;
}

function endedOf(
  course: MixedCourse,
  name: EndingPhase,
): { readonly phase: EndedPhase; readonly level: number } | null {
  const phase = endedPhase(course, name);
  return phase && course.kind === "phases" ? { phase, level: course.level } : null;
}

function written(study: TransitionStudy): (value: number) => string {
  return clockOf(study) === "steps" ? rounded : (time) => rough(time, 4);
}

function rough(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits))).replaceAll("-", "−");
}

function rounded(steps: number): string {
  return grouped(Math.round(steps));
}
