/**
 * <induction-sequence-source>: which sequence is traced, and at which place. Out of the run's data by set and number or
 * at random, or typed and pasted. Events "ask", "typed" and "choose".
 */
import { t } from "@vscode/l10n";
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { readTypedTokens, tokenName } from "../../core/inspect";
import type { Model } from "../../core/model";
import type { SequencePlace, SequenceSet } from "../../core/protocol";
import { button, type InductionField } from "../controls";
import type { Traced } from "../store";
import { allowedTokens, grouped, setWord, shortSequenceHint, typingError } from "../words";

export type AskEvent = CustomEvent<SequencePlace>;
export type TypedEvent = CustomEvent<Uint8Array>;

/** Longer sequences are not put into the field, which starts empty then. */
const longestPutIn = 2000;

@customElement("induction-sequence-source")
export class SequenceSource extends LitElement {
  static override readonly styles = css`
    .row {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px 22px;
    }
    induction-field {
      max-width: 100ch;
      margin-top: 8px;
    }
    .problem {
      margin: 8px 0 0;
      color: var(--vscode-errorForeground);
      overflow-wrap: anywhere;
    }
  `;

  @property({ attribute: false }) accessor traced!: Traced;
  @property({ attribute: false }) accessor model!: Model;
  /** Those that the run has. */
  @property({ attribute: false }) accessor sets: readonly SequenceSet[] = [];

  /** What stands in the field; null where the sequence is one of the data. */
  @state() private accessor text: string | null = null;

  /** Another run's sequence took the place of what was typed. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("traced")?.sequence?.origin.kind;
    if (before === "typed" && this.traced.sequence?.origin.kind !== "typed") this.text = null;
  }

  protected override render(): TemplateResult {
    const { traced, text } = this;
    return html`<div class="row">
        <induction-toggle
          .label=${t("Where the sequence comes from")}
          .options=${[...this.sets.map((set) => ({ value: set, text: setWord(set) })), { value: own, text: t("your own") }]}
          .value=${this.chosenSource}
          @toggle=${({ detail }: CustomEvent<string>) => this.choose(detail)}
        ></induction-toggle>
        ${text === null ? this.place() : nothing} ${this.position()}
      </div>
      ${text === null ? nothing : this.field(text)}
      ${traced.problem === null ? nothing : html`<p class="problem" role="alert">${traced.problem}</p>`}`;
  }

  private get chosenSource(): string {
    if (this.text !== null) return own;
    const origin = this.traced.sequence?.origin;
    return origin?.kind === "data" ? origin.set : "";
  }

  private place(): TemplateResult | typeof nothing {
    const origin = this.traced.sequence?.origin;
    if (origin?.kind !== "data") return nothing;
    const { set, index, count } = origin;
    return html`<induction-stepper
        .label=${t("sequence")}
        .value=${index + 1}
        .most=${count}
        @step=${({ detail }: CustomEvent<number>) => this.ask({ set, index: detail - 1 })}
      ></induction-stepper>
      ${button({
        label: t("Random"),
        look: "secondary",
        onClick: () => this.ask({ set, index: Math.floor(Math.random() * count) }),
      })}`;
  }

  private position(): TemplateResult | typeof nothing {
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

  private field(text: string): TemplateResult {
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

  private choose(source: string): void {
    const set = this.sets.find((one) => one === source);
    if (set) {
      this.text = null;
      this.ask({ set, index: 0 });
      return;
    }
    const { sequence } = this.traced;
    const putIn = sequence && sequence.tokens.length <= longestPutIn ? sequence.tokens : new Uint8Array();
    this.take(writtenTokens(putIn, this.model.alphabetSize));
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<InductionField>("induction-field")?.focus(),
    );
  }

  private take(text: string): void {
    this.text = text;
    const read = readTypedTokens(text, this.model.alphabetSize);
    if (read.kind === "tokens") this.tell("typed", read.tokens);
  }

  private ask(place: SequencePlace): void {
    this.tell("ask", place);
  }

  private tell(name: "ask" | "typed" | "choose", detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** Beside the names of sets. */
const own = "own";

/** As the field takes them. */
function writtenTokens(tokens: Uint8Array, alphabetSize: number): string {
  return Array.from(tokens, (token) => tokenName(token, alphabetSize)).join(" ");
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-sequence-source": SequenceSource;
  }
}
