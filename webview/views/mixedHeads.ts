/**
 * <induction-mixed-heads>: one sequence of scalars through the mixed target's model at the step that the page stands on:
 * its heads' attention, and the trace of what they do in words and numbers.
 */
import { t } from "@vscode/l10n";
import { css, html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { MixedCircuit } from "../../core/inspect";
import type { SequencePlace } from "../../core/protocol";
import "../figures";
import { mixedSteps, mixedTraceStyles, rowsFigure, type PositionEvent } from "../mixed";
import {
  alignedMixedState,
  isComputable,
  mixedCircuitOf,
  mixedModelOf,
  withScalarPosition,
  withScalarsAsked,
  withTypedScalars,
  type ShownRun,
  type ShownScalars,
  type MixedState,
} from "../store";
import { decimal, grouped } from "../words";
import type { AskEvent } from "../trace";
import { askSequence, setScalars } from "./events";
import { SequencePart, setsOf } from "./sequencePart";
import { pageStyles } from "./styles";

@customElement("induction-mixed-heads")
export class MixedHeads extends SequencePart {
  static override readonly styles = [
    pageStyles,
    mixedTraceStyles,
    css`
      .heading {
        justify-content: flex-start;
        margin-bottom: 10px;
      }
      induction-figure {
        margin-top: 12px;
      }
      h2.trace {
        margin-top: 30px;
      }
    `,
  ];

  @property({ attribute: false }) accessor scalars!: ShownScalars;

  /** A place that is pointed at in a chart changes nothing here, and comes with every move of the pointer. */
  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    const before = changed.get("look");
    const { look } = this;
    if (changed.size > 1 || !before) return true;
    return before.chosen !== look.chosen || before.axis !== look.axis || before.theme !== look.theme;
  }

  protected override get hasSequence(): boolean {
    return this.scalars.sequence !== null;
  }

  protected override render(): TemplateResult {
    const { run, scalars } = this;
    return html`<div class="heading">
        <h2>${t("Heads")}</h2>
        ${this.runChoice(t("Run whose heads are shown"))}
      </div>
      <induction-scalar-source
        .scalars=${scalars}
        .sets=${setsOf(this.main)}
        @ask=${({ detail }: AskEvent) => this.ask(detail)}
        @typed=${({ detail }: CustomEvent<Float64Array>) => this.change(withTypedScalars(scalars, detail))}
      ></induction-scalar-source>
      ${this.body(run)}`;
  }

  private body(run: ShownRun): TemplateResult {
    const { look, scalars } = this;
    const model = mixedModelOf(run);
    const standing = alignedMixedState(this.runs, run, look.chosen, look.axis.quantity);
    if (!model || !standing) {
      return html`<p class="caption muted">${t("Of this run no parameters are known at this step.")}</p>`;
    }
    if (!scalars.sequence) {
      const words =
        scalars.problem === null
          ? t("The first sequence is on its way.")
          : t("Type your own sequence to look at its heads.");
      return html`<p class="caption muted">${words}</p>`;
    }
    const circuit = mixedCircuitOf(model, standing, scalars.sequence.tokens);
    if (!isComputable(circuit)) return notComputable(standing);
    return this.shown(circuit);
  }

  private shown(circuit: MixedCircuit): TemplateResult {
    const { look, scalars } = this;
    return html`<induction-figure .figure=${rowsFigure(circuit, scalars.position)} .theme=${look.theme}>
        <induction-scalar-rows
          .circuit=${circuit}
          .position=${scalars.position}
          @position=${({ detail }: PositionEvent) => this.change(withScalarPosition(scalars, detail))}
        ></induction-scalar-rows>
      </induction-figure>
      <h2 class="trace">${t("Trace")}</h2>
      ${mixedSteps(circuit)}`;
  }

  protected override ask(place: SequencePlace): void {
    const asked = withScalarsAsked(this.scalars);
    if (asked !== this.scalars) this.change(asked);
    askSequence(this, this.main.facts.run, place);
  }

  private change(scalars: ShownScalars): void {
    if (scalars !== this.scalars) setScalars(this, scalars);
  }
}

function notComputable({ step, parameters }: MixedState): TemplateResult {
  const [, , , , key, query] = parameters;
  const words = t(
    "At step {0} the heads cannot be computed: what they are computed from is beyond any number (k·q = {1}). At an earlier step there may be something to see.",
    ...[grouped(step), decimal(key * query)],
  );
  return html`<p class="caption muted">${words}</p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-mixed-heads": MixedHeads;
  }
}
