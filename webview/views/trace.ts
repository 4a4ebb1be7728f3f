/** <induction-trace>: how one position of a sequence copies, selects and classifies. */
import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Traced } from "../store";
import { Part } from "./part";
import { pageStyles } from "./styles";

@customElement("induction-trace")
export class TraceView extends Part {
  static override readonly styles = [pageStyles];

  @property({ attribute: false }) accessor traced!: Traced;

  protected override render(): TemplateResult {
    return html`<h2>${t("Trace")}</h2>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-trace": TraceView;
  }
}
