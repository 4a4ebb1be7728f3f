/**
 * <induction-chips>: the tokens of a sequence, one beside the other. The traced place is boxed, what its heads see is
 * underlined, and every place that is looked at is tinted by its attention. A chip is changed by a click, Enter or by
 * typing its token; Alt and a click, or Space, traces it. Events "choose", "edit" and "visit".
 */
import { t } from "@vscode/l10n";
import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { readTypedTokens, tokenName, type Agreement, type Trace } from "../../core/inspect";
import { headsOfLayer } from "../../core/model";
import { styled, type Theme } from "../theme";
import { share } from "../words";
import { chipStyles } from "./chipStyles";
import { tintsOf, type Tints } from "./tint";

/** 0-based. */
export type ChooseEvent = CustomEvent<number>;
export type EditEvent = CustomEvent<{ readonly position: number; readonly token: number }>;
/** The chip under the pointer, or with the focus; null: none any more. */
export type VisitEvent = CustomEvent<number | null>;

@customElement("induction-chips")
export class InductionChips extends LitElement {
  static override readonly styles = chipStyles;

  @property({ attribute: false }) accessor tokens!: Uint8Array;
  @property({ attribute: false }) accessor original!: Uint8Array;
  @property({ attribute: false }) accessor trace!: Trace;
  @property({ attribute: false }) accessor agreement!: Agreement;
  /** By place: the head that reads it and is lit. */
  @property({ attribute: false }) accessor read: ReadonlyMap<number, number> = new Map();
  /** The place that the trace compares with; null for none. */
  @property({ attribute: false }) accessor candidate: number | null = null;
  @property({ attribute: false }) accessor theme!: Theme;

  /** The chip that the Tab key comes to. */
  @state() private accessor current = 0;
  /** Digits of a number that is being typed. */
  #digits = "";
  #shownPosition = -1;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { position } = this.trace;
    if (changed.has("trace") && position !== this.#shownPosition)
      this.current = this.#shownPosition = position;
    this.current = Math.min(this.current, this.tokens.length);
  }

  protected override render(): TemplateResult {
    return html`<div
        role="listbox"
        aria-label=${t("Tokens of the sequence")}
        aria-describedby="keys"
        @click=${(event: MouseEvent) => this.followClick(event)}
        @keydown=${(event: KeyboardEvent) => this.followKey(event)}
        @focusin=${({ target }: Event) => this.visit(target)}
        @pointerover=${({ target }: Event) => this.tell("visit", positionOf(target))}
        @pointerleave=${() => this.tell("visit", null)}
      >
        ${this.chips()}
      </div>
      <span class="hidden" id="keys"
        >${t("Enter or a token changes the chip, Space traces its place, Delete brings the original back.")}</span
      >`;
  }

  private chips(): TemplateResult[] {
    const tints = tintsOf(this.trace, this.theme);
    return Array.from({ length: this.tokens.length + 1 }, (_, position) => this.chip(position, tints));
  }

  private chip(position: number, tints: Tints): TemplateResult {
    const { trace, candidate, tokens, read } = this;
    const tint = tints.of(position);
    const head = read.get(position);
    const name = position < tokens.length ? tokenName(tokens[position], trace.model.alphabetSize) : "?";
    return html`<span
      role="option"
      class=${this.kindsOf(position, candidate)}
      aria-selected=${position === trace.position}
      aria-label=${this.labelOf(position, name)}
      tabindex=${position === this.current ? 0 : -1}
      data-at=${position}
      ${styled({
        "--tint": tint.colour,
        "--ink": tint.ink,
        "--line": head === undefined ? "var(--window)" : `var(--series-${head})`,
      })}
      >${name}</span
    >`;
  }

  private kindsOf(position: number, candidate: number | null): string {
    const { trace, tokens, original, read } = this;
    const { model, firstKey } = trace;
    const reach = (model.window * model.heads) / headsOfLayer(model);
    const seen = position < trace.position && position >= trace.position - reach;
    const edited = position < tokens.length && tokens[position] !== original[position];
    return [
      "chip",
      position === trace.position ? "traced" : "",
      position > trace.position ? "later" : "",
      position < firstKey && position < trace.position ? "no-key" : "",
      seen || read.has(position) ? "seen" : "",
      read.has(position) ? "read" : "",
      this.matchesFully(position) ? "matches" : "",
      edited ? "edited" : "",
      position === candidate ? "candidate" : "",
    ]
      .filter((kind) => kind !== "")
      .join(" ");
  }

