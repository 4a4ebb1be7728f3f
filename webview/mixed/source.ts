/** <induction-scalar-source>: which sequence of scalars is shown. */
import { t } from "@vscode/l10n";
import { html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { fewestScalars } from "../../core/model";
import { mostTypedScalars, readTypedScalars, type ShownScalars } from "../store";
import { AnySource } from "../trace";
import { allowedScalars, typedScalarsError } from "../words";

/** Longer sequences are not put into the field, which starts empty then. */
const longestPutIn = 400;

@customElement("induction-scalar-source")
export class ScalarSource extends AnySource {
  @property({ attribute: false }) accessor scalars!: ShownScalars;

  protected override get standing(): ShownScalars {
    return this.scalars;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.forgetTyped(changed.get("scalars"));
  }

  protected override field(text: string): TemplateResult {
    const read = readTypedScalars(text);
    const wrong = read.kind === "problem" && text.trim() !== "";
    const allowed = allowedScalars(fewestScalars, mostTypedScalars);
    return html`<induction-field
      .label=${t("Scalars of your own sequence")}
      .placeholder=${allowed}
      .value=${text}
      .error=${wrong ? typedScalarsError(read.problem, fewestScalars, mostTypedScalars) : ""}
      .hint=${read.kind === "scalars" ? "" : t("Type or paste {0}.", allowed)}
      @text=${({ detail }: CustomEvent<string>) => this.take(detail)}
    ></induction-field>`;
  }

  protected override written(): string {
    const tokens = this.scalars.sequence?.tokens ?? new Float64Array();
    return tokens.length <= longestPutIn ? Array.from(tokens, (token) => token.toFixed(3)).join(" ") : "";
  }

  protected override read(text: string): void {
    const read = readTypedScalars(text);
    if (read.kind === "scalars") this.tell("typed", read.scalars);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-scalar-source": ScalarSource;
  }
}
