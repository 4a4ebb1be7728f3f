/**
 * <induction-copier>: which tokens the first layer's heads bring: in words, as a grid at the step that the page stands
 * on, and as strips over the training, with the matrices that heads of some models have; for each run that is compared, and if wished as the difference to the first.
 */
import { t } from "@vscode/l10n";
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { leadingSubset } from "../../core/inspect";
import { headsOfLayer } from "../../core/model";
import "../controls";
import "../figures";
import type { Figure } from "../figures";
import { greatestDifference, roundedUp, stripsFigure, trackAxisOf, trackOf, type TrackAxis } from "../heat";
import { isComparison, runColour } from "../plots";
import { placeOf, type Circuit, type ShownRun } from "../store";
import { copierCaption, correspondence, lagAttentionNote } from "../words";
import { axisIsNew } from "./axisIsNew";
import { look } from "./events";
import "./headMatrices";
import "./lagGrid";
import { lagGridFigure } from "./lagGridFigure";
import { notYet, Part } from "./part";
import { runLabel, runLabelStyles } from "./runLabel";
import { pageStyles } from "./styles";

@customElement("induction-copier")
export class Copier extends Part {
  static override readonly styles = [
    pageStyles,
    runLabelStyles,
    css`
      .run {
        margin-top: 8px;
      }
      .runs {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr));
        gap: 24px 40px;
      }
      section {
        min-width: 0;
      }
      h3 {
        margin: 0 0 4px;
        padding-right: 28px;
      }
      induction-toggle {
        margin: 6px 0 2px;
        font-size: 0.92em;
      }
      .legends {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 24px;
        margin-top: 4px;
      }
      induction-figure + induction-figure {
        margin-top: 14px;
      }
    `,
  ];

  @state() private accessor differs = false;

