/**
 * <induction-theory>: what theory says of the run's data, beside what the model made of them: which lags are worth
 * reading, how long it takes to find them, and what those lose who learn nothing.
 */
import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { lagSetName, type Estimate } from "../../core/theory";
import type { MechanismStudy, TheoryStudy } from "../../core/protocol";
import "../controls";
import { selectionTimeFormula } from "../formulas";
import { memo } from "../plots";
import {
  dotPlot,
  dotStyles,
  informationsFigure,
  keptSet,
  measuredTime,
  mechanismsPlot,
  predictedTime,
  referencesPlot,
  selectedSet,
  type DotPlot,
  type KeptSet,
} from "../studies";
import { standingOf } from "../store";
import { decimal, grouped, spread } from "../words";
import { diagnosisLine } from "./findings";
import { informationStyles, informationTable } from "./informationTable";
import { Part } from "./part";
import { noStudy, studyHeading, studyLine, studyNotes, studyStyles } from "./study";
import { pageStyles } from "./styles";
import { theoryCaption } from "./theoryCaption";
import { theoryStyles } from "./theoryStyles";

@customElement("induction-theory")
export class Theory extends Part {
  static override readonly styles = [pageStyles, studyStyles, dotStyles, informationStyles, theoryStyles];

  @state() private accessor showsAll = false;
  @state() private accessor rule: "own" | "log" = "own";

  readonly #references = memo(referencesPlot);
  readonly #mechanisms = memo(mechanismsPlot);
  readonly #figure = memo(informationsFigure);

  protected override render(): TemplateResult {
    const { theory, mechanisms } = this.main.studies;
    const title = t("Theory");
    if (!theory && !mechanisms) {
      const sentence = t(
        "Which lags the data make worth reading, found from the law of the data alone, beside those that the model kept; and what predictors lose that learn nothing.",
      );
      return html`${noStudy(this, this.runs, title, sentence, "theory")}${diagnosisLine(this, this.main)}`;
    }
    const losses = mechanisms ? this.mechanisms(mechanisms) : theory ? this.references(theory) : nothing;
    return html`<div class="study">
      ${studyHeading(this, this.main, title, "theory")} ${theory ? this.caption(theory) : nothing}
      ${studyLine(this.runs, null)}
      <div class="columns">
        ${theory ? this.informations(theory) : nothing}
        <section>${theory ? this.facts(theory) : nothing} ${losses}</section>
      </div>
      ${studyNotes([...(theory?.notes ?? []), ...(mechanisms?.notes ?? [])])}
      ${diagnosisLine(this, this.main)}
    </div>`;
  }

  private get kept(): KeptSet | null {
    const circuit = this.circuit(this.main);
    return circuit && keptSet(circuit);
  }

  private caption(study: TheoryStudy): TemplateResult {
    const { kept } = this;
    return html`<p class="caption">
      ${theoryCaption(study, kept)} ${this.circuit(this.main) && !kept ? nothingKept() : nothing}
    </p>`;
  }

  private informations(study: TheoryStudy): TemplateResult {
    return html`<section>
      <h3 class="muted">${this.drawsLine(study)}</h3>
      <induction-figure .figure=${this.#figure(study)} .theme=${this.look.theme}>
        ${informationTable({
          ...{ study, kept: this.kept, showsAll: this.showsAll },
          onShowAll: (all) => (this.showsAll = all),
        })}
      </induction-figure>
    </section>`;
  }

  private drawsLine({ draws, window, degree }: TheoryStudy): string {
    return t(
      "information of up to {0} of the lags 1 to {1}, ± standard error over {2} chains of the prior",
      ...[degree, window, grouped(draws)],
    );
  }

  private facts(study: TheoryStudy): TemplateResult {
    const { sets, runnerUp, gap, entropyRate } = study;
    return html`<h3 class="muted">${t("selection")}</h3>
      <dl>
        ${fact("S*", lagSetName(selectedSet(study).lags))}
        ${runnerUp === null ? nothing : fact(t("runner-up"), lagSetName(sets[runnerUp].lags))}
        ${gap === null ? nothing : fact(t("gap ΔĨ"), estimate(gap))} ${this.times(study)}
        ${fact(t("entropy rate"), html`${estimate(entropyRate)} ${t("nats")}`)}
      </dl>`;
  }

  /** t_1 by theory beside the measured one: their order of size can be compared, and no more. */
  private times(study: TheoryStudy): TemplateResult {
    const predicted = predictedTime(this.main, study);
    const measured = measuredTime(this.main);
    return html`${
      predicted
        ? fact(
            t("t₁ predicted"),
            html`<induction-number
                .value=${predicted.value}
                .text=${decimal(predicted.value)}
                .formula=${() => selectionTimeFormula(predicted)}
              ></induction-number>
              <span class="muted">${t("in gradient-flow time, up to a constant")}</span>`,
          )
        : nothing
    }
    ${
      measured
        ? fact(
            t("t₁ measured"),
            html`<data value=${measured.time}>${decimal(measured.time)}</data>
              <span class="muted"
                >${t("at step {0}, where the selection ends", grouped(measured.step))}</span
              >`,
          )
        : nothing
    }`;
  }

  /** The model's own loss takes votes for logits, and is none that theory speaks of. */
  private ruleToggle(): TemplateResult {
    return html`<induction-toggle
      .label=${t("How losses are counted")}
      .options=${[
        { value: "own", text: t("the model's") },
        { value: "log", text: t("log loss") },
      ]}
      .value=${this.rule}
      @toggle=${({ detail }: CustomEvent<string>) => (this.rule = detail === "log" ? "log" : "own")}
    ></induction-toggle>`;
  }

  private references(study: TheoryStudy): TemplateResult | typeof nothing {
    if (study.references.length === 0) return nothing;
    const { ownIsLog } = this;
    return this.losses(this.#references(study, standingOf(this.main).validationLoss, this.rule, ownIsLog));
  }

  private mechanisms(study: MechanismStudy): TemplateResult {
    return this.losses(this.#mechanisms(study, this.rule, this.main));
  }

  private losses(plot: DotPlot): TemplateResult {
    return html`<div class="heading after">
        <h3 class="muted">${t("{0}, ± 95 %", plot.label)}</h3>
        ${this.ownIsLog ? nothing : this.ruleToggle()}
      </div>
      ${dotPlot(plot, this.look.theme)}`;
  }

  private get ownIsLog(): boolean {
    const model = this.main.facts.experiment?.model;
    return model?.family !== "mixed-target" && model?.loss === "log";
  }
}

function nothingKept(): string {
  return t("With an MLP in place of the selector the model keeps no set of lags to hold against it.");
}

function fact(name: string, value: TemplateResult | string): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function estimate({ mean, standardError }: Estimate): TemplateResult {
  const error = Number.isFinite(standardError)
    ? html` <span class="muted">± ${spread(standardError)}</span>`
    : nothing;
  return html`<data value=${mean}>${decimal(mean)}</data>${error}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-theory": Theory;
  }
}
