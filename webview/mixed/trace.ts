/**
 * The trace of a sequence of scalars, step by step in words and numbers: layer 1 copies, the 4-gram reads x_{L−2}, the
 * induction head matches and copies; and what each output misses. Sentences and numbers are core/inspect's.
 */
import { t } from "@vscode/l10n";
import { css, html, type TemplateResult } from "lit";
import {
  copierAttentionAt,
  mixedCircuitSentences,
  mostAttended,
  type MixedCircuit,
} from "../../core/inspect";
import {
  copiedFormula,
  copierAttentionFormula,
  lazyAttentionFormula,
  lazyOutputFormula,
  lazyWantedFormula,
  matchFormula,
  missedFormula,
  missedTogetherFormula,
  richAttentionFormula,
  richBroughtFormula,
  richOutputFormula,
  richWantedFormula,
  wantedAttentionFormula,
  type Formula,
} from "../formulas";
import { decimal, scalarName, share } from "../words";
import { formulaNumber, type NumberOf } from "./number";

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
  .step .behind {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 20px;
    font-variant-numeric: tabular-nums;
  }
  .step .behind .what {
    color: var(--muted);
    font-size: 0.92em;
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

export function mixedSteps(circuit: MixedCircuit): TemplateResult {
  const [copies, reads, matches, wanted, losses] = mixedCircuitSentences(circuit);
  return html`${step(
    t("copies"),
    html`<p>${copies}</p>
      ${copiesNumbers(circuit)}`,
  )}
  ${step(
    t("4-gram reads"),
    html`<p>${reads}</p>
      ${readsNumbers(circuit)}`,
  )}
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

/** Of the place that the sentence tells of: where head B looks most. */
function copiesNumbers(circuit: MixedCircuit): TemplateResult {
  const [{ position, copied }] = mostAttended(circuit, circuit.richAttention, 1);
  const [nearest] = copierAttentionAt(circuit, position);
  return behind(
    [
      t("attention of {0} to {1}", scalarName(position), scalarName(position - 1)),
      [nearest, share, () => copierAttentionFormula(circuit, position, position - 1)],
    ],
    [t("y at {0}", scalarName(position)), [copied, decimal, () => copiedFormula(circuit, position)]],
  );
}

function readsNumbers(circuit: MixedCircuit): TemplateResult {
  const position = circuit.tokens.length - 3;
  return behind(
    [
      t("attention to {0}", scalarName(position)),
      [circuit.effective.readsLazy, share, () => lazyAttentionFormula(circuit, position)],
    ],
    ["A", [circuit.lazy.output, decimal, () => lazyOutputFormula(circuit)]],
  );
}

/** The numbers of a sentence in full, each with its formula. */
function behind(...numbers: readonly (readonly [string, NumberOf])[]): TemplateResult {
  return html`<div class="behind">
    ${numbers.map(
      ([what, number]) => html`<span><span class="what">${what}</span> ${formulaNumber(...number)}</span>`,
    )}
  </div>`;
}

/** Where head B looks most. */
function placesTable(circuit: MixedCircuit): TemplateResult {
  const { matches, richAttention, wantedAttention, richBrought } = circuit;
  const places = mostAttended(circuit, richAttention, mostPlaces);
  const asks = scalarName(circuit.tokens.length - 1);
  const heads = [
    ...["", t("y brought there"), `k·q·${asks}·y`, t("attention"), t("target's"), t("x there")],
    t("brings to B"),
  ];
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
            ${cell(copied, decimal, () => copiedFormula(circuit, position))}
            ${cell(matches[position], decimal, () => matchFormula(circuit, position))}
            ${cell(attention, share, () => richAttentionFormula(circuit, position))}
            ${cell(wantedAttention[position], share, () => wantedAttentionFormula(circuit, position))}
            <td><data value=${token}>${decimal(token)}</data></td>
            ${cell(richBrought[position], decimal, () => richBroughtFormula(circuit, position))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** A and B beside f_1 and f_2. */
function outputsTable(circuit: MixedCircuit): TemplateResult {
  const row = (name: string, part: "lazy" | "rich", output: () => Formula, wanted: () => Formula) =>
    html`<tr>
      <th scope="row">${name}</th>
      ${cell(circuit[part].output, decimal, output)} ${cell(circuit[part].wanted, decimal, wanted)}
      ${cell(circuit[part].loss, decimal, () => missedFormula(circuit, part))}
    </tr>`;
  const { lazy, rich } = circuit;
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
      ${row(
        ...([t("A of f₁, L_G4"), "lazy"] as const),
        () => lazyOutputFormula(circuit),
        () => lazyWantedFormula(circuit),
      )}
      ${row(
        ...([t("B of f₂, L_IH"), "rich"] as const),
        () => richOutputFormula(circuit),
        () => richWantedFormula(circuit),
      )}
      <tr>
        <th scope="row">${t("both")}</th>
        <td></td>
        <td></td>
        ${cell(lazy.loss + rich.loss, decimal, () => missedTogetherFormula(circuit))}
      </tr>
    </tbody>
  </table>`;
}

function cell(...number: NumberOf): TemplateResult {
  return html`<td>${formulaNumber(...number)}</td>`;
}
