/** All three laws that were fitted to each phase's quantity: their numbers side by side, as a figure of its own. */
import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { lawText, rSquaredText, type StageRate } from "../../core/inspect";
import { lawKinds, lawParameters, lawSymbols, type LawParameter, type RateFit } from "../../core/theory";
import { svgDocument, svgText, type Column, type Figure } from "../figures";
import type { FittedPlot } from "../plots";
import { runName } from "../plots";
import type { ShownRun } from "../store";
import type { Theme } from "../theme";
import { lawWord, rateQuantity } from "../words";

export const fitsTableStyles = css`
  .fits {
    margin-top: 24px;
  }
  .fits table {
    width: 100%;
    max-width: 760px;
    border-collapse: collapse;
    font-size: 0.92em;
  }
  .fits th,
  .fits td {
    padding: 3px 14px 3px 0;
    font-weight: normal;
    text-align: left;
    vertical-align: baseline;
    overflow-wrap: anywhere;
  }
  .fits th {
    color: var(--muted);
  }
  .fits .number {
    text-align: right;
    white-space: nowrap;
  }
  .fits tbody + tbody tr:first-child > * {
    border-top: 1px solid var(--hairline);
  }
  .fits .best td {
    font-weight: 600;
  }
`;

/** A law of a run's quantity. */
interface Entry {
  readonly run: ShownRun;
  readonly rate: StageRate;
  readonly fit: RateFit;
}

/** Nothing where nothing was fitted. @param compares whether the runs are to be named */
export function fitsTable(
  plots: readonly FittedPlot[],
  theme: Theme,
  compares: boolean,
): TemplateResult | typeof nothing {
  const groups = plots
    .flatMap(({ rates }) => rates)
    .map(({ run, rate }) => entriesOf(run, rate))
    .filter((entries) => entries.length > 0);
  if (groups.length === 0) return nothing;
  return html`<induction-figure class="fits" .figure=${fitsFigure(groups.flat(), compares)} .theme=${theme}>
    <h3 class="muted">${t("Laws fitted to each stage, t from where it began")}</h3>
    <table aria-label=${t("Fits of three laws")}>
      <thead>
        <tr>
          <th scope="col">${t("quantity")}</th>
          <th scope="col">${t("law")}</th>
          <th scope="col" class="number">R²</th>
          <th scope="col" class="number">AIC</th>
        </tr>
      </thead>
      ${groups.map((entries) => group(entries, compares))}
    </table>
  </induction-figure>`;
}

function entriesOf(run: ShownRun, rate: StageRate): Entry[] {
  return lawKinds.flatMap((kind) => {
    const fit = rate.fits?.[kind];
    return fit ? [{ run, rate, fit }] : [];
  });
}

function group(entries: readonly Entry[], compares: boolean): TemplateResult {
  const [{ run, rate }] = entries;
  const name = compares
    ? `${runName(run)}: ${rateQuantity(rate.quantity, run.model)}`
    : rateQuantity(rate.quantity, run.model);
  return html`<tbody>
    ${entries.map(
      ({ fit }, index) =>
        html`<tr class=${fit === rate.best ? "best" : ""}>
          ${index === 0 ? html`<th scope="rowgroup" rowspan=${entries.length}>${name}</th>` : nothing}
          <td>${lawText(fit.law)}${fit.law.kind === rate.predicted ? ` (${t("predicted")})` : ""}</td>
          <td class="number"><data value=${fit.rSquared}>${rSquaredText(fit)}</data></td>
          <td class="number"><data value=${fit.aic}>${fit.aic.toFixed(1).replace("-", "−")}</data></td>
        </tr>`,
    )}
  </tbody>`;
}

const parameterNames: readonly LawParameter[] = ["offset", "factor", "rate", "exponent", "onset"];

function fitsFigure(entries: readonly Entry[], compares: boolean): Figure {
  const words = (name: string, word: (entry: Entry) => string): Column => ({
    name,
    values: entries.map(word),
  });
  const numbers = (name: string, value: (fit: RateFit) => number): Column => ({
    name,
    values: Float64Array.from(entries, ({ fit }) => value(fit)),
    format: (number) => String(Number(number.toPrecision(5))).replaceAll("-", "−"),
  });
  const name = t("fits of three laws");
  return {
    name,
    table: () => ({
      columns: [
        ...(compares ? [words(t("run"), ({ run }) => runName(run))] : []),
        words(t("quantity"), ({ run, rate }) => rateQuantity(rate.quantity, run.model)),
        words(t("law"), ({ fit }) => lawWord(fit.law.kind)),
        words(t("which"), whichOf),
        ...parameterNames.flatMap((parameter) => [
          numbers(lawSymbols[parameter], ({ law }) => new Map(lawParameters(law)).get(parameter) ?? NaN),
          numbers(
            t("standard error of {0}", lawSymbols[parameter]),
            (fit) => fit.standardErrors[parameter] ?? NaN,
          ),
        ]),
        numbers("R²", ({ rSquared }) => rSquared),
        numbers("AIC", ({ aic }) => aic),
        numbers(t("points"), ({ count }) => count),
      ],
    }),
    svg: (theme) => picture(name, entries, compares, theme),
  };
}

function whichOf({ rate, fit }: Entry): string {
  const marks = [
    ...(fit === rate.best ? [t("best")] : []),
    ...(fit.law.kind === rate.predicted ? [t("predicted")] : []),
  ];
  return marks.join(", ");
}

/** The table as it stands on the page. */
function picture(title: string, entries: readonly Entry[], compares: boolean, theme: Theme): string {
  const row = 20;
  const body = entries.flatMap((entry, index) => {
    const { run, rate, fit } = entry;
    const y = 52 + index * row;
    const begins = entries[index - 1]?.rate !== rate;
    const name = compares
      ? `${runName(run)}: ${rateQuantity(rate.quantity, run.model)}`
      : rateQuantity(rate.quantity, run.model);
    return [
      ...(begins ? [svgText(20, y, name, { fill: theme.muted })] : []),
      svgText(320, y, lawText(fit.law), fit === rate.best ? { "font-weight": 600 } : {}),
      svgText(560, y, `R² ${rSquaredText(fit)}`),
      svgText(650, y, whichOf(entry), { fill: theme.muted }),
    ];
  });
  const heading = svgText(20, 24, title, { "font-size": 13, "font-weight": 600 });
  return svgDocument(
    { title, width: 780, height: 64 + entries.length * row, body: [heading, ...body] },
    theme,
  );
}
