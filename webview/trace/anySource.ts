/**
 * What choosing a sequence is like, of tokens or of scalars: out of the run's data by set and number or at random, or typed
 * and pasted. Events "ask" and "typed". What is typed, and how it is read, each kind says itself.
 */
import { t } from "@vscode/l10n";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { SequencePlace, SequenceSet } from "../../core/protocol";
import { button, type InductionField } from "../controls";
import type { SequenceOrigin } from "../store";
import { setWord } from "../words";

export type AskEvent = CustomEvent<SequencePlace>;

/** What stands on the page, and what is in the way of what was asked for. */
interface Standing {
  readonly sequence: { readonly origin: SequenceOrigin } | null;
  readonly problem: string | null;
}

export abstract class AnySource extends LitElement {
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

  /** Those that the run has. */
  @property({ attribute: false }) accessor sets: readonly SequenceSet[] = [];

  /** What stands in the field; null where the sequence is one of the data. */
  @state() protected accessor text: string | null = null;

  protected abstract get standing(): Standing;
  /** What the field says and takes. */
  protected abstract field(text: string): TemplateResult;
  /** The sequence that is shown, as the field takes it. */
  protected abstract written(): string;
  /** Tells of the sequence that a text says, if it says one. */
  protected abstract read(text: string): void;

  /** Beside the sequence's place. */
  protected beside(): TemplateResult | typeof nothing {
    return nothing;
  }

  /** Another run's sequence took the place of what was typed. */
  protected forgetTyped(before: Standing | undefined): void {
    const wasTyped = before?.sequence?.origin.kind === "typed";
    if (wasTyped && this.standing.sequence?.origin.kind !== "typed") this.text = null;
  }

  protected override render(): TemplateResult {
    const { text } = this;
    const { problem } = this.standing;
    const sets = this.sets.map((set) => ({ value: set, text: setWord(set) }));
    return html`<div class="row">
        <induction-toggle
          .label=${t("Where the sequence comes from")}
          .options=${[...sets, { value: own, text: t("your own") }]}
          .value=${this.chosenSource}
          @toggle=${({ detail }: CustomEvent<string>) => this.choose(detail)}
        ></induction-toggle>
        ${text === null ? this.place() : nothing} ${this.beside()}
      </div>
      ${text === null ? nothing : this.field(text)}
      ${problem === null ? nothing : html`<p class="problem" role="alert">${problem}</p>`}`;
  }

  protected take(text: string): void {
    this.text = text;
    this.read(text);
  }

  protected tell(name: "ask" | "typed" | "choose", detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  private get chosenSource(): string {
    if (this.text !== null) return own;
    const origin = this.standing.sequence?.origin;
    return origin?.kind === "data" ? origin.set : "";
  }

  private place(): TemplateResult | typeof nothing {
    const origin = this.standing.sequence?.origin;
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

  private choose(source: string): void {
    const set = this.sets.find((one) => one === source);
    if (set) {
      this.text = null;
      this.ask({ set, index: 0 });
      return;
    }
    this.take(this.written());
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<InductionField>("induction-field")?.focus(),
    );
  }

  private ask(place: SequencePlace): void {
    this.tell("ask", place);
  }
}

/** Beside the names of sets. */
const own = "own";
