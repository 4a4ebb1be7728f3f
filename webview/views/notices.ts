/**
 * <induction-notices>: what has to be said over the page: a notice of the host, why a run ended, what is damaged, and
 * what a diagnosis found.
 */
import { t } from "@vscode/l10n";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Notice, PanelAction, RunFacts } from "../../core/protocol";
import { button, icon } from "../controls";
import { isComparison, runName } from "../plots";
import { isReachable, isUnreadable, type ShownRun } from "../store";
import { actionWord, adviceOn } from "../words";
import { act } from "./events";
import { findingDetails, findingsStyles, foundAt } from "./findings";
import { pageStyles } from "./styles";

@customElement("induction-notices")
export class Notices extends LitElement {
  static override readonly styles = [
    pageStyles,
    findingsStyles,
    css`
      section {
        display: grid;
        grid-template-columns: 16px minmax(0, 1fr);
        gap: 4px 8px;
        margin-top: 14px;
        line-height: 1.45;
        overflow-wrap: anywhere;
      }
      .error > svg {
        color: var(--vscode-errorForeground);
      }
      .warning > svg {
        color: var(--vscode-editorWarning-foreground);
      }
      .info > svg {
        color: var(--vscode-editorInfo-foreground);
      }
      svg {
        margin-top: 1px;
      }
      p,
      ul {
        margin: 0;
      }
      ul {
        padding-left: 1.2em;
      }
      p + * {
        margin-top: 2px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) accessor notice: Notice | null = null;
  /** The one that the page is about comes first. */
  @property({ attribute: false }) accessor runs!: readonly ShownRun[];

  protected override render(): TemplateResult {
    return html`${this.said()}${this.ending(this.runs[0])}${this.runs.map((run) => this.damage(run))}
    ${this.runs.map((run) => this.findings(run))}`;
  }

  private said(): TemplateResult | typeof nothing {
    if (!this.notice) return nothing;
    const { severity, text } = this.notice;
    return entry(severity, html`<p>${text}</p>`);
  }

  /** The sentence of a run that did not end well, what to do, and the buttons for it. */
  private ending({ facts }: ShownRun): TemplateResult | typeof nothing {
    if ((facts.state !== "failed" && facts.state !== "interrupted") || isUnreadable(facts)) return nothing;
    const actions: readonly PanelAction[] =
      facts.state === "failed" ? ["openExperiment", "showLog"] : ["showLog"];
    return entry(
      facts.state === "failed" ? "error" : "warning",
      html`<p>${facts.sentence}</p>
        <p class="muted">${adviceOn(facts)}</p>
        ${this.buttons(facts, actions)}`,
    );
  }

  private damage({ facts }: ShownRun): TemplateResult | typeof nothing {
    const { problems, title } = facts;
    if (problems.length === 0) return nothing;
    const sentence =
      this.runs.length > 1
        ? t("{0} is damaged. What can be read of it is shown.", title)
        : t("This run is damaged. What can be read of it is shown.");
    return entry(
      "warning",
      html`<p>${sentence}</p>
        <ul>
          ${problems.map((problem) => html`<li>${problem}</li>`)}
        </ul>
        ${this.buttons(facts, ["reveal"])}`,
    );
  }

  /** Of what was there before the last restart nothing is said. */
  private findings(run: ShownRun): readonly TemplateResult[] {
    const { diagnosis } = run.studies;
    if (!diagnosis || run.role === "ghost") return [];
    const name = isComparison(this.runs) ? runName(run) : null;
    return diagnosis.findings.map((finding) =>
      entry(finding.severity, findingDetails(finding, foundAt(run, diagnosis.step), name)),
    );
  }

  private buttons(facts: RunFacts, actions: readonly PanelAction[]): TemplateResult | typeof nothing {
    if (!isReachable(facts)) return nothing;
    return html`<div class="buttons">
      ${actions.map((action) =>
        button({
          label: actionWord(action),
          look: "secondary",
          onClick: () => act(this, facts.run, action),
        }),
      )}
    </div>`;
  }
}

function entry(severity: Notice["severity"], content: TemplateResult): TemplateResult {
  const picture = icon(severity === "error" ? "cross" : severity);
  return html`<section class=${severity} role=${severity === "error" ? "alert" : "status"}>
    ${picture}
    <div>${content}</div>
  </section>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-notices": Notices;
  }
}
