/**
 * The trace of a sequence of scalars, step by step in words and numbers: layer 1 copies, the 4-gram reads x_{L−2}, the
 * induction head matches and copies; and what each output misses. Sentences and numbers are core/inspect's.
 */
import { t } from "@vscode/l10n";
import { css, html, type TemplateResult } from "lit";
import { mixedCircuitSentences, mostAttended, type MixedCircuit, type MixedPart } from "../../core/inspect";
import type { MixedTarget } from "../../core/model";
import { decimal, scalarName, share } from "../words";

/** Places that head B is said to copy from. */
const mostPlaces = 5;

export const mixedTraceStyles = css`
  .step {
    display: grid;
    grid-template-columns: 130px minmax(0, 1fr);
    gap: 4px 16px;
    margin-top: 16px;
  }
  .step > h3 {
    margin: 0;
    font-weight: 600;
  }
  .step p {
    max-width: 90ch;
    margin: 0 0 8px;
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  table {
    margin: 4px 0;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 1px 20px 1px 0;
    font-weight: normal;
    text-align: right;
  }
  th:first-child {
    text-align: left;
  }
  thead th {
    color: var(--muted);
    font-size: 0.92em;
    vertical-align: bottom;
  }
  @container (max-width: 600px) {
    .step {
      grid-template-columns: minmax(0, 1fr);
    }
    th,
    td {
      padding-right: 10px;
    }
  }
`;

export function mixedSteps(target: MixedTarget, circuit: MixedCircuit): TemplateResult {
  const [copies, reads, matches, wanted, losses] = mixedCircuitSentences(target, circuit);
  return html`${step(t("copies"), html`<p>${copies}</p>`)} ${step(t("4-gram reads"), html`<p>${reads}</p>`)}
  ${step(
    t("matches, copies"),
    html`<p>${matches}</p>
      ${placesTable(circuit)}
      <p>${wanted}</p>`,
  )}
  ${step(
    t("misses"),
    html`<p>${losses}</p>
      ${outputsTable(circuit)}`,
  )}`;
}

function step(name: string, content: TemplateResult): TemplateResult {
  return html`<section class="step">
    <h3>${name}</h3>
    <div>${content}</div>
  </section>`;
}

/** Where head B looks most. */
function placesTable(circuit: MixedCircuit): TemplateResult {
  const { richAttention, wantedAttention, richBrought } = circuit;
  const places = mostAttended(circuit, richAttention, mostPlaces);
  const heads = ["", t("y brought there"), t("attention"), t("target's"), t("x there"), t("brings to B")];
  return html`<table class="places">
    <thead>
      <tr>
        ${heads.map((head) => html`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${places.map(
        ({ position, attention, token, copied }) =>
          html`<tr>
            <th scope="row">${scalarName(position)}</th>
            ${cell(copied, decimal)} ${cell(attention, share)} ${cell(wantedAttention[position], share)}
            ${cell(token, decimal)} ${cell(richBrought[position], decimal)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** A and B beside f_1 and f_2. */
function outputsTable({ lazy, rich }: MixedCircuit): TemplateResult {
  const row = (name: string, { output, wanted, loss }: MixedPart) =>
    html`<tr>
      <th scope="row">${name}</th>
      ${cell(output, decimal)} ${cell(wanted, decimal)} ${cell(loss, decimal)}
    </tr>`;
  return html`<table class="outputs">
    <thead>
      <tr>
        <th scope="col"></th>
        <th scope="col">${t("output")}</th>
        <th scope="col">${t("wanted")}</th>
        <th scope="col">${t("loss")}</th>
      </tr>
    </thead>
    <tbody>
      ${row(t("A of f₁, L_G4"), lazy)} ${row(t("B of f₂, L_IH"), rich)}
    </tbody>
  </table>`;
}

function cell(value: number, format: (value: number) => string): TemplateResult {
  return html`<td><data value=${value}>${format(value)}</data></td>`;
}
