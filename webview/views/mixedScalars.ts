/** <induction-mixed-scalars>: the six parameters of the mixed target's model, at the step and over steps, and their goals. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { mixedParameters, type MixedParameter, type MixedTarget } from "../../core/model";
import { goalFormula, matchScalarFormula, parameterFormula, type Formula } from "../formulas";
import { isComparison, runName, scalarPlots } from "../plots";
import { mixedModelOf, alignedMixedState, type ShownRun } from "../store";
import { formulaNumber } from "../mixed";
import { decimal, mixedGoals, mixedMeaning, mixedSymbol, share, unknown } from "../words";
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

  private table(): TemplateResult {
    const { runs, look } = this;
    const shown = isComparison(runs) ? runs.filter(({ role }) => role !== "ghost") : [this.main];
    const states = shown.map((run) => alignedMixedState(runs, run, look.chosen, look.axis.quantity));
    const model = mixedModelOf(this.main);
    return html`<table>
      <thead>
        <tr>
          <th scope="col"></th>
          ${shown.map((run) => html`<th scope="col">${this.columnName(run)}</th>`)}
          <th scope="col">${t("goes to")}</th>
          <th scope="col"></th>
        </tr>
      </thead>
      <tbody>
        ${quantities.map((of) => {
          return html`<tr class=${of}>
            <th scope="row">${mixedSymbol(of)}</th>
            ${states.map((one) => valueCell(one?.parameters ?? null, of))}
            <td class="goal">${goalCell(of, model?.target ?? null)}</td>
            <td class="meaning">${mixedMeaning(of)}</td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  private columnName(run: ShownRun): string {
    return isComparison(this.runs) ? runName(run) : t("value");
  }
}

function valueOf(parameters: Float64Array, of: Quantity): number {
  const at = (name: MixedParameter) => parameters[mixedParameters.indexOf(name)];
  return of === "match" ? at("key") * at("query") : at(of);
}

function goalCell(of: Quantity, target: MixedTarget | null): TemplateResult | string | typeof nothing {
  const goal = target && mixedGoals(target)[of];
  if (!goal) return growing.includes(of) ? "∞" : nothing;
  return html`${goal.symbol} = ${formulaNumber(goal.value, share, () => goalFormula(goal, target))}`;
}

function valueCell(parameters: Float64Array | null, of: Quantity): TemplateResult {
  if (!parameters) return html`<td class="value">${unknown}</td>`;
  return html`<td class="value">
    ${formulaNumber(valueOf(parameters, of), decimal, () => scalarFormula(parameters, of))}
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
