/**
 * <induction-scalar-rows>: a sequence of scalars as rows of bars, each position below the other: tokens, what layer 1
 * brings, the attention of each head. Pointer and arrow keys read a position exactly; a click or Enter makes it the one
 * whose attention in layer 1 is shown (event "position", 0-based).
 */
import { t } from "@vscode/l10n";
import { html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { MixedCircuit } from "../../core/inspect";
import {
  copiedFormula,
  copierAttentionFormula,
  lazyAttentionFormula,
  richAttentionFormula,
  wantedAttentionFormula,
} from "../formulas";
import { styled } from "../theme";
import { decimal, scalarName, share } from "../words";
import { barsPath, marksOf, markWords, outlinePath, rowsOf, rowTitle, type BarRow, type Marks } from "./bars";
import { formulaNumber, type NumberOf } from "./number";
import { rowsStyles } from "./rowsStyles";

export type PositionEvent = CustomEvent<number>;

@customElement("induction-scalar-rows")
export class ScalarRows extends LitElement {
  static override readonly styles = rowsStyles;

  @property({ attribute: false }) accessor circuit!: MixedCircuit;
  /** 0-based: its attention in layer 1 is shown. */
  @property({ type: Number }) accessor position = 1;

  /** The position that was read last, 0-based; null: none yet. */
  @state() private accessor read: number | null = null;
  @query(".plot") private accessor plot!: HTMLElement;
  #rows: readonly BarRow[] = [];
  #marks!: Marks;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("circuit") && !changed.has("position")) return;
    this.#rows = rowsOf(this.circuit, this.position);
    this.#marks = marksOf(this.circuit);
  }

  protected override render(): TemplateResult {
    const { length } = this.circuit.tokens;
    const at = this.shown;
    return html`<div
        class="plot"
        role="slider"
        tabindex="0"
        aria-label=${t("Tokens, and the attention of each head to them")}
        aria-valuemin="1"
        aria-valuemax=${length}
        aria-valuenow=${at + 1}
        aria-valuetext=${this.wordsOf(at)}
        aria-keyshortcuts="Enter"
        @pointermove=${(event: PointerEvent) => (this.read = this.positionUnder(event))}
        @click=${(event: MouseEvent) => this.choose(this.positionUnder(event))}
        @keydown=${(event: KeyboardEvent) => this.followKey(event)}
      >
        ${this.#rows.map((row, index) => this.row(row, index === 0))}
        <i class="column chosen" ${this.column(this.position)}></i>
        ${this.read === null ? nothing : html`<i class="column" ${this.column(at)}></i>`}
      </div>
      <p class="legend">
        <span>${t("● asks: {0}", scalarName(this.#marks.asks))}</span>
        <span>${t("▲ the 4-gram reads {0}", scalarName(this.#marks.lazy))}</span>
        <span>${t("▾ behind what goes best with it: the target copies these")}</span>
        <span>${t("framed: looked at in layer 1; a click chooses another")}</span>
      </p>
      ${this.reading(at)}`;
  }

  private row(row: BarRow, isFirst: boolean): TemplateResult {
    const { length } = this.circuit.tokens;
    const ink = row.colour === "muted" ? "var(--muted)" : `var(--series-${row.colour})`;
    return html`<div class="name" aria-hidden="true">${rowTitle(row)}</div>
      <svg
        class=${row.signed ? "signed" : ""}
        aria-hidden="true"
        viewBox="0 0 ${length} 1"
        preserveAspectRatio="none"
      >
        ${svg`<path d=${barsPath(row)} fill=${ink} />`}
        ${row.wanted ? svg`<path class="wanted" d=${outlinePath(row)} />` : nothing}
      </svg>
      ${isFirst ? this.marks() : nothing}`;
  }

  private marks(): TemplateResult {
    return html`<div class="marks" aria-hidden="true">
      ${Array.from(
        markWords(this.#marks),
        ([at, words]) => html`<span ${styled({ left: this.middleOf(at) })}>${words}</span>`,
      )}
    </div>`;
  }

  private reading(at: number): TemplateResult {
    const { tokens, copied, lazyAttention, richAttention, wantedAttention } = this.circuit;
    const { circuit, position } = this;
    const number = (name: string, ...of: NumberOf) => html`<span>${name} ${formulaNumber(...of)}</span>`;
    const looked = this.#rows[2].values[at];
    const from = t("layer 1 from {0}", scalarName(position));
    return html`<p class="reading">
      <b>${scalarName(at)}</b>
      <span>x <data value=${tokens[at]}>${decimal(tokens[at])}</data></span>
      ${number("y", copied[at], decimal, () => copiedFormula(circuit, at))}
      ${
        Number.isNaN(looked)
          ? nothing
          : number(from, looked, share, () => copierAttentionFormula(circuit, position, at))
      }
      ${number(t("head A"), lazyAttention[at], share, () => lazyAttentionFormula(circuit, at))}
      ${number(t("head B"), richAttention[at], share, () => richAttentionFormula(circuit, at))}
      ${number(t("target"), wantedAttention[at], share, () => wantedAttentionFormula(circuit, at))}
    </p>`;
  }

  /** At first what head B attends to most. */
  private get shown(): number {
    const { richAttention, tokens } = this.circuit;
    if (this.read !== null && this.read < tokens.length) return this.read;
    return richAttention.indexOf(Math.max(...richAttention));
  }

  private wordsOf(at: number): string {
    const { tokens, lazyAttention, richAttention } = this.circuit;
    return t(
      "{0} = {1}: head A {2}, head B {3}",
      ...[scalarName(at), decimal(tokens[at]), share(lazyAttention[at]), share(richAttention[at])],
    );
  }

  private followKey(event: KeyboardEvent): void {
    const last = this.circuit.tokens.length - 1;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") this.choose(this.shown);
    else {
      const at = this.shown;
      const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
      if (next === undefined) return;
      this.read = Math.min(last, Math.max(0, next));
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private choose(position: number): void {
    this.dispatchEvent(new CustomEvent("position", { detail: position }));
  }

  private positionUnder({ clientX }: MouseEvent): number {
    const { length } = this.circuit.tokens;
    const { left, width } = this.plot.getBoundingClientRect();
    return Math.min(length - 1, Math.max(0, Math.floor(((clientX - left) / width) * length)));
  }

  private middleOf(at: number): string {
    return `${(100 * (at + 0.5)) / this.circuit.tokens.length}%`;
  }

  private column(at: number) {
    const share = 100 / this.circuit.tokens.length;
    return styled({ left: `${at * share}%`, width: `${share}%` });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-scalar-rows": ScalarRows;
  }
}
