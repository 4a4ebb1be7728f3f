/** <induction-configuration>: the experiment as the run was last set to train, field by field; of several runs side by side. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { Experiment } from "../../core/config";
import type { Curve } from "../charts";
import { button } from "../controls";
import { isComparison, memo, runColour } from "../plots";
import type { ShownRun } from "../store";
import { unknown } from "../words";
import { fieldRows, type FieldRow } from "./configurationRows";
import { editsList, editsStyles } from "./edits";
import { copyText } from "./events";
import { Part } from "./part";
import { runLabel, runLabelStyles } from "./runLabel";
import { pageStyles } from "./styles";

@customElement("induction-configuration")
export class Configuration extends Part {
  static override readonly styles = [
    pageStyles,
    runLabelStyles,
    editsStyles,
    css`
      .scroll {
        overflow-x: auto;
      }
      table {
        margin-top: 10px;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 3px 32px 3px 0;
        border-bottom: 1px solid var(--hairline);
        font-weight: normal;
        text-align: left;
        vertical-align: top;
        overflow-wrap: anywhere;
      }
      td {
        max-width: 44ch;
      }
      tbody th {
        color: var(--muted);
        cursor: help;
      }
      .begins > * {
        padding-top: 16px;
      }
      .differs > * {
        color: var(--vscode-foreground);
        font-weight: 600;
      }
      code {
        font-family: var(--vscode-editor-font-family, monospace);
        font-size: 0.95em;
      }
      .word {
        margin-left: 10px;
        font-size: 0.92em;
        font-weight: normal;
      }
      vscode-button {
        margin: 4px 0;
      }
    `,
  ];

  readonly #rows = memo((...experiments: readonly (Experiment | null)[]) => fieldRows(experiments));

  protected override render(): TemplateResult {
    const experiments = this.runs.map(({ facts }) => facts.experiment);
    const known = experiments.some((experiment) => experiment !== null);
    return html`<div class="heading">
        <h2>${t("Configuration")}</h2>
        ${known && this.runs.length === 1 ? this.copy(this.main) : nothing}
      </div>
      ${
        known
          ? this.table(this.#rows(...experiments))
          : html`<p class="caption muted">${t("The experiment of this run cannot be read.")}</p>`
      }
      ${editsList(this.main)}`;
  }

  private table(rows: readonly FieldRow[]): TemplateResult {
    const many = this.runs.length > 1;
    return html`<div class="scroll">
      <table>
        <caption class="hidden">
          ${t("The experiment, field by field")}
        </caption>
        ${many ? this.head() : nothing}
        <tbody>
          ${rows.map((row, index) => this.row(row, index > 0 && row.part !== rows[index - 1].part))}
        </tbody>
      </table>
    </div>`;
  }

  private head(): TemplateResult {
    return html`<thead>
      <tr>
        <td></td>
        ${this.runs.map(
          (run) => html`<th scope="col">${runLabel(run, this.colour(run))}${this.copy(run)}</th>`,
        )}
      </tr>
    </thead>`;
  }

  private row({ path, description, values, differs }: FieldRow, begins: boolean): TemplateResult {
    return html`<tr class=${`${begins ? "begins" : ""} ${differs ? "differs" : ""}`}>
      <th scope="row" title=${description} aria-description=${description}>
        <code>${path}</code>${differs ? html`<span class="word">${t("differs")}</span>` : nothing}
      </th>
      ${values.map((value) => html`<td>${value ?? unknown}</td>`)}
    </tr>`;
  }

  private copy(run: ShownRun): TemplateResult | typeof nothing {
    const { experiment } = run.facts;
    if (!experiment) return nothing;
    const onClick = () => copyText(this, `${JSON.stringify(experiment, null, 2)}\n`);
    return button({ label: t("Copy as JSON"), look: "secondary", onClick });
  }

  private colour(run: ShownRun): Curve["colour"] {
    return isComparison(this.runs) || run.role === "ghost" ? runColour(this.runs, run) : 0;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-configuration": Configuration;
  }
}
