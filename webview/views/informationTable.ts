/** The informations of sets of lags as a table with bars: Ĩ, which selects, and χ², which would take all it can. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { lagSetName, type Estimate } from "../../core/theory";
import type { TheoryStudy } from "../../core/protocol";
import {
  byInformation,
  mostSets,
  sameLags,
  selectedSet,
  type KeptSet,
  type SetInformation,
} from "../studies";
import { styled } from "../theme";
import { decimal, grouped, spread } from "../words";

/** Rows on the page at most. */
const mostRows = 500;

export const informationStyles = css`
  .informations {
    width: 100%;
    border-collapse: collapse;
    table-layout: auto;
  }
  .informations th,
  .informations td {
    padding: 3px 0 3px 14px;
    border-bottom: 1px solid var(--hairline);
    font-weight: normal;
    text-align: right;
    white-space: nowrap;
  }
  .informations th:first-child {
    padding-left: 0;
    text-align: left;
  }
  .informations thead th {
    padding-right: 0;
    color: var(--muted);
  }
  .informations thead th:last-child {
    /* The figure's menu stands there. */
    padding-right: 30px;
  }
  .informations tr.selected th,
  .informations tr.selected data {
    font-weight: 600;
  }
  .informations .tag {
    margin-left: 8px;
    color: var(--muted);
    font-weight: normal;
  }
  .informations .error {
    color: var(--muted);
    font-size: 0.92em;
    font-variant-numeric: tabular-nums;
  }
  .informations .bar {
    width: 34%;
    min-width: 60px;
  }
  .bar div {
    position: relative;
    height: 8px;
  }
  .bar b {
    position: absolute;
    inset: 0;
    background: var(--bar);
    transform: scaleX(var(--share));
    transform-origin: left;
  }
  .bar i {
    position: absolute;
    top: 3px;
    left: calc(100% * var(--from));
    width: max(1px, calc(100% * var(--wide)));
    height: 2px;
    background: var(--vscode-foreground);
  }
  .more {
    margin: 6px 0 0;
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--vscode-textLink-foreground);
    font: inherit;
    cursor: pointer;
  }
  .link:hover {
    text-decoration: underline;
  }
  .link:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  @container (max-width: 520px) {
    .informations .chi2 .error,
    .informations .bar {
      display: none;
    }
  }
`;

export interface InformationTable {
  readonly study: TheoryStudy;
  /** Null where nobody knows. */
  readonly kept: KeptSet | null;
  readonly showsAll: boolean;
  readonly onShowAll: (all: boolean) => void;
}

export function informationTable({ study, kept, showsAll, onShowAll }: InformationTable): TemplateResult {
  const sets = byInformation(study);
  const isKept = ({ lags }: SetInformation) => kept !== null && sameLags(lags, kept.lags);
  const shown = sets.slice(0, showsAll ? mostRows : mostSets);
  const beyond = kept && !shown.some(isKept) ? sets.find(isKept) : undefined;
  const most = sets[0]?.modifiedChi2.mean ?? 1;
  return html`<table class="informations">
      <caption class="hidden">
        ${t("Information of sets of lags, with standard errors")}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t("lags")}</th>
          <th scope="col" class="bar"><span class="hidden">${t("bar")}</span></th>
          <th scope="col" title=${t("modified χ²-information, with its standard error: what selects")}>Ĩ</th>
          <th scope="col" title=${t("χ²-information, with its standard error: grows with every lag")}>χ²</th>
        </tr>
      </thead>
      <tbody>
        ${[...shown, ...(beyond ? [beyond] : [])].map((set) => setRow(set, most, set === selectedSet(study), isKept(set)))}
      </tbody>
    </table>
    ${
      sets.length > mostSets
        ? html`<p class="more">
            <button class="link" @click=${() => onShowAll(!showsAll)}>
              ${showsAll ? t("Show the {0} most informative", mostSets) : allWord(sets.length)}
            </button>
          </p>`
        : nothing
    }`;
}

function allWord(count: number): string {
  return count > mostRows
    ? t("Show {0} of {1}; the CSV has them all", mostRows, grouped(count))
    : t("Show all {0}", grouped(count));
}

function setRow(set: SetInformation, most: number, selected: boolean, kept: boolean): TemplateResult {
  const { mean, standardError } = set.modifiedChi2;
  const share = (value: number) => Math.max(0, value) / most;
  const from = share(mean - standardError);
  return html`<tr class=${selected ? "selected" : ""}>
    <th scope="row">
      ${lagSetName(set.lags)}${selected ? html`<span class="tag">S*</span>` : nothing}${
        kept ? html`<span class="tag">${t("model")}</span>` : nothing
      }
    </th>
    <td class="bar" aria-hidden="true">
      <div>
        <b ${styled({ "--share": share(mean), "--bar": selected ? "var(--series-0)" : "var(--muted)" })}></b
        >${
          Number.isFinite(standardError)
            ? html`<i
                ${styled({ "--from": from, "--wide": Math.min(1, share(mean + standardError)) - from })}
              ></i>`
            : nothing
        }
      </div>
    </td>
    <td>${number(set.modifiedChi2)}</td>
    <td class="chi2">${number(set.chi2)}</td>
  </tr>`;
}

function number({ mean, standardError }: Estimate): TemplateResult {
  const error = Number.isFinite(standardError)
    ? html` <span class="error">± ${spread(standardError)}</span>`
    : nothing;
  return html`<data value=${mean}>${decimal(mean)}</data>${error}`;
}
