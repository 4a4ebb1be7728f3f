/** What stands where nothing can be shown yet, or ever: what is missing, and the one button that helps. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import type { PanelAction } from "../../core/protocol";
import { button, icon, type IconName } from "../controls";
import { isGoingOn, isReachable, mixedModelOf, type ShownRun } from "../store";
import { actionWord } from "../words";
import { act } from "./events";

interface Missing {
  readonly picture: IconName;
  readonly title: string;
  readonly sentence: string;
  readonly help: PanelAction | null;
}

export const missingStyles = css`
  .missing {
    display: grid;
    justify-items: center;
    gap: 8px;
    max-width: 60ch;
    margin: 72px auto;
    line-height: 1.5;
    text-align: center;
    overflow-wrap: anywhere;
  }
  .missing > svg {
    width: 28px;
    height: 28px;
    color: var(--vscode-descriptionForeground);
  }
  .missing p {
    margin: 0 0 8px;
    color: var(--vscode-descriptionForeground);
  }
`;

/** In place of all that is to be known of a run's circuit. @param host dispatches what the button asks for */
export function missing(host: HTMLElement, run: ShownRun): TemplateResult {
  const { picture, title, sentence, help } = whatIsMissing(run);
  const helping =
    help && isReachable(run.facts)
      ? button({ label: actionWord(help), look: "secondary", onClick: () => act(host, run.facts.run, help) })
      : nothing;
  return html`<section class="missing">
    ${icon(picture)}
    <h2>${title}</h2>
    <p>${sentence}</p>
    ${helping}
  </section>`;
}

function whatIsMissing(run: ShownRun): Missing {
  const { facts, model, recordingCame, snapshots } = run;
  if (facts.state === "queued" || facts.state === "starting") return beforeTheFirstStep(run);
  if (!recordingCame) {
    return {
      picture: "half",
      title: t("Reading the run"),
      sentence: t("What was recorded of it is on its way."),
      help: null,
    };
  }
  if (!model && !mixedModelOf(run)) {
    return {
      picture: "warning",
      title: t("The configuration cannot be read"),
      sentence: t("Without it nobody can tell which number belongs to which head."),
      help: "reveal",
    };
  }
  if (snapshots.length > 0) {
    return {
      picture: "warning",
      title: t("The parameters cannot be read"),
      sentence: t("What was recorded of them is damaged, or does not fit the configuration."),
      help: "reveal",
    };
  }
  return nothingRecorded(run);
}

function beforeTheFirstStep({ facts: { state, sentence } }: ShownRun): Missing {
  if (state === "queued") return { picture: "ring", title: t("In the queue"), sentence, help: "stop" };
  return { picture: "half", title: t("About to begin"), sentence, help: null };
}

function nothingRecorded({ facts }: ShownRun): Missing {
  if (isGoingOn(facts)) {
    const sentence = t("The first step is on its way.");
    return { picture: "half", title: t("No step yet"), sentence, help: null };
  }
  const sentence = t("No step of this run was recorded, so there is nothing to look at.");
  const help = facts.state === "failed" ? "showLog" : facts.trainedBy === "nobody" ? "again" : null;
  return { picture: "info", title: t("Nothing was recorded"), sentence, help };
}
