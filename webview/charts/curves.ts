/**
 * <induction-curves>: a chart of curves over steps. Its legend is also its table: every curve's newest value, or with
 * the pointer or the arrow keys on a step, the values there. The pointed step is the whole page's (event "point").
 */
import { t } from "@vscode/l10n";
import { css, html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { Look } from "../store";
import { grouped } from "../words";
import { CurveChart, type Picture } from "./curveChart";
import { lastPlaceOf, nearestPlace, neighbourPlace, readingAt, type Curve, type Plot } from "./plot";

/** Somebody points at a step of a chart; null: no longer. */
export type PointEvent = CustomEvent<number | null>;

@customElement("induction-curves")
export class InductionCurves extends LitElement {
  static override readonly styles = css`
    :host {
      display: block;
      min-width: 0;
    }
    .frame {
      position: relative;
      height: var(--curves-height, 150px);
      outline-offset: 2px;
    }
    .frame:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
    }
    canvas {
      position: absolute;
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 14px;
      margin: 0 0 4px;
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
    .hidden {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .step,
    .name {
      color: var(--vscode-descriptionForeground);
    }
  `;

  @property({ attribute: false }) accessor plot!: Plot;
  @property({ attribute: false }) accessor look!: Look;
  @property({ type: Boolean }) accessor wordsOnMarks = false;

  @query("canvas") private accessor canvas!: HTMLCanvasElement;
  #chart: CurveChart | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#chart?.destroy();
    this.#chart = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // A chart does not survive being taken out.
    if (this.hasUpdated) this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { label } = this.plot;
    const step = this.shownPlace;
    return html`
      <ul id="legend" aria-label=${t("Values of {0}", label)}>
        ${this.look.pointed === null ? nothing : html`<li class="hidden">${t("step {0}", grouped(this.look.pointed))}</li>`}
        ${this.plot.curves.map((curve) => this.entry(curve, step))}
      </ul>
      <div
        class="frame"
        tabindex="0"
        role="slider"
        aria-label=${t("{0}: step pointed at", label)}
        aria-valuemin="0"
        aria-valuemax=${lastPlaceOf(this.plot)}
        aria-valuenow=${step}
        aria-valuetext=${t("step {0}", grouped(step))}
        aria-describedby="legend"
        @pointermove=${(event: PointerEvent) => this.followPointer(event)}
        @pointerleave=${() => this.point(null)}
        @keydown=${(event: KeyboardEvent) => this.followKey(event)}
        @blur=${() => this.point(null)}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
    `;
  }

  protected override updated(_changed: PropertyValues): void {
    const { plot, look, wordsOnMarks } = this;
    const { axis, theme, pointed } = look;
    const picture: Picture = { plot, scale: axis.scale, theme, pointed, wordsOnMarks };
    if (this.#chart) this.#chart.show(picture);
    else this.#chart = new CurveChart(this.canvas, picture);
  }

  private get shownPlace(): number {
    return this.look.pointed ?? lastPlaceOf(this.plot);
  }

  private entry(curve: Curve, step: number): TemplateResult {
    const { name, title, colour, dashed } = curve;
    const reading = readingAt(curve, step);
    const stroke = colour === "muted" ? "var(--vscode-descriptionForeground)" : `var(--series-${colour})`;
    // Of what is measured now and then, the newest value before the step is older than the step.
    const older = reading && this.look.pointed !== null && reading.place !== step;
    return html`<li title=${title ?? nothing}>
      ${line(stroke, dashed)}<span class="name">${name}</span>
      ${reading ? html`<data value=${reading.value}>${this.plot.format(reading.value)}</data>` : "–"}
      ${older ? html`<span class="step">(${grouped(reading.step)})</span>` : nothing}
    </li>`;
  }

  private followPointer({ offsetX }: PointerEvent): void {
    const step = this.#chart?.placeUnder(offsetX) ?? null;
    this.point(step === null ? null : nearestPlace(this.plot, step));
  }

  private followKey(event: KeyboardEvent): void {
    const step = this.shownPlace;
    const steps: Record<string, () => number | null> = {
      ArrowLeft: () => neighbourPlace(this.plot, step, -1),
      ArrowRight: () => neighbourPlace(this.plot, step, 1),
      Home: () => nearestPlace(this.plot, 0),
      End: () => lastPlaceOf(this.plot),
      Escape: () => null,
    };
    if (!(event.key in steps)) return;
    event.preventDefault();
    this.point(steps[event.key]());
  }

  private point(step: number | null): void {
    if (step === this.look.pointed) return;
    this.dispatchEvent(new CustomEvent("point", { detail: step, bubbles: true, composed: true }));
  }
}

function line(stroke: string, dashed: boolean): TemplateResult {
  return html`<svg viewBox="0 0 16 8" aria-hidden="true">
    ${svg`<path d="M0 4H16" stroke=${stroke} stroke-width=${dashed ? 1.25 : 2} stroke-dasharray=${dashed ? "4 3" : nothing} />`}
  </svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-curves": InductionCurves;
  }
  interface HTMLElementEventMap {
    point: PointEvent;
  }
}
