/** What the parts of the page have in common: they show runs, all looked at in the same way. */
import { t } from "@vscode/l10n";
import { html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import "../charts";
import { alignedCircuit, type Circuit, type Look, type ShownRun } from "../store";

/** Where one run knows what another does not. */
export function notYet(): TemplateResult {
  return html`<p class="caption muted">${t("Not known.")}</p>`;
}

export abstract class Part extends LitElement {
  /** At least one; the one that the page is about comes first. */
  @property({ attribute: false }) accessor runs!: readonly ShownRun[];
  @property({ attribute: false }) accessor look!: Look;

  protected get main(): ShownRun {
    return this.runs[0];
  }

  /** Of the run at the step that the page stands on. */
  protected circuit(run: ShownRun): Circuit | null {
    return alignedCircuit(this.runs, run, this.look.chosen, this.look.axis.quantity);
  }
}
