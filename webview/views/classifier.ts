/**
 * <induction-classifier>: how sharply the second layer looks at what matches: its scale, in words and over the steps, and
 * what it makes of the sequence that is traced.
 */
import { t } from "@vscode/l10n";
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Plot } from "../charts";
import { scaleFormula, type Workings } from "../formulas";
import { isComparison, scalePlot } from "../plots";
import { agreementIn, isUntouched, traceOf, untouchedTraceOf, type Circuit, type Traced } from "../store";
import { hasKeys, stripFigure, votesFigure, votesStyles, type VisitEvent } from "../trace";
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
      .token {
        font-family: var(--vscode-editor-font-family, monospace);
      }
    `,
  ];

  @property({ attribute: false }) accessor traced!: Traced;
  @state() private accessor plot: Plot | null = null;

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
    if (!trace || !hasKeys(trace)) return html`<p class="caption">${classifierCaption(circuit.scale)}</p>`;
    const changed = isUntouched(this.traced) ? nothing : ` ${t("(As changed in the trace.)")}`;
    const said = `${classifierCaption(circuit.scale)} ${agreementSentence(trace, agreementIn(trace))}`;
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
      <h3 class="muted">${t("votes at place {0}", trace.position + 1)}</h3>
      ${votesFigure({ workings, before: untouched === trace ? null : untouched, theme })}`;
  }

  private curves(plot: Plot): TemplateResult {
    return html`<h3 class="muted">${plot.label}</h3>
      <induction-curves .plot=${plot} .look=${this.look}></induction-curves>`;
  }

  private visit(position: number | null): void {
    look(this, { highlight: position === null ? null : { kind: "position", position } });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-classifier": Classifier;
  }
}
