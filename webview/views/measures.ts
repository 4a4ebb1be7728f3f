/**
 * <induction-measures>: what the literature measures of attention heads, for every head over the training: prefix
 * matching, attention to a previous token, entropy; on random tokens that repeat. Rows are measured between frames.
 */
import { t } from "@vscode/l10n";
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { isMeasurable } from "../../core/inspect";
import type { Plot } from "../charts";
import { choice } from "../controls";
import { isComparison, measurePlots } from "../plots";
import { measuredRows, measuredSnapshots, measureSome, type MeasuredRow, type ShownRun } from "../store";
import { grouped, lagWord, share, theLastLayer } from "../words";
import { axisIsNew } from "./axisIsNew";
import { charts, chartsStyles } from "./charts";
import { Part } from "./part";
import { pageStyles } from "./styles";

@customElement("induction-measures")
export class Measures extends Part {
  static override readonly styles = [
    pageStyles,
    chartsStyles,
    css`
      :host {
        --curves-height: 170px;
      }
      .heading {
        align-items: center;
      }
      .lag {
        display: flex;
        align-items: center;
        gap: 10px;
      }
      .how {
        max-width: 76ch;
        margin: 18px 0 0;
        color: var(--muted);
        font-size: 0.92em;
        line-height: 1.5;
      }
    `,
  ];

  /** From 1: whose previous-token score is shown. */
  @state() private accessor lag = 1;
  @state() private accessor plots: readonly Plot[] = [];
  /** Whether rows are still being measured. */
  @state() private accessor measuring = false;
  #frame = 0;
  #rows: readonly MeasuredRow[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.measure();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("runs")) this.measure();
    if (axisIsNew(changed, this)) this.draw();
  }

  protected override render(): TemplateResult {
    const { plots, look, main } = this;
    return html`<div class="heading">
        <h2>${t("Heads")}</h2>
        ${plots.length > 0 ? this.lagChoice(main.model?.window ?? 1) : nothing}
      </div>
      ${
        plots.length === 0
          ? html`<p class="caption muted">${this.whyEmpty()}</p>`
          : html`${isComparison(this.runs) ? nothing : this.caption()} ${charts(plots, look)}
              <p class="how">${how(this.runs)}</p>`
      }`;
  }

  private lagChoice(window: number): TemplateResult {
    const lags = Array.from({ length: window }, (_, index) => ({
      value: index + 1,
      text: lagWord(index + 1),
    }));
    return html`<div class="lag">
      <span class="muted">${t("previous token")}</span>
      ${choice({
        label: t("Which previous token"),
        options: lags,
        value: this.lag,
        onChange: (lag) => {
          this.lag = lag;
          this.draw();
        },
      })}
    </div>`;
  }

  /** Of the newest measured row up to where the page stands. */
  private caption(): TemplateResult | typeof nothing {
    const { chosen } = this.look;
    const row = this.#rows.findLast(({ step }) => chosen === null || step <= chosen) ?? this.#rows[0];
    if (!row) return nothing;
    const { heads, chance, perfect } = row.measures;
    const { prefixMatching } = heads[heads.length - 1];
    const number = (value: number) => html`<data value=${value}>${share(value)}</data>`;
    return html`<p class="caption">
      ${t("Step {0}: the prefix-matching score of {1} is", grouped(row.step), theLastLayer(this.main.model))}
      ${number(prefixMatching)}.
      ${
        Number.isNaN(perfect)
          ? html`${t("Attention to all places alike would have")} ${number(chance)}.`
          : html`${t("Attention to all places that match the selected lags alike would have")}
            ${number(perfect)}, ${t("to all places at all")} ${number(chance)}.`
      }
    </p>`;
  }

  private whyEmpty(): string {
    if (this.measuring) return t("Measuring …");
    const { model } = this.main;
    return model && !isMeasurable(model)
      ? t(
          "Heads are measured on sequences that are longer than those whose positions this model has learned: nothing can be measured.",
        )
      : t("Nothing of it is recorded yet.");
  }

  private draw(): void {
    this.#rows = measuredRows(this.main);
    this.plots = measurePlots(this.runs, this.look.axis.quantity, this.lag);
  }

  /** Some rows now, the others in the frames to come; curves are drawn anew now and then, and when all are there. */
  private measure(): void {
    if (this.#frame !== 0) return;
    const before = performance.now();
    let drawnAt = before;
    const goOn = () => {
      this.#frame = 0;
      this.measuring = measureSome(this.runs);
      const now = performance.now();
      if (!this.measuring || now - drawnAt > 250) {
        drawnAt = now;
        this.draw();
      }
      if (this.measuring && this.isConnected) this.#frame = requestAnimationFrame(goOn);
    };
    this.measuring = this.runs.some((run) => measuredSnapshots(run).length > measuredRows(run).length);
    if (this.measuring) this.#frame = requestAnimationFrame(goOn);
  }
}

function how(runs: readonly ShownRun[]): string {
  const measured = t(
    "Measured on four sequences of 25 random tokens that repeat (Olsson et al. 2022), the same for every run. With few tokens many places match by accident, so no head reaches 1.",
  );
  const families = new Set(runs.flatMap(({ model }) => model?.family ?? []));
  const matrices = t(
    "Heads of the full model bring tokens through a W_OV of their own, which the copier shows; its copying score is not measured.",
  );
  const copies = t(
    "The copying score of W_OV is 1 for every head at every step: in this model heads bring tokens as they are, so W_OV is the identity.",
  );
  if (!families.has("full")) return `${measured} ${copies}`;
  return families.size === 1 ? `${measured} ${matrices}` : measured;
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-measures": Measures;
  }
}
