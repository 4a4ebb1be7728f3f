/** <induction-comparison>: the runs side by side in a table: how they stand, what they learned, how they differ. */
import { t } from "@vscode/l10n";
import { css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { leadingSubset } from "../../core/inspect";
import type { PanelContent } from "../../core/protocol";
import type { Curve } from "../charts";
import { isComparison, runColour } from "../plots";
import {
  alignedStep,
  kindsOf,
  measuredAt,
  placeOf,
  standingOf,
  type Circuit,
  type Measured,
  type ShownRun,
} from "../store";
import { decimal, grouped, placeWords, share, stateWord, unknown } from "../words";
import { Part } from "./part";
import { mixedOutcomes } from "./mixedOutcomes";
import { runLabel, runLabelStyles, runLine } from "./runLabel";
import { pageStyles } from "./styles";

@customElement("induction-comparison")
export class Comparison extends Part {
  static override readonly styles = [
    pageStyles,
    runLabelStyles,
    css`
      :host {
        container-type: inline-size;
      }
      table {
        width: 100%;
        margin-top: 8px;
        border-collapse: collapse;
        table-layout: fixed;
      }
      th,
      td {
        padding: 4px 16px 4px 0;
        border-bottom: 1px solid var(--hairline);
        font-weight: normal;
        text-align: left;
        vertical-align: top;
        overflow-wrap: anywhere;
      }
      th[scope="row"] {
        color: var(--muted);
      }
      .run {
        margin: 0;
      }
      .which {
        display: none;
      }
      .field {
        font-family: var(--vscode-editor-font-family, monospace);
        font-size: 0.92em;
      }
      /* Too narrow for columns: each row becomes a line of the runs' values, the runs' names a legend above. */
      @container (max-width: 620px) {
        .many,
        .many thead,
        .many tbody,
        .many th[scope="row"] {
          display: block;
        }
        .many tr {
          display: flex;
          flex-wrap: wrap;
          gap: 2px 18px;
          padding: 6px 0;
          border-bottom: 1px solid var(--hairline);
        }
        .many th,
        .many td {
          padding: 0;
          border-bottom: 0;
        }
        .many th[scope="row"] {
          width: 100%;
        }
        .many td {
          display: flex;
          gap: 6px;
        }
        .many thead td {
          display: none;
        }
        .many .which {
          display: flex;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor differences!: PanelContent["differences"];

  protected override render(): TemplateResult {
    const { runs } = this;
    return html`
      <h2>${isComparison(runs) ? t("Comparison") : t("Before and after")}</h2>
      <p class="caption">${this.alignment()}</p>
      <table class=${runs.length > 2 ? "many" : ""}>
        <thead>
          <tr>
            <td></td>
            ${runs.map((run) => html`<th scope="col">${runLabel(run, this.colour(run))}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${this.outcomes().map(({ name, cell }) =>
            this.row(
              name(),
              runs.map((run) => cell(this.outcome(run))),
              "",
            ),
          )}
          ${this.differences.map(({ field, values }) => this.row(field, values, "field"))}
        </tbody>
      </table>
    `;
  }

  private row(name: string, values: readonly unknown[], kind: "" | "field"): TemplateResult {
    return html`<tr>
      <th scope="row" class=${kind}>${name}</th>
      ${this.runs.map(
        (run, index) =>
          html`<td>
            <span class="which">${runLine(run, this.colour(run))}</span>${values[index] ?? unknown}
          </td>`,
      )}
    </tr>`;
  }

  /** Where every run is looked at. */
  private alignment(): string {
    const { chosen, axis } = this.look;
    if (chosen === null) return t("Each run at its newest step.");
    const { quantity } = axis;
    const place = placeWords(placeOf(this.main, quantity)(chosen), quantity);
    return quantity === "step"
      ? t("All runs at {0}.", place)
      : t("All runs at {0}, which each reached at a step of its own.", place);
  }

  /** What no run of their kind is there for is left out. */
  private outcomes(): readonly OutcomeRow[] {
    const { mixed, tokens } = kindsOf(this.runs);
    return [
      ...outcomes,
      ...(tokens.length > 0 || mixed.length === 0 ? circuitOutcomes : []),
      ...(mixed.length > 0 ? mixedRows : []),
    ];
  }

  private outcome(run: ShownRun): Outcome {
    const { chosen, axis } = this.look;
    const step = alignedStep(this.main, run, chosen, axis.quantity);
    return {
      run,
      step,
      circuit: this.circuit(run),
      measured: step === null ? standingOf(run) : measuredAt(run, step),
    };
  }

  private colour(run: ShownRun): Curve["colour"] {
    return isComparison(this.runs) || run.role === "ghost" ? runColour(this.runs, run) : 0;
  }
}

/** What came of a run where the page stands. */
interface Outcome {
  readonly run: ShownRun;
  /** That the page stands on; null: the newest. */
  readonly step: number | null;
  readonly circuit: Circuit | null;
  /** Null where it had recorded nothing yet. */
  readonly measured: Pick<Measured, "step" | "loss" | "validationLoss"> | null;
}

interface OutcomeRow {
  readonly name: () => string;
  readonly cell: (outcome: Outcome) => TemplateResult | string;
}

const outcomes: readonly OutcomeRow[] = [
  { name: () => t("state"), cell: ({ run }) => stateWord(run.facts.state) },
  {
    name: () => t("step"),
    cell: ({ run, measured }) => {
      const { totalSteps } = standingOf(run);
      return `${grouped(measured?.step ?? NaN)} / ${grouped(totalSteps)}`;
    },
  },
  { name: () => t("loss"), cell: ({ measured }) => exact(measured?.loss ?? NaN) },
  {
    name: () => t("validation"),
    cell: ({ measured }) => exact(measured?.validationLoss ?? NaN),
  },
];

const circuitOutcomes: readonly OutcomeRow[] = [
  { name: () => t("scale a"), cell: ({ circuit }) => exact(circuit?.scale ?? NaN) },
  {
    name: () => t("keeps"),
    cell: ({ circuit }) => {
      if (!circuit) return unknown;
      if (circuit.subsets.length === 0) return t("no subsets: an MLP");
      const { name, weight } = leadingSubset(circuit.subsets);
      return html`${name} <data value=${weight}>${share(weight)}</data>`;
    },
  },
];

const mixedRows: readonly OutcomeRow[] = mixedOutcomes.map(({ name, value, format }) => ({
  name,
  cell: ({ run, step }) => exact(value(run, step), format),
}));

function exact(value: number, format: (value: number) => string = decimal): TemplateResult | string {
  return Number.isNaN(value) ? unknown : html`<data value=${value}>${format(value)}</data>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-comparison": Comparison;
  }
}
