/**
 * <induction-curves>: a chart of curves over the axis. Its legend is also its table: every curve's value where the page
 * stands, or with the pointer or the arrow keys on a place, the values there. The pointed place is the whole page's
 * (event "point"), and a click or Enter makes it the one that the page stands on (event "choose").
 */
import { t } from "@vscode/l10n";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "../figures";
import type { Figure } from "../figures";
import type { Look } from "../store";
import { placeWords, quantityWord } from "../words";
import { CurveChart } from "./curveChart";
import { cursorsView, moveCursors } from "./cursors";
import { curvesStyles } from "./curvesStyles";
import { curvesFigure } from "./figure";
import { legend } from "./legend";
import { keyAction, type KeyPlace } from "./keys";
import { lastPlaceOf, nearestPlace, placeOfStep, type Plot } from "./plot";
import { onSight } from "./sight";
import { clickSlack } from "./zoom";

/** Somebody points at a place of the axis; null: no longer. */
export type PointEvent = CustomEvent<number | null>;
/** The page is to stand on this place of the axis; null: on the newest. */
export type ChooseEvent = CustomEvent<number | null>;

@customElement("induction-curves")
export class InductionCurves extends LitElement {
  static override readonly styles = curvesStyles;

  @property({ attribute: false }) accessor plot!: Plot;
  @property({ attribute: false }) accessor look!: Look;
  @property({ type: Boolean }) accessor wordsOnMarks = false;

  /** What is in sight, in words; null: all. */
  @state() private accessor zoomed: string | null = null;
  @query("canvas") private accessor canvas!: HTMLCanvasElement;
  @query(".over") private accessor over!: HTMLElement;
  @query(".frame") private accessor frame!: HTMLElement;
  #chart: CurveChart | undefined;
  #figure!: Figure;
  /** Whether anybody could see what is drawn. */
  #inSight = true;
  #unwatch: (() => void) | undefined;
  #pressedAt = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = onSight(this, (inSight) => {
      this.#inSight = inSight;
      if (inSight) this.draw();
    });
    // A chart does not survive being taken out.
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#chart?.destroy();
    this.#chart = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { plot, look } = this;
    const sameAxis = !changed.has("look") || changed.get("look")?.axis === look.axis;
    if (sameAxis && !changed.has("plot")) return;
    this.#figure = curvesFigure(plot, look.axis, () => this.#chart?.view);
  }

  protected override render(): TemplateResult {
    const { plot, look } = this;
    const { quantity } = look.axis;
    const { label } = plot;
    const place = this.shownPlace;
    return html`<induction-figure .figure=${this.#figure} .theme=${look.theme}>
      <div class="top">
        ${legend(plot, place, this.readPlace, quantity)}
        ${this.zoomed === null ? nothing : this.zoomLine(this.zoomed)}
      </div>
      <div
        class="frame"
        tabindex="0"
        role="slider"
        aria-label=${t("{0}: {1} pointed at", label, quantityWord(quantity))}
        aria-valuemin="0"
        aria-valuemax=${lastPlaceOf(plot)}
        aria-valuenow=${place}
        aria-valuetext=${placeWords(place, quantity)}
        aria-describedby="legend"
        aria-keyshortcuts="Enter Plus - 0"
        @pointerdown=${({ clientX }: PointerEvent) => (this.#pressedAt = clientX)}
        @pointermove=${(event: PointerEvent) => this.followPointer(event)}
        @pointerleave=${() => this.point(null)}
        @click=${(event: MouseEvent) => this.followClick(event)}
        @keydown=${(event: KeyboardEvent) => this.followKey(event)}
        @blur=${() => this.point(null)}
      >
        <canvas aria-hidden="true"></canvas>
        ${cursorsView(plot)}
      </div>
    </induction-figure>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const looked = changed.get("look");
    const onlyNumbers =
      looked === undefined || (looked.theme === this.look.theme && looked.axis === this.look.axis);
    // Where nobody sees it, new numbers can wait.
    if (this.#inSight || !this.#chart || !onlyNumbers) this.draw();
    this.moveCursors();
  }

  private draw(): void {
    if (!this.hasUpdated || !this.isConnected) return;
    const { plot, look, wordsOnMarks } = this;
    const wanted = { plot, axis: look.axis, theme: look.theme, wordsOnMarks };
    if (this.#chart) this.#chart.show(wanted);
    else this.#chart = new CurveChart(this.canvas, wanted, () => this.drawn());
  }

  /** Also by the mouse, which zooms. */
  private drawn(): void {
    if (!this.#chart) return;
    const { first, last, quantity } = this.#chart.view;
    this.zoomed = this.#chart.isZoomed
      ? t("{0} to {1}", placeWords(first, quantity), placeWords(last, quantity))
      : null;
    this.moveCursors();
  }

  private moveCursors(): void {
    if (!this.#chart || !this.over) return;
    const { pointed } = this.look;
    moveCursors(this.over, this.#chart, this.plot, { chosen: this.chosenPlace, pointed });
  }

  private zoomLine(stretch: string): TemplateResult {
    return html`<p class="zoomed">
      <span role="status">${stretch}</span>
      <button @click=${() => this.resetZoom()}>${t("Reset zoom")}</button>
    </p>`;
  }

  /** The button for it goes away then, and must not take the focus along. */
  private resetZoom(): void {
    this.frame.focus();
    this.#chart?.resetZoom();
  }

  private get chosenPlace(): number | null {
    const { chosen } = this.look;
    return chosen === null ? null : placeOfStep(this.plot, chosen);
  }

  /** Where the values are read; null: the newest. */
  private get readPlace(): number | null {
    return this.look.pointed ?? this.chosenPlace;
  }

  private get shownPlace(): number {
    return this.readPlace ?? lastPlaceOf(this.plot);
  }

  private recordedUnder({ clientX }: MouseEvent): number | null {
    const place = this.#chart?.placeUnder(clientX - this.canvas.getBoundingClientRect().left) ?? null;
    return place === null ? null : nearestPlace(this.plot, place);
  }

  private followPointer(event: PointerEvent): void {
    this.point(this.recordedUnder(event));
  }

  private followClick(event: MouseEvent): void {
    // What ends a drag is a click too.
    if (Math.abs(event.clientX - this.#pressedAt) > clickSlack) return;
    const place = this.recordedUnder(event);
    if (place !== null) this.choose(place);
  }

  private followKey(event: KeyboardEvent): void {
    const at: KeyPlace = { shown: this.shownPlace, pointed: this.look.pointed };
    const action = keyAction(event, this.plot, at);
    if (!action) return;
    event.preventDefault();
    switch (action.kind) {
      case "point":
        if (action.place !== null) this.#chart?.reveal(action.place);
        this.point(action.place);
        break;
      case "choose":
        this.choose(action.place);
        break;
      case "zoom":
        this.#chart?.zoom(action.factor, this.readPlace);
        break;
      case "reset":
        this.#chart?.resetZoom();
        break;
    }
  }

  private point(place: number | null): void {
    if (place !== this.look.pointed) this.tell("point", place);
  }

  /** Who goes to the end follows it. */
  private choose(place: number | null): void {
    this.tell("choose", place === lastPlaceOf(this.plot) ? null : place);
  }

  private tell(name: "point" | "choose", detail: number | null): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-curves": InductionCurves;
  }
  interface HTMLElementEventMap {
    point: PointEvent;
    choose: ChooseEvent;
  }
}
