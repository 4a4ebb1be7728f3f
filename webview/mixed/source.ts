/**
 * <induction-scalar-source>: which sequence of scalars is shown. Out of the run's data by set and number or at random, or
 * typed and pasted. Events "ask" and "typed".
 */
import { t } from "@vscode/l10n";
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { fewestScalars } from "../../core/model";
import type { SequencePlace, SequenceSet } from "../../core/protocol";
import { button, type InductionField } from "../controls";
import { mostTypedScalars, readTypedScalars, type ShownScalars } from "../store";
import { allowedScalars, setWord, typedScalarsError } from "../words";

/** Longer sequences are not put into the field, which starts empty then. */
const longestPutIn = 400;

@customElement("induction-scalar-source")
export class ScalarSource extends LitElement {
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

  @property({ attribute: false }) accessor scalars!: ShownScalars;
  /** Those that the run has. */
  @property({ attribute: false }) accessor sets: readonly SequenceSet[] = [];

  /** What stands in the field; null where the sequence is one of the data. */
  @state() private accessor text: string | null = null;

  /** Another run's sequence took the place of what was typed. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("scalars")?.sequence?.origin.kind;
    if (before === "typed" && this.scalars.sequence?.origin.kind !== "typed") this.text = null;
  }

  protected override render(): TemplateResult {
    const { scalars, text } = this;
    const sets = this.sets.map((set) => ({ value: set, text: setWord(set) }));
    return html`<div class="row">
        <induction-toggle
          .label=${t("Where the sequence comes from")}
          .options=${[...sets, { value: own, text: t("your own") }]}
          .value=${this.chosenSource}
          @toggle=${({ detail }: CustomEvent<string>) => this.choose(detail)}
        ></induction-toggle>
        ${text === null ? this.place() : nothing}
      </div>
      ${text === null ? nothing : this.field(text)}
      ${scalars.problem === null ? nothing : html`<p class="problem" role="alert">${scalars.problem}</p>`}`;
  }

  private get chosenSource(): string {
    if (this.text !== null) return own;
    const origin = this.scalars.sequence?.origin;
    return origin?.kind === "data" ? origin.set : "";
  }

  private place(): TemplateResult | typeof nothing {
    const origin = this.scalars.sequence?.origin;
    if (origin?.kind !== "data") return nothing;
    const { set, index, count } = origin;
    return html`<induction-stepper
        .label=${t("sequence")}
        .value=${index + 1}
        .most=${count}
        @step=${({ detail }: CustomEvent<number>) => this.tell("ask", { set, index: detail - 1 })}
      ></induction-stepper>
      ${button({
        label: t("Random"),
        look: "secondary",
        onClick: () => this.tell("ask", { set, index: Math.floor(Math.random() * count) }),
      })}`;
  }

  private field(text: string): TemplateResult {
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

  private choose(source: string): void {
    const set = this.sets.find((one) => one === source);
    if (set) {
      this.text = null;
      this.tell("ask", { set, index: 0 });
      return;
    }
    const tokens = this.scalars.sequence?.tokens ?? new Float64Array();
    this.take(tokens.length <= longestPutIn ? Array.from(tokens, (token) => token.toFixed(3)).join(" ") : "");
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<InductionField>("induction-field")?.focus(),
    );
  }

  private take(text: string): void {
    this.text = text;
    const read = readTypedScalars(text);
    if (read.kind === "scalars") this.tell("typed", read.scalars);
  }

  private tell(name: "ask" | "typed", detail: SequencePlace | Float64Array): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** Beside the names of sets. */
const own = "own";

declare global {
  interface HTMLElementTagNameMap {
    "induction-scalar-source": ScalarSource;
  }
}
