/** <induction-heat-legend>: what the colours mean, from the least value to the greatest. */
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { HeatScale, Theme } from "../theme";
import { share, tick } from "../words";
import { fillCanvas } from "./paint";
import { rampOf } from "./picture";

/** Smaller sizes are told by their power of ten. */
const leastDecimal = 0.01;

@customElement("induction-heat-legend")
export class HeatLegend extends LitElement {
  static override readonly styles = css`
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      color: var(--vscode-descriptionForeground);
      font-size: 0.92em;
      font-variant-numeric: tabular-nums;
    }
    canvas {
      width: 96px;
      height: 8px;
    }
  `;

  /** What is coloured, such as `attention`. */
  @property() accessor label = "";
  @property() accessor scale: HeatScale = "share";
  @property({ type: Number }) accessor most = 1;
  @property({ attribute: false }) accessor theme!: Theme;

  @query("canvas") private accessor canvas!: HTMLCanvasElement;

  protected override render(): TemplateResult {
    const { scale, most } = this;
    return html`<span>${this.label}</span><span>${rangeWord(scale === "share" ? 0 : -most)}</span
      ><canvas aria-hidden="true"></canvas><span>${rangeWord(most)}</span>`;
  }

  protected override updated(): void {
    fillCanvas(this.canvas, rampOf(this, 96), this.theme.background);
  }
}

/** `0`, `1`, `−0.25`, `2e−4`: as short as it can be said. */
export function rangeWord(value: number): string {
  if (value !== 0 && Math.abs(value) < leastDecimal) return share(value);
  const digits = Number.isInteger(value) ? 0 : 2;
  return tick(Number(value.toFixed(digits)), 10 ** -digits);
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-heat-legend": HeatLegend;
  }
}
