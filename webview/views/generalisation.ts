/**
 * <induction-generalisation>: the trained model on sequences that it was not trained on, beside those who learn
 * nothing: against the length, against the prior, and how far it stays behind at every one of them.
 */
import { t } from "@vscode/l10n";
import { html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Experiment } from "../../core/config";
import type { EvaluationStudy } from "../../core/protocol";
import "../controls";
import { choice } from "../controls";
import { memo } from "../plots";
import {
  alphaWord,
  gapsFigure,
  gapsOf,
  gapTable,
  gapTableStyles,
  isLoss,
  measuresOf,
  measureShort,
  modelCurve,
  predictorsOf,
  relationOf,
  rivalsOf,
  valuesOf,
  type Held,
  type Measure,
  type Relation,
  type Variable,
} from "../studies";
import { grouped } from "../words";
import { evaluationCaption } from "./evaluationCaption";
import { chartsStyles } from "./charts";
import { generalisationStyles } from "./generalisationStyles";
import { Part } from "./part";
import { looksOtherwise, noStudy, studyHeading, studyLine, studyNotes, studyStyles } from "./study";
import { pageStyles } from "./styles";

@customElement("induction-generalisation")
export class Generalisation extends Part {
  static override readonly styles = [
    pageStyles,
    chartsStyles,
    studyStyles,
    gapTableStyles,
    generalisationStyles,
  ];

  /** Null: as nothing was chosen. */
  @state() private accessor chosenMeasure: Measure | null = null;
  /** Where nothing was chosen: as the model was trained. */
  @state() private accessor chosen: Partial<Held> = {};
  /** Curves that are not as at first: hidden, or shown. */
  @state() private accessor switched: ReadonlySet<string> = new Set();
  @state() private accessor rival = "";

