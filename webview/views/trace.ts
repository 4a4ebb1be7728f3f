/**
 * <induction-trace>: how one place of a sequence copies, selects and classifies, at the step that the page stands on; and
 * what changes when tokens are edited, or parts of the circuit switched off.
 */
import { t } from "@vscode/l10n";
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { knowsPlace } from "../../core/inspect";
import type { SequencePlace } from "../../core/protocol";
import { button } from "../controls";
import {
  agreementIn,
  alignedStep,
  isEdited,
  isUntouched,
  traceOf,
  untouchedTraceOf,
  withAsked,
  withOriginalTokens,
  withoutInterventions,
  withPosition,
  withToken,
  withTyped,
  type Look,
  type ShownRun,
  type Traced,
} from "../store";
import {
  classifiesStep,
  copiesStep,
  fullTint,
  mostAttended,
  placesRead,
  selectsStep,
  traceStyles,
  type AskEvent,
  type ChooseEvent,
  type EditEvent,
  type Scene,
  type TypedEvent,
  type VisitEvent,
} from "../trace";
import { share, tooLongSentence } from "../words";
import { askSequence, look, setTraced } from "./events";
import { LagOutOfSight } from "./lag";
import { SequencePart, setsOf } from "./sequencePart";
import { pageStyles } from "./styles";

@customElement("induction-trace")
export class TraceView extends SequencePart {
  static override readonly styles = [
    pageStyles,
    ...traceStyles,
    css`
      .heading {
        justify-content: flex-start;
        margin-bottom: 10px;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 20px;
        margin: 6px 0 0;
        color: var(--muted);
        font-size: 0.92em;
      }
      .resets {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 10px;
      }
    `,
  ];

  @property({ attribute: false }) accessor traced!: Traced;

  /** The place that was last pointed at. */
  @state() private accessor compared: number | null = null;
  @state() private accessor unfolded: ReadonlySet<string> = new Set();
  readonly #lag = new LagOutOfSight(this);

  protected override async scheduleUpdate(): Promise<void> {
    await this.#lag.wait();
    await super.scheduleUpdate();
  }

  /** A place that is pointed at in a chart changes nothing here, and comes with every move of the pointer. */
  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    const before = changed.get("look");
    return changed.size > 1 || !before || differsBeyondPointer(before, this.look);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { highlight } = this.look;
    if (changed.has("look") && highlight?.kind === "position") this.compared = highlight.position;
  }

  protected override get hasSequence(): boolean {
    return this.traced.sequence !== null;
  }

  protected override render(): TemplateResult {
    const { run } = this;
    return html`<div class="heading">
        <h2>${t("Trace")}</h2>
        ${this.runChoice(t("Run that is traced"))}
      </div>
      ${
        run.model
          ? html`<induction-sequence-source
              .traced=${this.traced}
              .model=${run.model}
              .sets=${setsOf(this.main)}
              @ask=${({ detail }: AskEvent) => this.ask(detail)}
              @typed=${({ detail }: TypedEvent) => this.change(withTyped(this.traced, detail))}
              @choose=${({ detail }: ChooseEvent) => this.change(withPosition(this.traced, detail))}
            ></induction-sequence-source>`
          : nothing
      }
      ${this.body(run)}`;
  }

  private body(run: ShownRun): TemplateResult {
    const scene = this.scene(run);
    if (!scene) return html`<p class="caption muted">${this.whatIsMissing(run)}</p>`;
    return html`${this.chips(scene)} ${this.resets()} ${copiesStep(scene)} ${selectsStep(scene)}
    ${classifiesStep(scene)}`;
  }

  private scene(run: ShownRun): Scene | null {
    const { traced, look } = this;
    const circuit = this.circuit(run);
    const step = alignedStep(this.main, run, look.chosen, look.axis.quantity);
    const trace = traceOf(run, step, traced);
    const untouched = untouchedTraceOf(run, step, traced);
    if (!circuit || !trace || !untouched) return null;
    const { compared } = this;
    const isKey = compared !== null && compared >= trace.firstKey && compared < trace.position;
    return {
      ...{ circuit, traced, trace, untouched, look, unfolded: this.unfolded },
      agreement: agreementIn(trace),
      workings: { trace, parameters: circuit.parameters, interventions: traced.interventions },
      candidate: isKey ? compared : mostAttended(trace),
      ask: this,
    };
  }

  private chips({ trace, agreement, candidate }: Scene): TemplateResult | typeof nothing {
    const { sequence } = this.traced;
    if (!sequence) return nothing;
    return html`<induction-chips
        .tokens=${sequence.tokens}
        .original=${sequence.original}
        .trace=${trace}
        .agreement=${agreement}
        .read=${placesRead(trace, candidate, this.look.highlight)}
        .candidate=${candidate}
        .theme=${this.look.theme}
        @choose=${({ detail }: ChooseEvent) => this.change(withPosition(this.traced, detail))}
        @edit=${({ detail }: EditEvent) => this.change(withToken(this.traced, detail.position, detail.token))}
        @visit=${({ detail }: VisitEvent) => this.visit(detail)}
      ></induction-chips>
      <p class="legend">
        <span>${t("boxed: traced")}</span>
        <span>${t("underlined: what its heads see")}</span>
        <span>${t("▾ matches fully")}</span>
        <span>${t("tint: attention α, full at {0}", share(fullTint(trace)))}</span>
        <span>${t("click changes a token, Alt+click traces its place")}</span>
      </p>`;
  }

  private resets(): TemplateResult | typeof nothing {
    const { traced } = this;
    const edited = traced.sequence !== null && isEdited(traced.sequence);
    const touched = !isUntouched(traced);
    if (!edited && !touched) return nothing;
    return html`<div class="resets">
      ${edited ? button({ label: t("Reset Tokens"), look: "secondary", onClick: () => this.change(withOriginalTokens(traced)) }) : nothing}
      ${touched ? button({ label: t("Reset Circuit"), look: "secondary", onClick: () => this.change(withoutInterventions(traced)) }) : nothing}
    </div>`;
  }

  private whatIsMissing(run: ShownRun): string {
    const { sequence, problem } = this.traced;
    if (!this.circuit(run)) return t("Of this run no parameters are known at this step.");
    if (!sequence) {
      return problem === null
        ? t("The first sequence is on its way.")
        : t("Type your own sequence to trace it.");
    }
    const { model } = run;
    if (model && !knowsPlace(model, this.traced.position)) return tooLongSentence(model);
    return t(
      "This run knows {0} tokens, and the sequence has others: nothing can be traced.",
      run.model?.alphabetSize ?? 0,
    );
  }

  private visit(position: number | null): void {
    look(this, { highlight: position === null ? null : { kind: "position", position } });
  }

  protected override ask(place: SequencePlace): void {
    const asked = withAsked(this.traced);
    if (asked !== this.traced) this.change(asked);
    askSequence(this, this.main.facts.run, place);
  }

  change(traced: Traced): void {
    setTraced(this, traced);
  }

  light(highlight: Look["highlight"]): void {
    look(this, { highlight });
  }

  compareWith(position: number): void {
    this.compared = position;
  }

  unfold(name: string, open: boolean): void {
    if (open === this.unfolded.has(name)) return;
    const others = Array.from(this.unfolded).filter((other) => other !== name);
    this.unfolded = new Set(open ? [...others, name] : others);
  }
}

function differsBeyondPointer(before: Look, after: Look): boolean {
  const same = (Object.keys(after) as (keyof Look)[]).every(
    (key) => key === "pointed" || before[key] === after[key],
  );
  return !same;
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-trace": TraceView;
  }
}
