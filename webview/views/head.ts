/** <induction-head-line>: which run this is, how it stands, and what can be done with it. */
import { t } from "@vscode/l10n";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Pace, PanelAction, RunFacts, RunFactsState } from "../../core/protocol";
import { button, choice, icon, type IconName } from "../controls";
import { actionsOn, hasPace, isGoingOn, isReachable, paces, standingOf, type ShownRun } from "../store";
import { actionWord, decimal, duration, grouped, rate, readOnlySentence, stateWord } from "../words";
import { act, setPace } from "./events";
import { headReferences } from "./headReferences";
import { headStyles } from "./headStyles";
import { pageStyles } from "./styles";

const stateIcons: Readonly<Record<RunFactsState, IconName>> = {
  queued: "ring",
  starting: "half",
  running: "dot",
  paused: "pause",
  done: "check",
  stopped: "stop",
  failed: "cross",
  interrupted: "warning",
};

const actionIcons: Readonly<Record<PanelAction, IconName>> = {
  pause: "pause",
  resume: "play",
  stop: "stop",
  step: "step",
  again: "again",
  showLog: "log",
  reveal: "folder",
  openExperiment: "file",
  report: "report",
  theory: "report",
  evaluate: "report",
  ablate: "report",
  diagnose: "report",
};

@customElement("induction-head-line")
export class HeadLine extends LitElement {
  static override readonly styles = [pageStyles, headStyles];

  @property({ attribute: false }) accessor run!: ShownRun;
  @property({ attribute: false }) accessor heading = "";
  /** Whether it heads a comparison, whose table says how each run stands. */
  @property({ type: Boolean }) accessor overMany = false;

  protected override render(): TemplateResult {
    const { facts } = this.run;
    if (this.overMany) return html`<header class="first"><h1>${this.heading}</h1></header>`;
    const standing = standingOf(this.run);
    const readOnly = readOnlySentence(facts);
    return html`
      <header class="first">
        <div>
          <h1>${this.heading}</h1>
          <div class="what">
            <span class="state ${facts.state}" role="status">
              ${icon(stateIcons[facts.state])}${stateWord(facts.state)}
            </span>
            <span class="muted">${facts.name}</span>
            ${standing.stageName ? html`<span class="muted">${standing.stageName}</span>` : nothing}
            ${this.figures(facts, standing)}
          </div>
        </div>
        <div class="controls">
          ${this.steering(facts)}${isReachable(facts) ? this.places(facts) : nothing}
        </div>
      </header>
      ${readOnly ? html`<p class="muted">${readOnly}</p>` : nothing}
    `;
  }

  private steering(facts: RunFacts): TemplateResult {
    const buttons = actionsOn(facts).map((action, index) =>
      button({
        label: actionWord(action),
        icon: icon(actionIcons[action]),
        look: index === 0 && hasEndedBadly(facts) ? "primary" : "secondary",
        onClick: () => act(this, facts.run, action),
      }),
    );
    return html`${buttons}${hasPace(facts) ? this.pace(facts) : nothing}`;
  }

  private pace({ run, pace }: RunFacts): TemplateResult {
    const offered = paces.includes(pace) ? paces : [...paces, pace];
    return choice({
      label: t("Pace"),
      options: offered.map((value) => ({
        value,
        text: paceWords(value),
      })),
      value: pace,
      onChange: (value) => setPace(this, run, value),
    });
  }

  private places({ run }: RunFacts): TemplateResult {
    const actions: readonly PanelAction[] = ["openExperiment", "reveal", "showLog", "report"];
    return html`<div class="places">
      ${actions.map((action) =>
        button({
          label: actionWord(action),
          icon: icon(actionIcons[action]),
          look: "icon",
          onClick: () => act(this, run, action),
        }),
      )}
    </div>`;
  }

  /** Those that are known. */
  private figures(facts: RunFacts, standing: ReturnType<typeof standingOf>): TemplateResult {
    const { step, totalSteps, stepsPerSecond, secondsLeft, loss, validationLoss } = standing;
    const figure = (name: string, value: number, text: string, title = "") =>
      Number.isNaN(value)
        ? nothing
        : html`<div title=${title || nothing}>
            <dt>${name}</dt>
            <dd><data value=${value}>${text}</data></dd>
          </div>`;
    const references = headReferences(this.run).map(({ name, title, loss }) =>
      figure(name, loss, decimal(loss), title),
    );
    return html`<dl>
      ${figure(t("step"), step, `${grouped(step)} / ${grouped(totalSteps)}`)}
      ${figure(t("loss"), loss, decimal(loss))}
      ${figure(t("validation"), validationLoss, decimal(validationLoss))} ${references}
      ${figure(t("steps/s"), stepsPerSecond, rate(stepsPerSecond))}
      ${isGoingOn(facts) ? figure(t("time left"), secondsLeft, duration(secondsLeft)) : nothing}
    </dl>`;
  }
}

function paceWords(pace: Pace): string {
  if (pace === null) return t("full speed");
  return pace === 1 ? t("1 step/s") : t("{0} steps/s", grouped(pace));
}

/** Then the first button is the one that helps. */
function hasEndedBadly({ state, trainedBy }: RunFacts): boolean {
  return trainedBy === "nobody" && (state === "failed" || state === "interrupted");
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-head-line": HeadLine;
  }
}
