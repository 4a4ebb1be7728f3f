/**
 * <induction-attention-strip>: how alike every earlier place is, as bars of k, and how much the output attends to it, as
 * a row of colours. Pointer and arrow keys read a place exactly. Event "visit" with the place that is read.
 */
import { t } from "@vscode/l10n";
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { tokenName, type Agreement } from "../../core/inspect";
import { attentionFormula, kernelFormula, type Workings } from "../formulas";
import type { Theme } from "../theme";
import { share } from "../words";
import { mostAttended } from "./scene";
import { drawStrip, stripHeight } from "./stripPicture";

@customElement("induction-attention-strip")
export class AttentionStrip extends LitElement {
  static override readonly styles = css`
    :host {
      display: block;
    }
    .plot {
      position: relative;
      height: ${stripHeight}px;
      margin-right: 22px;
    }
    canvas {
      display: block;
      width: 100%;
      height: 100%;
    }
    .plot:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: 2px;
    }
    .ends,
    .reading {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      margin-right: 22px;
      color: var(--vscode-descriptionForeground);
      font-size: 0.92em;
    }
    .reading {
      justify-content: flex-start;
      gap: 0 14px;
      margin: 4px 0 0;
      color: inherit;
      font-size: 1em;
    }
    .token {
      font-family: var(--vscode-editor-font-family, monospace);
    }
  `;

  @property({ attribute: false }) accessor workings!: Workings;
  @property({ attribute: false }) accessor agreement!: Agreement;
  /** 0-based: pointed at somewhere on the page; null: nowhere. */
  @property({ attribute: false }) accessor pointed: number | null = null;
  @property({ attribute: false }) accessor theme!: Theme;

  /** The place that was last read here. */
  @property({ attribute: false }) accessor last: number | null = null;
  @query("canvas") private accessor canvas!: HTMLCanvasElement | null;

  /** Of the canvas, in pixels of the page: asking for it would have the whole page laid out anew. */
  #width = 0;
  readonly #resize = new ResizeObserver(([{ contentRect }]) => {
    this.#width = contentRect.width;
    this.draw();
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  protected override willUpdate(): void {
    if (this.pointed !== null && this.isKey(this.pointed)) this.last = this.pointed;
  }

  protected override render(): TemplateResult {
    const { trace } = this.workings;
    const place = this.shownPlace;
    return html`<div
        class="plot"
        role="slider"
        tabindex="0"
        aria-label=${t("Likeness k and attention α of every earlier place")}
        aria-valuemin=${trace.firstKey + 1}
        aria-valuemax=${trace.position}
        aria-valuenow=${place + 1}
        aria-valuetext=${this.wordsOf(place)}
        @pointermove=${(event: PointerEvent) => this.visit(this.placeUnder(event))}
        @pointerleave=${() => this.tell(null)}
        @keydown=${(event: KeyboardEvent) => this.followKey(event)}
        @blur=${() => this.tell(null)}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
      <div class="ends" aria-hidden="true">
        <span>${t("place {0}", trace.firstKey + 1)}</span><span>${trace.position}</span>
      </div>
      ${this.reading(place)}`;
  }

  protected override firstUpdated(): void {
    if (this.canvas) this.#resize.observe(this.canvas);
  }

  protected override updated(): void {
    this.draw();
  }

  private get shownPlace(): number {
    const { trace } = this.workings;
    return this.last !== null && this.isKey(this.last) ? this.last : (mostAttended(trace) ?? trace.firstKey);
  }

  private reading(place: number): TemplateResult {
    const { workings } = this;
    const { trace } = workings;
    const { kernel, attention } = trace.pass;
    return html`<p class="reading">
      <span>${t("place {0}", place + 1)}</span>
      <b class="token">${tokenName(trace.context[place], trace.model.alphabetSize)}</b>
      <span
        >k
        <induction-number
          .value=${kernel[place]}
          .text=${share(kernel[place])}
          .formula=${() => kernelFormula(workings, place)}
        ></induction-number
      ></span>
      <span
        >α
        <induction-number
          .value=${attention[place]}
          .text=${share(attention[place])}
          .formula=${() => attentionFormula(workings, place)}
        ></induction-number
      ></span>
      <span>${this.matchWord(place)}</span>
    </p>`;
  }

  private matchWord(place: number): string {
    const { lags, matches } = this.agreement;
    if (lags.length === 0) return "";
    if (matches[place] === lags.length) return t("matches fully");
    return matches[place] > 0 ? t("matches in part") : t("does not match");
  }

  private wordsOf(place: number): string {
    const { trace } = this.workings;
    const token = tokenName(trace.context[place], trace.model.alphabetSize);
    const { kernel, attention } = trace.pass;
    const said = t(
      "place {0}: {1}, k {2}, α {3}",
      place + 1,
      token,
      share(kernel[place]),
      share(attention[place]),
    );
    return [said, this.matchWord(place)].filter((part) => part !== "").join(", ");
  }

  private isKey(place: number): boolean {
    const { position, firstKey } = this.workings.trace;
    return place >= firstKey && place < position;
  }

  private placeUnder({ offsetX }: PointerEvent): number {
    const { position, firstKey } = this.workings.trace;
    const width = Math.max(1, this.#width);
    const place = firstKey + Math.floor((offsetX / width) * (position - firstKey));
    return Math.min(position - 1, Math.max(firstKey, place));
  }

  private followKey(event: KeyboardEvent): void {
    const { position, firstKey } = this.workings.trace;
    const to = {
      ArrowLeft: this.shownPlace - 1,
      ArrowRight: this.shownPlace + 1,
      Home: firstKey,
      End: position - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.visit(Math.min(position - 1, Math.max(firstKey, to)));
  }

  private visit(place: number): void {
    this.last = place;
    this.tell(place);
  }

  private tell(place: number | null): void {
    if (place !== this.pointed) this.dispatchEvent(new CustomEvent("visit", { detail: place }));
  }

  private draw(): void {
    if (!this.canvas) return;
    const { workings, agreement, theme } = this;
    drawStrip(this.canvas, this.#width, { trace: workings.trace, agreement, theme, pointed: this.pointed });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-attention-strip": AttentionStrip;
  }
}
