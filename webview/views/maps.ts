/** <induction-maps>: attention of both layers over the whole traced sequence. */
import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Traced } from "../store";
import { Part } from "./part";
import { pageStyles } from "./styles";

@customElement("induction-maps")
export class Maps extends Part {
  static override readonly styles = [pageStyles];

  @property({ attribute: false }) accessor traced!: Traced;

  protected override render(): TemplateResult {
    return html`<h2>${t("Attention maps")}</h2>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-maps": Maps;
  }
}
