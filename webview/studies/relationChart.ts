/**
 * <induction-relation>: a relation drawn, with a legend that is its table: every curve's value at the place that is
 * pointed at, by the pointer or the arrow keys, or else at the one that stands out.
 */
import { t } from "@vscode/l10n";
import { css, html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { unsafeSVG } from "lit/directives/unsafe-svg.js";
import "../figures";
import { legendStyles } from "../charts";
import type { Theme } from "../theme";
import { spread } from "../words";
import {
  frameOf,
  placesOf,
  pointAt,
  relationInk,
  type Frame,
  type Relation,
  type RelationCurve,
} from "./relation";
import { relationFigure } from "./relationFigure";
import { relationBody } from "./relationPicture";

const height = 230;
const margin = { left: 52, right: 22, top: 10, bottom: 26 };

@customElement("induction-relation")
export class InductionRelation extends LitElement {
  static override readonly styles = [
    legendStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      ul {
        /* The figure's menu stands there. */
        padding-right: 28px;
      }
      .frame {
        position: relative;
        height: ${height}px;
        margin-top: 4px;
        outline-offset: 2px;
        cursor: crosshair;
        touch-action: pan-y;
      }
      .frame:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
      }
      .frame svg {
        display: block;
        width: 100%;
        height: 100%;
      }
      .frame i {
        position: absolute;
        top: ${margin.top}px;
        bottom: ${margin.bottom}px;
        left: -0.5px;
        width: 1px;
        background: var(--vscode-foreground);
        pointer-events: none;
      }
      .place,
      .error {
        color: var(--vscode-descriptionForeground);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  /** With the curves that are drawn. */
  @property({ attribute: false }) accessor relation!: Relation;
  /** With all curves, for the table. */
  @property({ attribute: false }) accessor whole!: Relation;
  @property({ attribute: false }) accessor theme!: Theme;

  @state() private accessor pointed: number | null = null;
  @state() private accessor width = 0;
  @query(".frame i") private accessor cursor!: HTMLElement;
  @query(".frame") private accessor frameElement!: HTMLElement;

  #frame!: Frame;
  #drawn = "";
  readonly #resized = new ResizeObserver(() => (this.width = this.clientWidth));

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!["relation", "theme", "width"].some((name) => changed.has(name))) return;
    const { left, top } = margin;
    const box = {
      left,
      top,
      right: Math.max(left + 1, this.width - margin.right),
      bottom: height - margin.bottom,
    };
    this.#frame = frameOf(this.relation, box);
    this.#drawn = this.width > 0 ? relationBody(this.relation, this.#frame, this.theme).join("") : "";
    const places = placesOf(this.relation);
    if (this.pointed !== null && !places.includes(this.pointed)) this.pointed = null;
  }

  protected override render(): TemplateResult {
    const { relation, whole, theme } = this;
    const places = placesOf(relation);
    const at = this.read;
    return html`<induction-figure .figure=${relationFigure(whole, relation)} .theme=${theme}>
      <ul id="legend" aria-label=${t("Values of {0}", relation.label)}>
        <li class="place">${this.placeWord(at)}</li>
        ${relation.curves.map((curve) => this.entry(curve, at))}
      </ul>
      <div
        class="frame"
        tabindex="0"
        role="slider"
        aria-label=${t("{0}: {1} pointed at", relation.label, relation.variable)}
        aria-valuemin="1"
        aria-valuemax=${Math.max(1, places.length)}
        aria-valuenow=${places.indexOf(at) + 1}
        aria-valuetext=${this.placeWord(at)}
        aria-describedby="legend"
        @pointermove=${({ clientX }: PointerEvent) => (this.pointed = this.placeUnder(clientX))}
        @pointerleave=${() => (this.pointed = null)}
        @keydown=${(event: KeyboardEvent) => this.followKey(event)}
        @blur=${() => (this.pointed = null)}
      >
        <svg font-size="11" font-family=${theme.fontFamily} fill=${theme.foreground} aria-hidden="true">
          ${unsafeSVG(this.#drawn)}
        </svg>
        <i ?hidden=${this.pointed === null}></i>
      </div>
    </induction-figure>`;
  }

  protected override updated(): void {
    if (this.pointed !== null)
      this.cursor.style.transform = `translateX(${Math.round(this.#frame.x(this.pointed))}px)`;
  }

  /** Where values are read. */
  private get read(): number {
    return this.pointed ?? this.relation.mark?.at ?? placesOf(this.relation).at(-1) ?? NaN;
  }

  private placeWord(at: number): string {
    const { variable, variableWord } = this.relation;
    return `${variable} = ${variableWord(at)}`;
  }

  private entry(curve: RelationCurve, at: number): TemplateResult {
    const point = pointAt(curve, at);
    const { format } = this.relation;
    const error = point && Number.isFinite(point.high) ? `± ${spread(point.high - point.mean)}` : "";
    return html`<li title=${curve.title}>
      <svg viewBox="0 0 16 8" aria-hidden="true">
        ${svg`<path d="M0 4H16" stroke=${relationInk(curve)} stroke-width=${curve.dashed ? 1.25 : 2} stroke-dasharray=${curve.dashed ? "4 3" : nothing} />`}
      </svg>
      <span class="name">${curve.name}</span>
      ${point ? html`<data value=${point.mean}>${format(point.mean)}</data>` : "–"}
      ${error ? html`<span class="error">${error}</span>` : nothing}
    </li>`;
  }

  private placeUnder(clientX: number): number | null {
    const x = clientX - this.frameElement.getBoundingClientRect().left;
    const off = (at: number) => Math.abs(this.#frame.x(at) - x);
    const places = placesOf(this.relation);
    return places.length === 0 ? null : places.reduce((near, at) => (off(at) < off(near) ? at : near));
  }

  private followKey(event: KeyboardEvent): void {
    const places = placesOf(this.relation);
    const at = places.indexOf(this.read);
    const last = places.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: last,
    };
    if (event.key === "Escape" && this.pointed !== null) this.pointed = null;
    else if (event.key in moves) this.pointed = places[Math.min(last, Math.max(0, moves[event.key]))] ?? null;
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-relation": InductionRelation;
  }
}