  #axis: TrackAxis = { quantity: "step", scale: "log", unit: 1, last: 1 };
  /** Of the strips. */
  readonly #figures = new Map<ShownRun, Figure>();
  /** The difference that has the strongest colour. */
  #most = 1;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!axisIsNew(changed, this)) return;
    const { axis } = this.look;
    this.#figures.clear();
    this.#axis = trackAxisOf(
      axis,
      this.shown.map((run) => trackOf(run, axis.quantity)),
    );
    this.#most = this.mostDifference();
  }

  protected override render(): TemplateResult {
    const { shown } = this;
    const compares = isComparison(this.runs);
    return html`<div class="heading">
        <h2><span class="muted">1</span> ${t("Copier")}</h2>
        ${shown.some((run) => this.baseOf(run, true)) ? this.choice() : nothing}
      </div>
      <div class="runs">${shown.map((run) => this.section(run, compares))}</div>
      ${shown.some(({ model }) => model) ? this.legends() : nothing}
      <div class="runs">${shown.map((run) => this.matrices(run, compares))}</div>`;
  }

  private get shown(): readonly ShownRun[] {
    return isComparison(this.runs) ? this.runs.filter(({ role }) => role !== "ghost") : [this.main];
  }

  private choice(): TemplateResult {
    return html`<induction-toggle
      .label=${t("What the colours show")}
      .options=${[
        { value: "weights", text: t("attention") },
        { value: "differences", text: t("difference to {0}", this.main.facts.title) },
      ]}
      .value=${this.differs ? "differences" : "weights"}
      @toggle=${({ detail }: CustomEvent<string>) => this.setDiffers(detail === "differences")}
    ></induction-toggle>`;
  }

  private section(run: ShownRun, named: boolean): TemplateResult {
    const circuit = this.circuit(run);
    const label = named ? runLabel(run, runColour(this.runs, run)) : nothing;
    if (!circuit) return html`<section>${label}${notYet()}</section>`;
    const { heads, subsets, model } = circuit;
    const keeping = subsets.length > 0 ? leadingSubset(subsets).heads : [];
    const said = [copierCaption(heads, keeping), correspondence(heads), lagAttentionNote(model)];
    return html`<section>
      ${label}
      <p class="caption">${said.filter((sentence) => sentence !== "").join(" ")}</p>
      ${this.grid(run, circuit, named)} ${this.strips(run, named)}
    </section>`;
  }

  private grid(run: ShownRun, circuit: Circuit, named: boolean): TemplateResult {
    const base = this.baseOf(run);
    const than = (base && this.circuit(base)?.heads) ?? null;
    return html`<induction-figure
      .figure=${lagGridFigure(circuit, than, this.#most)}
      .theme=${this.look.theme}
    >
      <h3 class="muted">${t("attention of each head to each lag")}</h3>
      <induction-lag-grid
        .heads=${circuit.heads}
        .lagMask=${circuit.lagMask}
        .look=${this.look}
        .than=${than}
        .most=${this.#most}
        ?coloured=${!named}
      ></induction-lag-grid>
    </induction-figure>`;
  }

  private strips(run: ShownRun, named: boolean): TemplateResult {
    const { quantity } = this.look.axis;
    const { chosen } = this.look;
    return html`<induction-figure .figure=${this.stripsFigure(run)} .theme=${this.look.theme}>
      <h3 class="muted">${t("the same over the training, lag 1 on top")}</h3>
      <induction-head-strips
        .run=${run}
        .than=${this.baseOf(run)}
        .most=${this.#most}
        .look=${this.look}
        .axis=${this.#axis}
        .chosenPlace=${chosen === null ? null : placeOf(this.main, quantity)(chosen)}
        ?coloured=${!named}
        @light-head=${({ detail }: CustomEvent<number | null>) =>
          look(this, { highlight: detail === null ? null : { kind: "head", head: detail } })}
      ></induction-head-strips>
    </induction-figure>`;
  }

  /** What heads of some models have of their own. */
  private matrices(run: ShownRun, named: boolean): TemplateResult | typeof nothing {
    const circuit = this.circuit(run);
    if (circuit?.model.family !== "full") return nothing;
    return html`<section>
      ${named ? runLabel(run, runColour(this.runs, run)) : nothing}
      <induction-head-matrices
        .circuit=${circuit}
        .look=${this.look}
        ?coloured=${!named}
      ></induction-head-matrices>
    </section>`;
  }

  private stripsFigure(run: ShownRun): Figure {
    const figure = this.#figures.get(run) ?? stripsFigure(run, this.#axis, this.baseOf(run), this.#most);
    this.#figures.set(run, figure);
    return figure;
  }

  private setDiffers(differs: boolean): void {
    this.differs = differs;
    this.#figures.clear();
    this.#most = this.mostDifference();
  }

  /** Of all runs, so that their colours mean the same. */
  private mostDifference(): number {
    const greatest = this.shown.map((run) => {
      const base = this.baseOf(run);
      return base ? greatestDifference(run, base, this.#axis) : 0;
    });
    return roundedUp(Math.max(...greatest));
  }

  private legends(): TemplateResult {
    const { theme } = this.look;
    const difference = html`<induction-heat-legend
      .label=${t("difference")}
      .scale=${"difference"}
      .most=${this.#most}
      .theme=${theme}
    ></induction-heat-legend>`;
    return html`<div class="legends">
      <induction-heat-legend .label=${t("attention")} .theme=${theme}></induction-heat-legend>
      ${this.differs ? difference : nothing}
    </div>`;
  }

  /** The run that it is compared with; null where that is not wished, it is the first itself, or the shapes differ. */
  private baseOf(run: ShownRun, wished = this.differs): ShownRun | null {
    const [one, other] = [run.model, this.main.model];
    if (!wished || run === this.main || !one || !other) return null;
    const alike = headsOfLayer(one) === headsOfLayer(other) && one.heads === other.heads;
    return alike && one.window === other.window ? this.main : null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-copier": Copier;
  }
}
