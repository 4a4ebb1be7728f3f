/** The head of a sweep's page: what it is, how far it has come, and what can be done with it. */
import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { SweepAction, SweepContent, SweepStanding } from "../../core/protocol";
import { button, icon, type IconName } from "../controls";
import { styled } from "../theme";
import { duration } from "../words";
import { countWords, sweepStateWord } from "./memberWords";

export function sweepHead(sweep: SweepContent, act: (action: SweepAction) => void): TemplateResult {
  const { title, name, standing, members, fields } = sweep;
  const { state, done, failed, secondsLeft } = standing;
  const of = members.length;
  return html`<header class="first">
      <div>
        <h1>${title}</h1>
        <div class="what">
          <span class="state ${state}" role="status"
            >${icon(stateIcon(standing))}${sweepStateWord(standing)}</span
          >
          <span>${countWords(standing, of)}</span>
          ${
            state === "running" && Number.isFinite(secondsLeft)
              ? html`<span class="muted">${t("about {0} left", duration(secondsLeft))}</span>`
              : nothing
          }
          <span class="muted">${t("{0} over {1}", name, fields.join(", "))}</span>
        </div>
      </div>
      <div class="buttons">
        ${steering(standing, act)}
        ${button({ label: t("Reveal in Explorer"), icon: icon("folder"), look: "icon", onClick: () => act("reveal") })}
        ${button({ label: t("Show Log"), icon: icon("log"), look: "icon", onClick: () => act("showLog") })}
      </div>
    </header>
    <div
      class="progress"
      role="progressbar"
      aria-label=${t("Members that have ended")}
      aria-valuemin="0"
      aria-valuemax=${of}
      aria-valuenow=${done + failed}
    >
      <i class="done" ${styled({ width: `${(100 * done) / of}%` })}></i
      ><i class="failed" ${styled({ width: `${(100 * failed) / of}%` })}></i>
    </div>`;
}

function steering(
  { state, steeredBy, failed }: SweepStanding,
  act: (action: SweepAction) => void,
): TemplateResult | typeof nothing {
  if (state === "running") {
    return steeredBy === "thisWindow"
      ? button({ label: t("Stop"), icon: icon("stop"), look: "secondary", onClick: () => act("stop") })
      : html`<span class="muted">${t("goes on in another window or program")}</span>`;
  }
  if (state === "done" && failed === 0) return nothing;
  const label = state === "done" ? t("Try Failed Members Again") : t("Resume");
  return button({ label, icon: icon("play"), look: "primary", onClick: () => act("resume") });
}

function stateIcon({ state, failed }: SweepStanding): IconName {
  if (state === "running") return "dot";
  if (state === "stopped") return "stop";
  return failed > 0 ? "warning" : "check";
}
