/** <induction-timeline>: the steps of the run with what happened on the way, and the step that the page stands on. */
import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { Part } from "./part";
import { pageStyles } from "./styles";

@customElement("induction-timeline")
export class Timeline extends Part {
  static override readonly styles = [pageStyles];

  protected override render(): TemplateResult {
    return html`<h2>${t("Timeline")}</h2>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-timeline": Timeline;
  }
}