  readonly #relations = { sequenceLength: memo(relationOf), alpha: memo(relationOf) };
  readonly #drawn = { sequenceLength: memo(withCurves), alpha: memo(withCurves) };
  readonly #held = memo(heldOf);
  readonly #gaps = memo(gapsOf);
  readonly #trained = memo(trainedOf);
  readonly #predictors = memo(predictorsOf);

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    return looksOtherwise(changed, this);
  }

  protected override render(): TemplateResult {
    const { evaluation } = this.main.studies;
    const title = t("Generalisation");
    if (this.main.facts.experiment?.data.kind === "mixed-markov") {
      const sentence = t(
        "Other lengths and priors are not computed where each token follows one of two laws. What those lose who know either of them stands under Theory.",
      );
      return noStudy(this, this.runs, title, sentence, null);
    }
    if (!evaluation || evaluation.cells.length === 0) {
      const sentence = t(
        "How good the trained model is, without more training, on sequences that are shorter or longer and on priors that are sharper or flatter, beside predictors that learn nothing.",
      );
      return noStudy(this, this.runs, title, sentence, "evaluate");
    }
    const trained = this.#trained(this.main.facts.experiment);
    const held = this.#held(evaluation, trained, this.chosen);
    return html`<div class="study">
      ${studyHeading(this, this.main, title, "evaluate")}
      <p class="caption">${evaluationCaption(evaluation, trained, this.#predictors(evaluation))}</p>
      ${studyLine(this.runs, evaluation.step)} ${this.switches(evaluation)}
      <div class="charts">
        ${this.chart(evaluation, "sequenceLength", held, trained)}
        ${this.chart(evaluation, "alpha", held, trained)}
      </div>
      ${this.gaps(evaluation, held)} ${studyNotes(evaluation.notes)}
    </div>`;
  }

  /** What is measured, and whose curves are drawn. */
  private switches(study: EvaluationStudy): TemplateResult {
    const others = this.#predictors(study).map(({ id, name, title }) => ({ id, name, title }));
    const model = { id: modelCurve, name: t("model"), title: "" };
    return html`<div class="switches">
      <induction-toggle
        .label=${t("What is measured")}
        .options=${measuresOf(study).map((value) => ({ value, text: measureShort(value) }))}
        .value=${this.measureOf(study)}
        @toggle=${({ detail }: CustomEvent<string>) => this.setMeasure(study, detail)}
      ></induction-toggle>
      <div class="curves" role="group" aria-label=${t("Curves")}>
        ${[...(isLoss(this.measureOf(study)) ? [model] : []), ...others].map(
          ({ id, name, title }) =>
            html`<button
              aria-pressed=${this.isShown(study, id)}
              title=${title}
              @click=${() => this.switch(id)}
            >
              ${name}
            </button>`,
        )}
      </div>
    </div>`;
  }

  private chart(
    study: EvaluationStudy,
    variable: Variable,
    held: Held,
    trained: Held | null,
  ): TemplateResult {
    const whole = this.#relations[variable](study, this.measureOf(study), variable, held, trained);
    const shown = whole.curves.filter(({ id }) => this.isShown(study, id)).map(({ id }) => id);
    const relation = this.#drawn[variable](whole, shown.join("\n"));
    const field = variable === "alpha" ? "sequenceLength" : "alpha";
    return html`<section>
      <div class="what">
        <h3 class="muted">
          ${variable === "alpha" ? t("against the prior's α, at L =") : t("against the length L, at α =")}
        </h3>
        ${this.holding(study, field, held)} ${variable === "alpha" ? "" : this.floors(study, held)}
      </div>
      <induction-relation
        .relation=${relation}
        .whole=${whole}
        .theme=${this.look.theme}
      ></induction-relation>
    </section>`;
  }

  private holding(study: EvaluationStudy, field: "sequenceLength" | "alpha", held: Held): TemplateResult {
    const word = field === "alpha" ? alphaWord : grouped;
    return choice({
      label: field === "alpha" ? t("α of the prior") : t("Length L"),
      options: valuesOf(study, field).map((value) => ({ value, text: word(value) })),
      value: held[field],
      onChange: (value) => (this.chosen = { ...this.chosen, [field]: value }),
    });
  }

  private floors(study: EvaluationStudy, held: Held): TemplateResult | "" {
    const floors = valuesOf(study, "floor");
    if (floors.length < 2) return "";
    return html`<h3 class="muted">${t("floor γ =")}</h3>
      ${choice({
        label: t("Floor γ of the prior"),
        options: floors.map((value) => ({ value, text: String(value) })),
        value: held.floor,
        onChange: (floor) => (this.chosen = { ...this.chosen, floor }),
      })}`;
  }

  private gaps(study: EvaluationStudy, { floor }: Held): TemplateResult | "" {
    const rivals = rivalsOf(this.#predictors(study));
    if (rivals.length === 0) return "";
    const rival = rivals.find(({ id }) => id === this.rival) ?? rivals[0];
    const gaps = this.#gaps(study, rival.id, floor, this.measureOf(study) === "logLoss" ? "logGap" : "gap");
    const { theme } = this.look;
    return html`<div class="what gap">
        <h3 class="muted">${t("what the model loses more than")}</h3>
        <induction-toggle
          .label=${t("Compared with")}
          .options=${rivals.map(({ id, name }) => ({ value: id, text: name }))}
          .value=${rival.id}
          @toggle=${({ detail }: CustomEvent<string>) => (this.rival = detail)}
        ></induction-toggle>
      </div>
      <induction-figure class="gaps-figure" .figure=${gapsFigure(gaps)} .theme=${theme}
        >${gapTable(gaps, theme)}</induction-figure
      >`;
  }

  private isShown(study: EvaluationStudy, id: string): boolean {
    const first = this.#predictors(study).find((predictor) => predictor.id === id)?.first ?? true;
    return first !== this.switched.has(id);
  }

  private switch(id: string): void {
    const switched = new Set(this.switched);
    if (!switched.delete(id)) switched.add(id);
    this.switched = switched;
  }

  /** Only by the log loss nobody but the oracle does better than Bayes. */
  private measureOf(study: EvaluationStudy): Measure {
    return this.chosenMeasure ?? (study.lossKind === "log" ? "loss" : "logLoss");
  }

  private setMeasure(study: EvaluationStudy, value: string): void {
    this.chosenMeasure = measuresOf(study).find((measure) => measure === value) ?? null;
  }
}

/** As the model was trained; null where nobody knows. */
function trainedOf(experiment: Experiment | null): Held | null {
  if (experiment?.data.kind !== "markov") return null;
  const { sequenceLength, prior } = experiment.data;
  return { sequenceLength, alpha: prior.alpha, floor: prior.floor };
}

function heldOf(study: EvaluationStudy, trained: Held | null, chosen: Partial<Held>): Held {
  const value = (field: keyof Held): number => {
    const values = valuesOf(study, field);
    const wished = chosen[field] ?? trained?.[field] ?? values[0];
    return values.reduce((near, one) => (Math.abs(one - wished) < Math.abs(near - wished) ? one : near));
  };
  return { sequenceLength: value("sequenceLength"), alpha: value("alpha"), floor: value("floor") };
}

/** @param ids of those that are drawn, a line each */
function withCurves(relation: Relation, ids: string): Relation {
  const shown = ids.split("\n");
  return { ...relation, curves: relation.curves.filter(({ id }) => shown.includes(id)) };
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-generalisation": Generalisation;
  }
}
