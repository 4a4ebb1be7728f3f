/** What the parts of the page have in common: they show runs over one axis of steps, in the editor's colours. */
import { t } from "@vscode/l10n";
import { html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import "../charts";
import type { StepScale } from "../charts";
import type { ShownRun } from "../store";
import type { Theme } from "../theme";

/** Where one run knows what another does not. */
export function notYet(): TemplateResult {
  return html`<p class="caption muted">${t("Not known.")}</p>`;
}

export abstract class Part extends LitElement {
  /** At least one; the one that the page is about comes first. */
  @property({ attribute: false }) accessor runs!: readonly ShownRun[];
  @property({ attribute: false }) accessor stepScale!: StepScale;
  @property({ attribute: false }) accessor theme!: Theme;
  /** The step that is pointed at in some chart. */
  @property({ attribute: false }) accessor pointed: number | null = null;

  protected get main(): ShownRun {
    return this.runs[0];
  }
}
