/**
 * <induction-classifier>: how sharply the second layer looks at what matches: its scale, in words and over the steps, and
 * what it makes of the sequence that is traced.
 */
import { t } from "@vscode/l10n";
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Plot } from "../charts";
import { scaleFormula, type Workings } from "../formulas";
import { isComparison, memo, scalePlot } from "../plots";
import {
  agreementIn,
  isUntouched,
  traceOf,
  untouchedTraceOf,
  type Circuit,
  type ShownRun,
  type Traced,
} from "../store";
import {
  besideVotes,
  hasKeys,
  readersOf,
  stripFigure,
  votesFigure,
  votesStyles,
  type Beside,
  type KnownLaw,
  type VisitEvent,
} from "../trace";
import { agreementSentence, classifierCaption, decimal } from "../words";
import { look } from "./events";
import { axisIsNew } from "./axisIsNew";
import { notYet, Part } from "./part";
import { pageStyles } from "./styles";

@customElement("induction-classifier")
export class Classifier extends Part {
  static override readonly styles = [
    pageStyles,
    votesStyles,
    css`
      induction-figure + h3 {
        margin-top: 16px;
      }
      .places {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 16px;
        max-width: 440px;
        padding-right: 30px;
      }
      .places button {
        padding: 0 0 1px;
        border: 0;
        border-bottom: 1px solid transparent;
        background: none;
        color: var(--muted);
        font: inherit;
        cursor: pointer;
      }
      .places button[aria-pressed="true"] {
        border-bottom-color: currentColor;
        color: var(--vscode-foreground);
      }
      .places button:hover {
        color: var(--vscode-foreground);
      }
      .places button:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 2px;
      }
      .places {
        align-items: baseline;
      }
      .token {
        font-family: var(--vscode-editor-font-family, monospace);
      }
    `,
  ];

  @property({ attribute: false }) accessor traced!: Traced;
  @state() private accessor plot: Plot | null = null;
  /** Whether predictors that learn nothing stand beside the votes. */
  @state() private accessor besideOthers = false;

  readonly #readers = memo(readersOf);

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (axisIsNew(changed, this)) this.plot = scalePlot(this.runs, this.look.axis.quantity);
  }

  protected override render(): TemplateResult {
    return html`<h2><span class="muted">3</span> ${t("Classifier")}</h2>
      ${isComparison(this.runs) ? nothing : this.circuitNow()}
      ${this.plot && this.plot.curves.length > 0 ? this.curves(this.plot) : nothing}`;
  }

  private circuitNow(): TemplateResult {
    const circuit = this.circuit(this.main);
    if (!circuit) return notYet();
    const trace = traceOf(this.main, this.look.chosen, this.traced);
    const { family } = circuit.model;
    // Elsewhere what is compared is more, or something else, than a copy of one token.
    const copies = family === "disentangled" || family === "absolute";
    const caption = classifierCaption(circuit.scale, copies);
    if (!trace || !hasKeys(trace)) return html`<p class="caption">${caption}</p>`;
    const changed = isUntouched(this.traced) ? nothing : ` ${t("(As changed in the trace.)")}`;
    const said = `${caption} ${agreementSentence(trace, agreementIn(trace))}`;
    const workings = { trace, parameters: circuit.parameters, interventions: this.traced.interventions };
    return html`<p class="caption">${said}${changed}</p>
      ${this.output(workings, circuit)}`;
  }

  /** Of the place that is traced. */
  private output(workings: Workings, { scale }: Circuit): TemplateResult {
    const { trace } = workings;
    const { highlight, theme } = this.look;
    const agreement = agreementIn(trace);
    const untouched = untouchedTraceOf(this.main, this.look.chosen, this.traced);
    return html`<h3 class="muted">
        ${t("k, and attention α = softmax(a·k) with a =")}
        <induction-number
          .value=${scale}
          .text=${decimal(scale)}
          .formula=${() => scaleFormula(workings)}
        ></induction-number>
      </h3>
      <induction-figure .figure=${stripFigure(trace, agreement)} .theme=${theme}>
        <induction-attention-strip
          .workings=${workings}
          .agreement=${agreement}
          .pointed=${highlight?.kind === "position" ? highlight.position : null}
          .theme=${theme}
          @visit=${({ detail }: VisitEvent) => this.visit(detail)}
        ></induction-attention-strip>
      </induction-figure>
      ${this.votesLine(trace.position)}
      ${votesFigure({ workings, before: untouched === trace ? null : untouched, beside: this.beside(scale), theme })}`;
  }

  private votesLine(position: number): TemplateResult {
    const offers = lawOf(this.main) !== null;
    return html`<div class="places">
      <h3 class="muted">${t("votes at place {0}", position + 1)}</h3>
      ${
        offers
          ? html`<button
              aria-pressed=${this.besideOthers}
              title=${t("What predictors that learn nothing make of this place")}
              @click=${() => (this.besideOthers = !this.besideOthers)}
            >
              ${t("beside GIH and Bayes")}
            </button>`
          : nothing
      }
    </div>`;
  }

  private beside(scale: number): readonly Beside[] {
    const { sequence, position } = this.traced;
    const { model, studies } = this.main;
    const law = lawOf(this.main);
    if (!this.besideOthers || !sequence || !model || !law) return [];
    const { theory } = studies;
    const selected = theory ? theory.sets[theory.selected].lags : law.parents;
    const readers = this.#readers(sequence.tokens, position, model, law, selected);
    return readers ? besideVotes(readers, scale) : [];
  }

  private curves(plot: Plot): TemplateResult {
    return html`<h3 class="muted">${plot.label}</h3>
      <induction-curves .plot=${plot} .look=${this.look}></induction-curves>`;
  }

  private visit(position: number | null): void {
    look(this, { highlight: position === null ? null : { kind: "position", position } });
  }
}

/** Null where the data come from a file. */
function lawOf({ facts }: ShownRun): KnownLaw | null {
  const data = facts.experiment?.data;
  return data?.kind === "markov" ? data : null;
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-classifier": Classifier;
  }
}
