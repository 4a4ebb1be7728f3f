/**
 * What the pages of studies have in common: which run and which step a study is of, the button that makes one, and
 * what stands there as long as there is none.
 */
import { t } from "@vscode/l10n";
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { button, icon } from "../controls";
import { isComparison, runName } from "../plots";
import { canBeStudied, standingOf, type ShownRun } from "../store";
import { actionWord, grouped } from "../words";
import { act } from "./events";
import type { Part } from "./part";

export type StudyAction = "theory" | "evaluate" | "ablate" | "diagnose";

export const studyStyles = css`
  :host {
    container-type: inline-size;
  }
  .study > .heading {
    align-items: center;
  }
  .study > .caption {
    margin-bottom: 6px;
  }
  .of {
    margin: 0 0 16px;
    color: var(--muted);
  }
  .diagnosis {
    margin: 18px 0 0;
  }
  .notes {
    max-width: 76ch;
    margin: 18px 0 0;
    padding: 0;
    color: var(--muted);
    font-size: 0.92em;
    line-height: 1.5;
    list-style: none;
  }
  .none {
    display: grid;
    justify-items: start;
    gap: 10px;
    max-width: 64ch;
    padding: 18px 0 30px;
    line-height: 1.5;
  }
  .none p {
    margin: 0;
  }
  code {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.95em;
    overflow-wrap: anywhere;
  }
`;

/** To be asked in `shouldUpdate` by pages that show the same at every step: of all changes of the look, most are none. */
export function looksOtherwise(changed: PropertyValues<Part>, part: Pick<Part, "look">): boolean {
  return changed.size > 1 || changed.get("look")?.theme !== part.look.theme;
}

/** The page's name, and what makes its study anew. @param host dispatches what the button asks for */
export function studyHeading(
  host: HTMLElement,
  { facts }: ShownRun,
  title: string,
  action: StudyAction,
): TemplateResult {
  return html`<div class="heading">
    <h2>${title}</h2>
    ${
      canBeStudied(facts)
        ? button({
            label: actionWord(action),
            look: "secondary",
            onClick: () => act(host, facts.run, action),
          })
        : nothing
    }
  </div>`;
}

/** Of which run, which step, and whether the run has gone on since. @param step null where the study is of none */
export function studyLine(runs: readonly ShownRun[], step: number | null): TemplateResult | typeof nothing {
  const [main] = runs;
  const newest = standingOf(main).step;
  const parts = [
    isComparison(runs) ? t("Of {0}, the first of the runs that are compared.", runName(main)) : "",
    step === null ? "" : t("Made at step {0}.", grouped(step)),
    step !== null && newest > step ? t("The run has gone on to step {0} since.", grouped(newest)) : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? nothing : html`<p class="of">${parts.join(" ")}</p>`;
}

/** What is to be known of the numbers. */
export function studyNotes(notes: readonly string[]): TemplateResult | typeof nothing {
  if (notes.length === 0) return nothing;
  return html`<ul class="notes">
    ${notes.map((note) => html`<li>${note}</li>`)}
  </ul>`;
}

/** In place of a study that nobody has made yet. @param sentence what it would show @param action null: there can be none */
export function noStudy(
  host: HTMLElement,
  runs: readonly ShownRun[],
  title: string,
  sentence: string,
  action: StudyAction | null,
): TemplateResult {
  return html`<h2>${title}</h2>
    <div class="none">
      <p>${sentence}</p>
      ${isComparison(runs) ? html`<p class="muted">${t("Of {0}, the first of the runs that are compared.", runName(runs[0]))}</p>` : nothing}
      ${action === null ? nothing : waysToMake(host, runs[0], action)}
    </div>`;
}

function waysToMake(host: HTMLElement, { facts }: ShownRun, action: StudyAction): TemplateResult {
  if (canBeStudied(facts)) {
    return button({
      label: actionWord(action),
      icon: icon("report"),
      look: "primary",
      onClick: () => act(host, facts.run, action),
    });
  }
  return html`<p class="muted">
    ${t("Nothing was computed before this page was written. On the command line:")}
    <code>induction-lab ${action} ${facts.title}</code>
  </p>`;
}
