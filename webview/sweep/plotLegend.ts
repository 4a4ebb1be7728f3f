/** What the colours of a plot mean: the levels of its second column, or of a heat map the values from least to greatest. */
import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { heatColour, styled, type Theme } from "../theme";
import { extremes, seriesInk } from "./picture";
import type { SweepPlot } from "./plot";
import { measureText } from "./values";

const parts = 32;

export function plotLegend(plot: SweepPlot, theme: Theme): TemplateResult | typeof nothing {
  const { by, byLevels, measure, cells, drawing } = plot;
  if (drawing === "cells") {
    const { least, greatest } = extremes(cells.map(({ mean }) => mean));
    const ramp = Array.from({ length: parts }, (_, part) => heatColour(part / (parts - 1), theme.background));
    return html`<div class="legend">
      <span>${t("mean {0}", measure.name)}</span>
      <span class="ramp"
        ><data value=${least}>${measureText(least)}</data>
        <span class="bar" aria-hidden="true"
          >${ramp.map((colour) => html`<i ${styled({ background: colour })}></i>`)}</span
        ><data value=${greatest}>${measureText(greatest)}</data></span
      >
    </div>`;
  }
  if (!by) return nothing;
  return html`<div class="legend">
    <span>${by.name}</span>
    <ul aria-label=${t("Colours of {0}", by.name)}>
      ${byLevels.names.map(
        (name, series) => html`<li><i ${styled({ background: seriesInk(series, theme) })}></i>${name}</li>`,
      )}
    </ul>
  </div>`;
}
