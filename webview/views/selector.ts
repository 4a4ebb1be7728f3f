/** <induction-selector>: how the weight lies on subsets of heads, in words, as bars, and over the steps. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { SubsetDescription } from "../../core/inspect";
import type { Plot } from "../charts";
import { drawnSubsets, isComparison, runColour, runName, sameHeads, weightPlots } from "../plots";
import type { Circuit } from "../store";
import { grouped, leadingSubset, selectorCaption, share } from "../words";
import { notYet, Part } from "./part";
import { runLabel, runLabelStyles } from "./runLabel";
import { styled } from "./styled";
import { pageStyles } from "./styles";

/** Bars at most; the others are counted. */
const mostBars = 24;

@customElement("induction-selector")
export class Selector extends Part {
  static override readonly styles = [
    pageStyles,
    runLabelStyles,
    css`
      .run {
        margin-top: 8px;
      }
      ol {
        margin: 0 0 16px;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 12px;
        padding: 2px 0 5px;
        color: var(--muted);
      }
      li.leading {
        color: inherit;
        font-weight: 600;
      }
      .bar {
        position: relative;
        grid-column: 1 / -1;
        height: 4px;
        margin-top: 2px;
        background: linear-gradient(var(--hairline), var(--hairline)) 0 100% / 100% 1px no-repeat;
      }
      .bar b {
        position: absolute;
        inset: 0;
        background: var(--bar);
        transform: scaleX(var(--share));
        transform-origin: left;
      }
      .bar i {
        position: absolute;
        top: -3px;
        bottom: -2px;
        left: calc(var(--share) * (100% - 2px));
        width: 2px;
        background: var(--line);
      }
      .more {
        display: block;
        padding-top: 4px;
      }
      induction-curves + induction-curves {
        margin-top: 12px;
      }
    `,
  ];

  @state() private accessor plots: readonly Plot[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("runs") || changed.has("look"))
      this.plots = weightPlots(this.runs, this.look.axis.quantity);
  }

  protected override render(): TemplateResult {
    const circuit = this.circuit(this.main);
    return html`<h2><span class="muted">2</span> ${t("Selector")}</h2>
      ${isComparison(this.runs) ? runLabel(this.main, runColour(this.runs, this.main)) : nothing}
      ${
        circuit
          ? html`<p class="caption">${selectorCaption(circuit.subsets)}</p>
              ${this.bars(circuit)}`
          : notYet()
      }
      ${this.curves()}`;
  }

  private bars({ subsets }: Circuit): TemplateResult {
    const leading = leadingSubset(subsets);
    const drawn = drawnSubsets(this.main);
    const shown = weightiest(subsets);
    const others = subsets.filter((subset) => !shown.includes(subset));
    return html`<ol aria-label=${t("Weight p of each subset of heads")}>
      ${shown.map((subset) => this.bar(subset, subset === leading, drawn.indexOf(subsets.indexOf(subset))))}
      ${others.length > 0 ? html`<li class="more">${othersLine(others)}</li>` : nothing}
    </ol>`;
  }

  /** @param colour of its curve; -1 where it has none */
  private bar({ name, heads, weight }: SubsetDescription, leads: boolean, colour: number): TemplateResult {
    const single = !isComparison(this.runs);
    const bar =
      single && colour >= 0 ? `var(--series-${colour})` : single ? "var(--muted)" : "var(--series-0)";
    return html`<li class=${leads ? "leading" : ""}>
      <span>${name === "{}" ? t("{} no head") : name}</span>
      <data value=${weight}>${share(weight)}</data>
      <span class="bar"><b ${styled({ "--share": weight, "--bar": bar })}></b>${this.marks(heads)}</span>
    </li>`;
  }

  /** What the same subset weighs in the other runs. */
  private marks(heads: readonly number[]): TemplateResult[] {
    return this.runs.slice(1).flatMap((run) => {
      const subset = this.circuit(run)?.subsets.find((candidate) => sameHeads(candidate.heads, heads));
      if (!subset) return [];
      const colour = isComparison(this.runs) ? runColour(this.runs, run) : "muted";
      const line = colour === "muted" ? "var(--vscode-foreground)" : `var(--series-${colour})`;
      const words = `${runName(run)}: ${share(subset.weight)}`;
      const mark = html`<i title=${words} ${styled({ "--share": subset.weight, "--line": line })}></i>`;
      // At nothing a mark would only look like dirt.
      return [html`${subset.weight < 0.005 ? nothing : mark}<span class="hidden">${words}</span>`];
    });
  }

  private curves(): TemplateResult[] {
    return this.plots
      .filter(({ curves }) => curves.length > 0)
      .map(
        (plot) =>
          html`<h3 class="muted">${plot.label}</h3>
            <induction-curves .plot=${plot} .look=${this.look}></induction-curves>`,
      );
  }
}

/** In the order of all. */
function weightiest(subsets: readonly SubsetDescription[]): readonly SubsetDescription[] {
  if (subsets.length <= mostBars) return subsets;
  const chosen = new Set(subsets.toSorted((a, b) => b.weight - a.weight).slice(0, mostBars));
  return subsets.filter((subset) => chosen.has(subset));
}

function othersLine(others: readonly SubsetDescription[]): string {
  return t("{0} others, up to {1}", grouped(others.length), share(leadingSubset(others).weight));
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-selector": Selector;
  }
}