  /** All that is to be known only of the chip that has the focus: there are many, and they change with every step. */
  private labelOf(position: number, name: string): string {
    const place = t("place {0}: {1}", position + 1, name);
    if (position !== this.current) return place;
    const { trace, tokens, original } = this;
    const isKey = position < trace.position && position >= trace.firstKey;
    return [
      place,
      position < tokens.length && tokens[position] !== original[position] ? t("changed") : "",
      position === trace.position ? t("traced") : "",
      isKey ? t("attention {0}", share(trace.pass.attention[position])) : "",
      this.matchesFully(position) ? t("matches fully") : "",
    ]
      .filter((part) => part !== "")
      .join(", ");
  }

  private matchesFully(position: number): boolean {
    const { lags, matches } = this.agreement;
    return lags.length > 0 && matches[position] === lags.length;
  }

  private followClick(event: MouseEvent): void {
    const position = positionOf(event.target);
    if (position === null) return;
    this.current = position;
    if (event.altKey || position === this.tokens.length) this.tell("choose", position);
    else this.edit(position, (this.tokens[position] + 1) % this.trace.model.alphabetSize);
  }

  private followKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { current, tokens } = this;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => this.go(current - 1),
      ArrowRight: () => this.go(current + 1),
      ArrowUp: () => this.go(this.chipInLine(-1)),
      ArrowDown: () => this.go(this.chipInLine(1)),
      Home: () => this.go(0),
      End: () => this.go(tokens.length),
      " ": () => this.tell("choose", current),
      Enter: () => this.edit(current, (tokens[current] + 1) % this.trace.model.alphabetSize),
      Delete: () => this.edit(current, this.original[current]),
      Backspace: () => this.edit(current, this.original[current]),
    };
    if (event.key in moves) moves[event.key]();
    else if (!this.typed(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Numbers of several digits come digit by digit. @returns whether the key is of a token */
  private typed(key: string): boolean {
    if (!/^[a-z0-9]$/i.test(key)) return false;
    const { alphabetSize } = this.trace.model;
    const longer = /[0-9]/.test(key) ? this.#digits + key : key;
    const read = [longer, key].map((text) => readTypedTokens(text, alphabetSize));
    const found = read.find((one) => one.kind === "tokens");
    this.#digits = /[0-9]/.test(key) ? (read[0].kind === "tokens" ? longer : key) : "";
    if (found?.kind === "tokens") this.edit(this.current, found.tokens[0]);
    return found !== undefined;
  }

  private go(position: number): void {
    const within = Math.min(this.tokens.length, Math.max(0, position));
    this.#digits = "";
    this.current = within;
    void this.updateComplete.then(() => this.chipAt(within)?.focus());
  }

  /** The chip in the next line that stands nearest below or above. */
  private chipInLine(direction: 1 | -1): number {
    const here = this.chipAt(this.current);
    if (!here) return this.current;
    let best = this.current;
    for (let at = this.current + direction; at >= 0 && at <= this.tokens.length; at += direction) {
      const chip = this.chipAt(at);
      if (!chip || chip.offsetTop === here.offsetTop) continue;
      const other = this.chipAt(best);
      if (best !== this.current && chip.offsetTop !== other?.offsetTop) break;
      best = at;
      if (direction * (chip.offsetLeft - here.offsetLeft) >= 0) break;
    }
    return best;
  }

  private chipAt(position: number): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-at="${position}"]`);
  }

  private visit(target: EventTarget | null): void {
    const position = positionOf(target);
    if (position === null) return;
    if (position !== this.current) this.#digits = "";
    this.current = position;
    this.tell("visit", position);
  }

  private edit(position: number, token: number): void {
    if (position < this.tokens.length) this.tell("edit", { position, token });
  }

  private tell(name: "choose" | "edit" | "visit", detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function positionOf(target: EventTarget | null): number | null {
  if (!(target instanceof HTMLElement)) return null;
  const { at } = target.dataset;
  return at === undefined ? null : Number(at);
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-chips": InductionChips;
  }
}
