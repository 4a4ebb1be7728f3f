/** How the votes fall, token by token, as bars with what the loss makes of them and the token that truly stands there. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { tokenName, type Trace } from "../../core/inspect";
import { svgDocument, svgRect, svgText, type Figure } from "../figures";
import { predictionFormula, votesFormula, type Workings } from "../formulas";
import { styled, type Theme } from "../theme";
import { share, signedShare } from "../words";
import type { Beside } from "./beside";

/** Tokens shown; the others are counted. */
const mostTokens = 8;

export interface Votes {
  readonly workings: Workings;
  /** For the change of the prediction; null where nothing was tried. */
  readonly before: Trace | null;
  /** What others make of the same place; none where it is not asked for. */
  readonly beside?: readonly Beside[];
  readonly theme: Theme;
}

export const votesStyles = css`
  .votes {
    display: grid;
    grid-template-columns: auto minmax(60px, 1fr) auto auto auto;
    align-items: center;
    gap: 3px 12px;
    max-width: 440px;
    padding-right: 30px;
  }
  .votes [role="row"] {
    display: contents;
  }
  .votes [role="columnheader"] {
    color: var(--muted);
    font-size: 0.92em;
    text-align: right;
  }
  .votes [role="columnheader"]:first-child {
    text-align: left;
  }
  .votes .token {
    display: flex;
    gap: 6px;
    align-items: baseline;
  }
  .votes .truth {
    padding: 0 4px;
    border: 1.5px solid currentColor;
    border-radius: 2px;
    font-weight: 700;
  }
  .votes .bar {
    height: 9px;
    border-left: 1px solid var(--hairline);
  }
  .votes .bar b {
    display: block;
    height: 100%;
    background: var(--series-0);
    transform: scaleX(var(--share));
    transform-origin: left;
  }
  .votes [role="cell"] {
    text-align: right;
  }
  .votes .beside {
    color: var(--muted);
    font-size: 0.92em;
  }
  .votes .beside.bar {
    height: 4px;
  }
  .votes .beside.bar b {
    background: var(--muted);
  }
  .votes .last {
    margin-bottom: 6px;
  }
  .votes .more {
    grid-column: 1 / -1;
    color: var(--muted);
    text-align: left;
  }
`;

export function votesFigure(votes: Votes): TemplateResult {
  return html`<induction-figure .figure=${figureOf(votes)} .theme=${votes.theme}
    >${bars(votes)}</induction-figure
  >`;
}

function bars(votes: Votes): TemplateResult {
  const { trace } = votes.workings;
  const shown = shownTokens(trace);
  const others = trace.model.alphabetSize - shown.length;
  const rest = trace.pass.output.reduce((sum, y, token) => (shown.includes(token) ? sum : sum + y), 0);
  return html`<div class="votes" role="table" aria-label=${t("Votes by token")}>
    <div role="row">
      <span role="columnheader">${t("token")}</span>
      <span role="columnheader" aria-label=${t("bar")}></span>
      <span role="columnheader">${t("votes y")}</span>
      <span role="columnheader">${trace.model.loss === "softmax" ? t("softmax(y)") : nothing}</span>
      <span role="columnheader"
        >${votes.before ? html`<span title=${t("against the untouched circuit")}>Δ</span>` : nothing}</span
      >
    </div>
    ${shown.map((token) => tokenRow(votes, token))}
    ${others > 0 ? html`<div role="row"><span role="cell" class="more">${othersLine(others, share(rest))}</span></div>` : nothing}
  </div>`;
}

function othersLine(count: number, votes: string): string {
  return count === 1 ? t("1 other token: {0}", votes) : t("{0} other tokens, together {1}", count, votes);
}

function tokenRow({ workings, before, beside = [] }: Votes, token: number): TemplateResult {
  const { trace } = workings;
  const { output } = trace.pass;
  const name = tokenName(token, trace.model.alphabetSize);
  const truth = token === trace.target;
  const change = before ? trace.prediction[token] - before.prediction[token] : 0;
  return html`<div role="row">
      <span role="rowheader" class="token"
        ><span class=${truth ? "truth" : ""}>${name}</span
        >${truth ? html` <span class="muted">${t("truth")}</span>` : nothing}</span
      >
      <span role="cell" class="bar"><b ${styled({ "--share": output[token] })}></b></span>
      <span role="cell" class="y"
        ><induction-number
          .value=${output[token]}
          .text=${share(output[token])}
          .formula=${() => votesFormula(workings, token)}
        ></induction-number
      ></span>
      <span role="cell" class="probability"
        >${
          trace.model.loss === "softmax"
            ? html`<induction-number
                .value=${trace.prediction[token]}
                .text=${share(trace.prediction[token])}
                .formula=${() => predictionFormula(workings, token)}
              ></induction-number>`
            : nothing
        }</span
      >
      <span role="cell" class="change"
        >${before ? html`<data value=${change}>${signedShare(change)}</data>` : nothing}</span
      >
    </div>
    ${beside.map((other, at) => besideRow(other, token, name, at === beside.length - 1))}`;
}

/** Under the model's own, so that the bars can be compared. */
function besideRow(
  { name, title, predictions }: Beside,
  token: number,
  of: string,
  last: boolean,
): TemplateResult {
  const value = predictions[token];
  const kind = last ? "beside last" : "beside";
  return html`<div role="row">
    <span role="rowheader" class=${kind} title=${title}
      >${name}<span class="hidden"> ${t("for {0}", of)}</span></span
    >
    <span role="cell" class="bar ${kind}"><b ${styled({ "--share": value })}></b></span>
    <span role="cell" class=${kind}><data value=${value}>${share(value)}</data></span>
    <span role="cell"></span>
    <span role="cell"></span>
  </div>`;
}

/** The largest, and the one that truly stands there; in the alphabet's order. */
function shownTokens({ pass, target, model }: Trace): number[] {
  const tokens = Array.from({ length: model.alphabetSize }, (_, token) => token);
  if (tokens.length <= mostTokens + 1) return tokens;
  const chosen = new Set(tokens.toSorted((a, b) => pass.output[b] - pass.output[a]).slice(0, mostTokens));
  if (target !== null) chosen.add(target);
  return tokens.filter((token) => chosen.has(token));
}

function figureOf({ workings: { trace }, beside = [] }: Votes): Figure {
  const { output } = trace.pass;
  const names = Array.from(output, (_, token) => tokenName(token, trace.model.alphabetSize));
  const title = t("votes at place {0}", trace.position + 1);
  return {
    name: title,
    table: () => ({
      columns: [
        { name: t("token"), values: names },
        { name: "y", values: output, format: share },
        { name: t("probability"), values: trace.prediction, format: share },
        ...beside.map(({ name, predictions }) => ({ name, values: predictions, format: share })),
        {
          name: t("truth"),
          values: Float64Array.from(output, (_, token) => (token === trace.target ? 1 : 0)),
          format: String,
        },
      ],
    }),
    svg: (theme) => {
      const shown = shownTokens(trace);
      const body = shown.flatMap((token, at) => [
        svgText(10, 26 + 18 * at, token === trace.target ? `${names[token]} *` : names[token]),
        svgRect(40, 17 + 18 * at, 240 * output[token], 10, { fill: theme.series[0] }),
        svgText(46 + 240 * output[token], 26 + 18 * at, share(output[token])),
      ]);
      return svgDocument({ title, width: 340, height: 28 + 18 * shown.length, body }, theme);
    },
  };
}
