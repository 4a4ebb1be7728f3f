/** <induction-sequence-source>: which sequence of tokens is traced, and at which place. Also has the event "choose". */
import { t } from "@vscode/l10n";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { readTypedTokens, tokenName } from "../../core/inspect";
import type { Model } from "../../core/model";
import type { Traced } from "../store";
import { allowedTokens, grouped, shortSequenceHint, typingError } from "../words";
import { AnySource } from "./anySource";

export type TypedEvent = CustomEvent<Uint8Array>;

/** Longer sequences are not put into the field, which starts empty then. */
const longestPutIn = 2000;

@customElement("induction-sequence-source")
export class SequenceSource extends AnySource {
  @property({ attribute: false }) accessor traced!: Traced;
  @property({ attribute: false }) accessor model!: Model;

  protected override get standing(): Traced {
    return this.traced;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.forgetTyped(changed.get("traced"));
  }

  protected override beside(): TemplateResult | typeof nothing {
    const { sequence, position } = this.traced;
    if (!sequence) return nothing;
    return html`<induction-stepper
      .label=${t("place")}
      .value=${position + 1}
      .most=${sequence.tokens.length + 1}
      .of=${position === sequence.tokens.length ? t("what comes next") : t("of {0}", grouped(sequence.tokens.length))}
      @step=${({ detail }: CustomEvent<number>) => this.tell("choose", detail - 1)}
    ></induction-stepper>`;
  }

  protected override field(text: string): TemplateResult {
    const { alphabetSize } = this.model;
    const read = readTypedTokens(text, alphabetSize);
    const wrong = read.kind === "problem" && text.trim() !== "";
    return html`<induction-field
      .label=${t("Tokens of your own sequence")}
      .placeholder=${allowedTokens(alphabetSize)}
      .value=${text}
      .error=${wrong ? typingError(read.problem, alphabetSize) : ""}
      .hint=${read.kind === "tokens" ? shortSequenceHint(read.tokens.length, this.model) : t("Type or paste {0}.", allowedTokens(alphabetSize))}
      @text=${({ detail }: CustomEvent<string>) => this.take(detail)}
    ></induction-field>`;
  }

  protected override written(): string {
    const { sequence } = this.traced;
    if (!sequence || sequence.tokens.length > longestPutIn) return "";
    return Array.from(sequence.tokens, (token) => tokenName(token, this.model.alphabetSize)).join(" ");
  }

  protected override read(text: string): void {
    const read = readTypedTokens(text, this.model.alphabetSize);
    if (read.kind === "tokens") this.tell("typed", read.tokens);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-sequence-source": SequenceSource;
  }
}
