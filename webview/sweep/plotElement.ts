/**
 * <induction-sweep-plot>: a measure of the members against one or two of what they differ in. With the pointer or the
 * arrow keys on a dot or a cell, a line below says what it is; a click or Enter opens that member, or of a cell lists
 * its members (events "open-member" and "choose-members").
 */
import { t } from "@vscode/l10n";
import { html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { unsafeSVG } from "lit/directives/unsafe-svg.js";
import "../figures";
import type { Figure } from "../figures";
import type { Theme } from "../theme";
import type { SweepColumn } from "./columns";
import { tell } from "./events";
import { sweepFigure } from "./figure";
import { frameOf, gutterOf, type Frame } from "./frame";
import { bodyOf } from "./picture";
import type { SweepPlot } from "./plot";
import { plotLegend } from "./plotLegend";
import { plotStyles } from "./plotStyles";
import { readingOf, targetAfter, targetAt, targetsOf, wordsOf, type Target } from "./targets";

/** Pixels. */
const leastWidth = 240;
const tallest = 400;

@customElement("induction-sweep-plot")
export class SweepPlotElement extends LitElement {
  static override readonly styles = plotStyles;

  @property({ attribute: false }) accessor plot!: SweepPlot;
  /** What a row of its table tells of every member. */
  @property({ attribute: false }) accessor fields!: readonly SweepColumn[];
  @property({ attribute: false }) accessor theme!: Theme;

  @state() private accessor width = 0;
  /** −1: nothing. */
  @state() private accessor pointed = -1;
  @query(".frame") private accessor area!: HTMLElement;

  #figure!: Figure;
  #drawing = "";
  #targets: readonly Target[] = [];
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
    if (!["plot", "theme", "width", "fields"].some((name) => changed.has(name))) return;
    const frame = this.frame();
    this.#figure = sweepFigure(this.plot, this.fields);
    this.#targets = targetsOf(this.plot, frame);
    // Everything in it was escaped when it was written.
    this.#drawing = this.width > 0 ? bodyOf(this.plot, frame, this.theme).join("") : "";
    if (this.pointed >= this.#targets.length) this.pointed = -1;
  }

  protected override render(): TemplateResult {
    const { plot, theme } = this;
    const { width, height } = this.size;
    const target = this.#targets.at(this.pointed);
    const pointed = this.pointed < 0 ? undefined : target;
    return html`<induction-figure .figure=${this.#figure} .theme=${theme}>
        <div class="top">${plotLegend(plot, theme)}</div>
        <div
          class="frame"
          role="slider"
          tabindex="0"
          aria-label=${plot.label}
          aria-valuemin="0"
          aria-valuemax=${this.#targets.length}
          aria-valuenow=${this.pointed + 1}
          aria-valuetext=${pointed ? wordsOf(plot, pointed) : plot.label}
          aria-keyshortcuts="Enter"
          @pointermove=${(event: PointerEvent) => this.follow(event)}
          @pointerleave=${() => (this.pointed = -1)}
          @click=${() => this.choose()}
          @keydown=${(event: KeyboardEvent) => this.followKey(event)}
          @blur=${() => (this.pointed = -1)}
        >
          <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true">
            ${unsafeSVG(this.#drawing)}${pointed ? mark(pointed, theme) : nothing}
          </svg>
        </div>
      </induction-figure>
      <p class="reading">${pointed ? readingOf(plot, pointed) : this.hint}</p>`;
  }

  private get hint(): string {
    return this.plot.drawing === "cells"
      ? t("Each cell is the mean of its members. Point at one to read it; a click lists its members.")
      : t(
          "Each dot is a member, each ring a mean with its 95 % interval. A click on a dot opens its inspector.",
        );
  }

  private get size(): { readonly width: number; readonly height: number } {
    const width = Math.max(leastWidth, this.width);
    return { width, height: Math.round(Math.min(tallest, Math.max(260, 0.55 * width))) };
  }

  private frame(): Frame {
    const { width, height } = this.size;
    return frameOf(this.plot, {
      ...{ left: gutterOf(this.plot), right: width - 12 },
      ...{ top: 24, bottom: height - 42 },
    });
  }

  private follow({ clientX, clientY }: PointerEvent): void {
    const { left, top } = this.area.getBoundingClientRect();
    this.pointed = targetAt(this.#targets, clientX - left, clientY - top);
  }

  private followKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") this.choose();
    const next = targetAfter(this.#targets, this.pointed, event.key);
    if (next === undefined && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (next !== undefined) this.pointed = next;
  }

  private choose(): void {
    const target = this.pointed < 0 ? undefined : this.#targets.at(this.pointed);
    if (!target) return;
    if (target.kind === "dot") {
      tell(this, "open-member", target.dot.member.index);
      return;
    }
    const [words] = wordsOf(this.plot, target).split(": ");
    tell(this, "choose-members", { words, members: target.cell.members.map(({ index }) => index) });
  }
}

/** Around what is pointed at. */
function mark(target: Target, { foreground }: Theme) {
  if (target.kind === "dot") {
    return svg`<circle cx=${target.x} cy=${target.y} r="6.5" fill="none" stroke=${foreground} stroke-width="1.5" />`;
  }
  const { x, y, width, height } = target;
  return svg`<rect x=${x + 0.5} y=${y + 0.5} width=${Math.max(1, width - 1)} height=${Math.max(1, height - 1)} rx="2" fill="none" stroke=${foreground} />`;
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-sweep-plot": SweepPlotElement;
  }
}
