/** The legend of a chart, which is its table too: what each curve is, and its value where it is read. */
import { t } from "@vscode/l10n";
import { css, html, nothing, svg, type TemplateResult } from "lit";
import type { AxisQuantity } from "../store";
import { grouped, placeWords } from "../words";
import { curveInk, dashesOf, readingAt, type Curve, type Plot } from "./plot";

export const legendStyles = css`
  ul {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    min-height: 18px;
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 0.92em;
  }
  li {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  svg {
    flex: none;
    width: 16px;
    height: 8px;
  }
  data,
  .step {
    font-variant-numeric: tabular-nums;
  }
  .step,
  .name {
    color: var(--vscode-descriptionForeground);
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
`;

/** @param place where values are read @param told the same where it is not the end, which goes without saying */
export function legend(
  plot: Plot,
  place: number,
  told: number | null,
  quantity: AxisQuantity,
): TemplateResult {
  return html`<ul id="legend" aria-label=${t("Values of {0}", plot.label)}>
    ${told === null ? nothing : html`<li class="hidden">${placeWords(told, quantity)}</li>`}
    ${plot.curves.map((curve) => entry(curve, plot, place, told !== null))}
  </ul>`;
}

function entry(curve: Curve, { format }: Plot, place: number, tellsAge: boolean): TemplateResult {
  const { name, title } = curve;
  const reading = readingAt(curve, place);
  // Of what is measured now and then, the newest value before the place is older than it.
  const older = reading && tellsAge && reading.place !== place;
  return html`<li title=${title ?? nothing}>
    ${line(curve)}<span class="name">${name}</span>
    ${reading ? html`<data value=${reading.value}>${format(reading.value)}</data>` : "–"}
    ${older ? html`<span class="step">(${grouped(reading.step)})</span>` : nothing}
  </li>`;
}

function line(curve: Curve): TemplateResult {
  const dashes = curve.dashed ? dashesOf(curve).join(" ") : nothing;
  return html`<svg viewBox="0 0 16 8" aria-hidden="true">
    ${svg`<path d="M0 4H16" stroke=${curveInk(curve)} stroke-width=${curve.dashed ? 1.25 : 2} stroke-dasharray=${dashes} />`}
  </svg>`;
}
