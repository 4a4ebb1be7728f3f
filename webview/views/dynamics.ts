/** <induction-dynamics>: how the training moves: gradient norms, learning rate, speed, and the heads' attention over the steps. */
import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { Part } from "./part";
import { pageStyles } from "./styles";

@customElement("induction-dynamics")
export class Dynamics extends Part {
  static override readonly styles = [pageStyles];

  protected override render(): TemplateResult {
    return html`<h2>${t("Dynamics")}</h2>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-dynamics": Dynamics;
  }
}
