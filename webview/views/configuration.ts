/** <induction-configuration>: the experiment as the run was last set to train. */
import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { Part } from "./part";
import { pageStyles } from "./styles";

@customElement("induction-configuration")
export class Configuration extends Part {
  static override readonly styles = [pageStyles];

  protected override render(): TemplateResult {
    return html`<h2>${t("Configuration")}</h2>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-configuration": Configuration;
  }
}
