/** What a diagnosis found, a quiet line each, with the evidence and what to try behind it. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import type { Finding } from "../../core/protocol";
import { canBeStudied, standingOf, type ShownRun } from "../store";
import { actionWord, grouped } from "../words";
import { act } from "./events";

export const findingsStyles = css`
  .finding summary {
    display: flex;
    gap: 8px;
    cursor: pointer;
    list-style: none;
  }
  .finding summary::-webkit-details-marker {
    display: none;
  }
  .finding summary:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  .finding summary > span {
    color: var(--muted);
    white-space: nowrap;
  }
  .finding summary:hover > span {
    text-decoration: underline;
  }
  .finding[open] summary > span.closed,
  .finding:not([open]) summary > span.open {
    display: none;
  }
  .finding ul {
    margin: 4px 0 0;
  }
  .finding .label {
    margin: 6px 0 0;
    color: var(--muted);
  }
`;

/** What is behind a finding's title. @param run told where there are several; null otherwise */
export function findingDetails(finding: Finding, step: string, run: string | null): TemplateResult {
  const { title, evidence, advice } = finding;
  return html`<details class="finding">
    <summary>
      <div>${run === null ? nothing : html`<span class="muted">${run}:</span> `}${title}</div>
      <span class="closed">${t("why")}</span><span class="open">${t("close")}</span>
    </summary>
    <ul>
      ${evidence.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
    ${
      advice.length === 0
        ? nothing
        : html`<p class="label">${t("What to try")}</p>
            <ul>
              ${advice.map((sentence) => html`<li>${sentence}</li>`)}
            </ul>`
    }
    <p class="label">${step}</p>
  </details>`;
}

/** At which step it was found, and whether the run has gone on since. */
export function foundAt(run: ShownRun, step: number): string {
  const newest = standingOf(run).step;
  return newest > step
    ? t("Found at step {0}; the run has gone on to step {1} since.", grouped(step), grouped(newest))
    : t("Found at step {0}.", grouped(step));
}

/** Where all is well, or nobody has looked; what was found stands over the page. */
export function diagnosisLine(host: HTMLElement, run: ShownRun): TemplateResult {
  const { facts, studies } = run;
  const { diagnosis } = studies;
  const again = canBeStudied(facts)
    ? html`<button class="link" @click=${() => act(host, facts.run, "diagnose")}>
        ${diagnosis ? t("Diagnose again") : actionWord("diagnose")}
      </button>`
    : nothing;
  return html`<p class="of diagnosis">${diagnosisWords(run)} ${again}</p>`;
}

function diagnosisWords(run: ShownRun): string {
  const { diagnosis } = run.studies;
  if (!diagnosis) return t("Nobody has looked yet for what went wrong in this run.");
  const step = grouped(diagnosis.step);
  const { findings, notes } = diagnosis;
  const said =
    findings.length === 0
      ? t("Diagnosis: nothing unusual at step {0}.", step)
      : findings.length === 1
        ? t("Diagnosis: 1 finding at step {0}, at the top of the page.", step)
        : t("Diagnosis: {0} findings at step {1}, at the top of the page.", findings.length, step);
  return [said, ...notes].join(" ");
}
