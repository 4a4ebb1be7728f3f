/** Draws means beside each other: a table whose middle column is the picture, so that names never run out of room. */
import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import "../figures";
import { styled, type Theme } from "../theme";
import { spread, unknown } from "../words";
import { dotFigure } from "./dotFigure";
import { dotAxis, type DotAxis, type DotLine, type DotPlot, type DotRow } from "./dots";
import { withInterval } from "./interval";

const mostTicks = 5;

/** To be put into a size container whose styles have `dotStyles`. */
export function dotPlot(plot: DotPlot, theme: Theme): TemplateResult {
  const axis = dotAxis(plot, mostTicks);
  return html`<induction-figure .figure=${dotFigure(plot)} .theme=${theme}>
    ${plot.lines.length > 0 ? legend(plot) : nothing}
    <div class="dots" role="table" aria-label=${plot.label}>
      <div role="row">
        <span class="hidden" role="columnheader">${t("what")}</span>
        <span class="hidden" role="columnheader">${plot.unit}</span>
      </div>
      ${plot.groups.map(
        ({ title, rows }) =>
          html`<div role="rowgroup" aria-label=${title || plot.label}>
            ${title === "" ? nothing : html`<div role="row"><span role="cell" class="group">${title}</span></div>`}
            ${rows.map((row) => dotRow(row, plot, axis))}
          </div>`,
      )}
      <div class="axis" aria-hidden="true">
        ${axis.ticks.map(
          ({ value, text }) => html`<span ${styled({ "--at": axis.at(value) })}>${text}</span>`,
        )}
      </div>
    </div>
  </induction-figure>`;
}

function legend({ label, lines, format }: DotPlot): TemplateResult {
  return html`<ul class="lines" aria-label=${t("Values of {0}", label)}>
    ${lines.map(
      ({ name, value, colour }) =>
        html`<li>
          <i ${styled({ "--ink": inkOf(colour) })}></i><span class="muted">${name}</span>
          <data value=${value}>${format(value)}</data>
        </li>`,
    )}
  </ul>`;
}

function dotRow(row: DotRow, { lines, format }: DotPlot, axis: DotAxis): TemplateResult {
  const { name, title, mean, low, high, colour, members } = row;
  const error = high > mean ? html`<span class="error">± ${spread(high - mean)}</span>` : nothing;
  const known = Number.isFinite(mean);
  return html`<div role="row" title=${title}>
    <span role="rowheader" class="name">${name}</span>
    <span role="cell" class="value" title=${known ? withInterval(mean, row) : nothing}
      >${known ? html`<data value=${mean}>${format(mean)}</data> ${error}` : unknown}</span
    >
    <div class="track" aria-hidden="true" ${styled({ "--ink": inkOf(colour) })}>
      ${axis.ticks.map(({ value }) => html`<i class="tick" ${styled({ "--at": axis.at(value) })}></i>`)}
      ${lines.map((line) => lineThrough(line, axis))}
      ${
        Number.isFinite(low) && Number.isFinite(high)
          ? html`<i
              class="interval"
              ${styled({ "--at": axis.at(low), "--wide": axis.at(high) - axis.at(low) })}
            ></i>`
          : nothing
      }
      ${members.map(
        ({ value, words }) =>
          html`<i class="member" title=${words} ${styled({ "--at": axis.at(value) })}></i>`,
      )}
      ${known ? html`<i class="mean" ${styled({ "--at": axis.at(mean) })}></i>` : nothing}
    </div>
  </div>`;
}

function lineThrough({ value, colour }: DotLine, axis: DotAxis): TemplateResult {
  return html`<i class="line" ${styled({ "--at": axis.at(value), "--ink": inkOf(colour) })}></i>`;
}

function inkOf(colour: DotRow["colour"] | DotLine["colour"]): string {
  if (colour === "muted") return "var(--muted)";
  return colour === "foreground" ? "var(--vscode-foreground)" : `var(--series-${colour})`;
}
