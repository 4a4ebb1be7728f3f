/**
 * <induction-heat-cells>: a few rows of many cells as colours, each row with its name, to be read cell by cell with the
 * pointer or the arrow keys. What is pointed at is its owner's, and so are the words. Event "point-cell".
 */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { Theme } from "../theme";
import type { Cell, Heat } from "./heat";
import { steppedCell } from "./mapKeys";
import { fillCanvas } from "./paint";

@customElement("induction-heat-cells")
export class HeatCells extends LitElement {
  static override readonly styles = css`
    .cells {
      position: relative;
      outline-offset: 3px;
    }
    .cells:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
    }
    canvas {
      display: block;
      width: 100%;
      image-rendering: pixelated;
      cursor: crosshair;
    }
    i {
      position: absolute;
      box-sizing: border-box;
      border: 1px solid var(--vscode-foreground);
      pointer-events: none;
    }
    i[hidden] {
      display: none;
    }
    .lit {
      left: 0;
      width: 100%;
    }
  `;

  @property({ attribute: false }) accessor heat!: Heat;
  @property({ attribute: false }) accessor theme!: Theme;
  @property() accessor label = "";
  @property({ attribute: false }) accessor words: (cell: Cell) => string = () => "";
  @property({ attribute: false }) accessor cell: Cell | null = null;
  /** Where reading begins. */
  @property({ attribute: false }) accessor first: Cell = { row: 0, column: 0 };
  /** Of a row, in pixels. */
  @property({ type: Number }) accessor rowHeight = 16;
  @property({ attribute: false }) accessor litRows: readonly number[] = [];

  @query("canvas") private accessor canvas!: HTMLCanvasElement;

  protected override render(): TemplateResult {
    const { rows, columns } = this.heat;
    const at = this.cell ?? this.first;
    return html`<div
      class="cells"
      role="slider"
      tabindex="0"
      aria-label=${this.label}
      aria-valuemin="1"
      aria-valuemax=${rows * columns}
      aria-valuenow=${at.row * columns + at.column + 1}
      aria-valuetext=${this.words(at)}
      @pointermove=${(event: PointerEvent) => this.follow(event)}
      @pointerleave=${() => this.point(null)}
      @keydown=${(event: KeyboardEvent) => this.followKey(event)}
      @focus=${() => this.point(this.first)}
      @blur=${() => this.point(null)}
    >
      <canvas aria-hidden="true"></canvas>
      ${this.litRows.map(() => html`<i class="lit"></i>`)}<i class="cell" ?hidden=${this.cell === null}></i>
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    const { heat, cell, rowHeight } = this;
    this.canvas.style.height = `${heat.rows * rowHeight}px`;
    if (changed.has("heat") || changed.has("theme")) fillCanvas(this.canvas, heat, this.theme.background);
    this.renderRoot.querySelectorAll<HTMLElement>(".lit").forEach((frame, index) => {
      put(frame, { top: this.litRows[index] * rowHeight, height: rowHeight }, "px");
    });
    const frame = this.renderRoot.querySelector<HTMLElement>(".cell");
    if (!frame || !cell) return;
    put(frame, { top: cell.row * rowHeight, height: rowHeight }, "px");
    put(frame, { left: (100 * cell.column) / heat.columns, width: 100 / heat.columns }, "%");
  }

  private follow({ clientX, clientY }: PointerEvent): void {
    const { rows, columns } = this.heat;
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const row = Math.floor(((clientY - top) / height) * rows);
    const column = Math.floor(((clientX - left) / width) * columns);
    const inside = row >= 0 && row < rows && column >= 0 && column < columns;
    this.point(inside ? { row, column } : null);
  }

  private followKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = event.key === "Escape" ? null : steppedCell(this.cell ?? this.first, event, this.heat);
    if (!next && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.point(next);
  }

  private point(cell: Cell | null): void {
    if (cell?.row === this.cell?.row && cell?.column === this.cell?.column) return;
    this.dispatchEvent(new CustomEvent("point-cell", { detail: cell }));
  }
}

function put({ style }: HTMLElement, lengths: Readonly<Record<string, number>>, unit: "px" | "%"): void {
  for (const [name, length] of Object.entries(lengths)) style.setProperty(name, `${length}${unit}`);
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-heat-cells": HeatCells;
  }
}
