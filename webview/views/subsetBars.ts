/**
 * <induction-subset-bars>: p of the weightiest subsets of heads as bars, of all of them where they are asked for, with
 * what the same subsets weigh in other runs. Subsets light up with the page and light their heads.
 */
import { t } from "@vscode/l10n";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { leadingSubset, type SubsetDescription } from "../../core/inspect";
import { drawnSubsets, isComparison, runColour, runName, sameHeads } from "../plots";
import type { Circuit, Highlight, Look, ShownRun } from "../store";
import { styled } from "../theme";
import { decimal, grouped, share, subsetName, weightWord } from "../words";
import { look } from "./events";
import { selectorStyles } from "./selectorStyles";
import { pageStyles } from "./styles";
import { subsetTable } from "./subsetTable";

/** Bars at first. */
const mostBars = 12;
/** At nothing a mark would only look like dirt. */
const leastMarked = 0.005;

@customElement("induction-subset-bars")
export class SubsetBars extends LitElement {
  static override readonly styles = [pageStyles, selectorStyles];

  /** The first is the one whose bars these are. */
  @property({ attribute: false }) accessor runs!: readonly ShownRun[];
  /** Of the runs, in their order. */
  @property({ attribute: false }) accessor circuits!: readonly (Circuit | null)[];
  @property({ attribute: false }) accessor circuit!: Circuit;
  @property({ attribute: false }) accessor look!: Look;

  @state() private accessor showsAll = false;
  @state() private accessor showsTable = false;
  /** The bar that the tabulator reaches. */
  @state() private accessor current = 0;
  /** Subsets that have a curve: bars have its colour. */
  #drawn: readonly number[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("runs")) this.#drawn = drawnSubsets(this.runs[0]);
  }

  protected override render(): TemplateResult {
    const { subsets } = this.circuit;
    const shown = this.showsAll ? subsets : weightiest(subsets);
    const winner = leadingSubset(subsets);
    return html`<ol
        aria-label=${t("Weight p of each subset of heads")}
        @keydown=${(event: KeyboardEvent) => this.followKey(event, shown.length)}
        @pointerleave=${() => this.light(null)}
      >
        ${shown.map((subset, index) => this.bar(subset, winner, index))}
      </ol>
      <div class="below">
        ${subsets.length > mostBars ? this.others(shown) : nothing}
        <span
          >C<sub>D</sub> =
          <data value=${this.circuit.coefficientNorm}>${decimal(this.circuit.coefficientNorm)}</data></span
        >
        <button aria-expanded=${this.showsTable} @click=${() => (this.showsTable = !this.showsTable)}>
          ${t("Coefficients")}
        </button>
      </div>
      ${this.showsTable ? subsetTable(this.circuit, (heads) => this.isLit(heads)) : nothing}`;
  }

  private bar(subset: SubsetDescription, winner: SubsetDescription, index: number): TemplateResult {
    const { heads, weight } = subset;
    const classes = `${subset === winner ? "leading" : ""} ${this.isLit(heads) ? "lit" : ""}`;
    return html`<li
      class=${classes}
      tabindex=${index === this.current ? 0 : -1}
      @pointerenter=${() => this.light(heads)}
      @focus=${() => this.light(heads)}
      @blur=${() => this.light(null)}
    >
      <span>${subsetName(subset)}</span>
      <data value=${weight}>${weightWord(subset, winner)}</data>
      <span class="bar"
        ><b ${styled({ "--share": weight, "--bar": this.colourOf(subset) })}></b>${this.marks(heads)}</span
      >
    </li>`;
  }

  private colourOf(subset: SubsetDescription): string {
    if (isComparison(this.runs)) return "var(--series-0)";
    const curve = this.#drawn.indexOf(this.circuit.subsets.indexOf(subset));
    return curve >= 0 ? `var(--series-${curve})` : "var(--muted)";
  }

  /** What the same subset weighs in the other runs. */
  private marks(heads: readonly number[]): TemplateResult[] {
    return this.runs.slice(1).flatMap((run, index) => {
      const subset = this.circuits[index + 1]?.subsets.find((candidate) => sameHeads(candidate.heads, heads));
      if (!subset) return [];
      const colour = isComparison(this.runs) ? runColour(this.runs, run) : "muted";
      const line = colour === "muted" ? "var(--vscode-foreground)" : `var(--series-${colour})`;
      const words = `${runName(run)}: ${share(subset.weight)}`;
      const mark = html`<i title=${words} ${styled({ "--share": subset.weight, "--line": line })}></i>`;
      return [html`${subset.weight < leastMarked ? nothing : mark}<span class="hidden">${words}</span>`];
    });
  }

  private others(shown: readonly SubsetDescription[]): TemplateResult {
    const { subsets } = this.circuit;
    const others = subsets.filter((subset) => !shown.includes(subset));
    const words = this.showsAll
      ? t("Show the {0} weightiest", mostBars)
      : t("Show all {0}", grouped(subsets.length));
    return html`<span class="others"
      >${others.length > 0 ? othersLine(others) : nothing}
      <button @click=${() => (this.showsAll = !this.showsAll)}>${words}</button></span
    >`;
  }

  private isLit(heads: readonly number[]): boolean {
    return lightsSubset(this.look.highlight, heads);
  }

  private light(heads: readonly number[] | null): void {
    look(this, { highlight: heads && { kind: "subset", heads } });
  }

  private followKey(event: KeyboardEvent, count: number): void {
    const next = { ArrowUp: this.current - 1, ArrowDown: this.current + 1, Home: 0, End: count - 1 }[
      event.key
    ];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.current = Math.min(count - 1, Math.max(0, next));
    this.renderRoot.querySelectorAll("li")[this.current]?.focus();
  }
}

/** A subset is lit by itself, and by each of its heads. */
function lightsSubset(highlight: Highlight | null, heads: readonly number[]): boolean {
  if (highlight?.kind === "subset") return sameHeads(highlight.heads, heads);
  return highlight?.kind === "head" && heads.includes(highlight.head);
}

/** In the order of all. */
function weightiest(subsets: readonly SubsetDescription[]): readonly SubsetDescription[] {
  if (subsets.length <= mostBars) return subsets;
  const chosen = new Set(subsets.toSorted((a, b) => b.weight - a.weight).slice(0, mostBars));
  return subsets.filter((subset) => chosen.has(subset));
}

function othersLine(others: readonly SubsetDescription[]): string {
  const most = leadingSubset(others);
  const weight = weightWord(most, most);
  if (others.length === 1) return t("1 other: {0}", weight);
  return t("{0} others, up to {1}", grouped(others.length), weight);
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-subset-bars": SubsetBars;
  }
}
