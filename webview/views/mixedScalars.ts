/** <induction-mixed-scalars>: the six parameters of the mixed target's model, at the step and over steps, and their goals. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { mixedParameters, type MixedParameter, type MixedTarget } from "../../core/model";
import { goalFormula, matchScalarFormula, parameterFormula, type Formula } from "../formulas";
import { isComparison, runName, scalarPlots } from "../plots";
import { mixedModelOf, alignedMixedState, type ShownRun } from "../store";
import { formulaNumber } from "../mixed";
import { decimal, mixedGoals, mixedMeaning, mixedSymbol, share, unknown, type MixedGoal } from "../words";
import { charts, chartsStyles } from "./charts";
import { Part } from "./part";
import { pageStyles } from "./styles";

type Quantity = MixedParameter | "match";

/** k·q first: it is what emerges. */
const quantities: readonly Quantity[] = [
  ...(["match", "value1", "value2", "rpe1", "rpe2", "key", "query"] as const),
];

/** Those that only have to become large. */
const growing: readonly Quantity[] = ["rpe1", "rpe2"];

@customElement("induction-mixed-scalars")
export class MixedScalars extends Part {
  static override readonly styles = [
    pageStyles,
    chartsStyles,
    css`
      :host {
        --curves-height: 130px;
      }
      table {
        margin: 6px 0 16px;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 1px 20px 1px 0;
        font-weight: normal;
        text-align: left;
        vertical-align: baseline;
      }
      td.value {
        text-align: right;
        white-space: nowrap;
      }
      td .own {
        color: var(--muted);
      }
      .scroll {
        overflow-x: auto;
      }
      thead th {
        color: var(--muted);
        font-size: 0.92em;
      }
      td.goal {
        white-space: nowrap;
      }
      td.meaning {
        color: var(--muted);
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { runs, look } = this;
    return html`<h2>${t("Scalars")}</h2>
      ${this.table()} ${charts(scalarPlots(runs, look.axis.quantity), look)}`;
  }

  /** Where the runs go to different goals each value stands beside its own. */
  private table(): TemplateResult {
    const { runs, look } = this;
    const shown = isComparison(runs) ? runs.filter(({ role }) => role !== "ghost") : [this.main];
    const states = shown.map((run) => alignedMixedState(runs, run, look.chosen, look.axis.quantity));
    const targets = shown.map((run) => mixedModelOf(run)?.target ?? null);
    const shares = targets.every((target) => isSameTarget(target, targets[0]));
    return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col"></th>
            ${shown.map((run) => html`<th scope="col">${this.columnName(run, shares)}</th>`)}
            ${shares ? html`<th scope="col">${t("goes to")}</th>` : nothing}
            <th scope="col"></th>
          </tr>
        </thead>
        <tbody>
          ${quantities.map((of) => {
            return html`<tr class=${of}>
              <th scope="row">${mixedSymbol(of)}</th>
              ${states.map((one, at) =>
                valueCell(one?.parameters ?? null, of, shares ? nothing : ownGoal(of, targets[at])),
              )}
              ${shares ? html`<td class="goal">${goalOf(of, targets[0])}</td>` : nothing}
              <td class="meaning">${mixedMeaning(of)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
  }

  private columnName(run: ShownRun, sharesGoal: boolean): string {
    if (!isComparison(this.runs)) return t("value");
    return sharesGoal ? runName(run) : t("{0} → goal", runName(run));
  }
}

function valueOf(parameters: Float64Array, of: Quantity): number {
  const at = (name: MixedParameter) => parameters[mixedParameters.indexOf(name)];
  return of === "match" ? at("key") * at("query") : at(of);
}

function isSameTarget(one: MixedTarget | null, other: MixedTarget | null): boolean {
  return one?.mixing === other?.mixing && one?.sharpness === other?.sharpness;
}

type Shown = TemplateResult | string | typeof nothing;

function goalOf(of: Quantity, target: MixedTarget | null): Shown {
  const goal = target && mixedGoals(target)[of];
  if (!goal) return growing.includes(of) ? "∞" : nothing;
  return html`${goal.symbol} = ${goalNumber(goal, target)}`;
}

/** Where there is little room: without its symbol. */
function ownGoal(of: Quantity, target: MixedTarget | null): Shown {
  const goal = target && mixedGoals(target)[of];
  if (!goal) return growing.includes(of) ? html`<span class="own">→ ∞</span>` : nothing;
  return html`<span class="own">→ ${goalNumber(goal, target)}</span>`;
}

function goalNumber(goal: MixedGoal, target: MixedTarget): TemplateResult {
  return formulaNumber(goal.value, share, () => goalFormula(goal, target));
}

function valueCell(parameters: Float64Array | null, of: Quantity, goal: Shown): TemplateResult {
  if (!parameters) return html`<td class="value">${unknown} ${goal}</td>`;
  return html`<td class="value">
    ${formulaNumber(valueOf(parameters, of), decimal, () => scalarFormula(parameters, of))} ${goal}
  </td>`;
}

function scalarFormula(parameters: Float64Array, of: Quantity): Formula {
  if (of !== "match") return parameterFormula(of, valueOf(parameters, of));
  return matchScalarFormula({ key: valueOf(parameters, "key"), query: valueOf(parameters, "query") });
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-mixed-scalars": MixedScalars;
  }
}
