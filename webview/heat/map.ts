/**
 * <induction-heat-map>: a large heat map of positions against positions, to be read cell by cell, zoomed and moved. What
 * is pointed at and what is seen are its owner's, so that several maps go together. Events "point-cell", "see" and
 * "choose-row".
 */
import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Theme } from "../theme";
import { moved, showingCell, wholeOf, zoomed, type Cell, type Heat, type Seen } from "./heat";
import { drawLabels, gutter, type Labels } from "./labels";
import { keyAction } from "./mapKeys";
import { mapStyles } from "./mapStyles";
import { paintHeat } from "./paint";
import { Drag } from "./drag";

/** Pixels: of a map's side at most, and of a cell. */
const mostSide = 620;
const mostCell = 28;
/** Of a turn of the wheel by a pixel. */
const zoomPerPixel = 1.004;

@customElement("induction-heat-map")
export class HeatMap extends LitElement {
  static override readonly styles = mapStyles;

  @property({ attribute: false }) accessor heat!: Heat;
  @property({ attribute: false }) accessor theme!: Theme;
  /** What the map is. */
  @property() accessor label = "";
  @property({ attribute: false }) accessor labels!: Labels;
  /** What a cell says. */
  @property({ attribute: false }) accessor words: (cell: Cell) => string = () => "";
  @property({ attribute: false }) accessor cell: Cell | null = null;
  /** Null: all of it. */
  @property({ attribute: false }) accessor seen: Seen | null = null;
  /** A row and a column to mark, 0-based; −1: none. */
  @property({ type: Number }) accessor markedRow = -1;
  @property({ type: Number }) accessor markedColumn = -1;

  @state() private accessor width = 0;
  @query(".map") private accessor map!: HTMLElement;
  @query("canvas") private accessor canvas!: HTMLCanvasElement;

  readonly #resized = new ResizeObserver(() => (this.width = this.clientWidth));
  readonly #drag = new Drag((row, column) => this.tellMoved(row, column));

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  protected override render(): TemplateResult {
    const { rows, columns } = this.heat;
    const { cell } = this;
    return html`<div
      class="map"
      role="slider"
      tabindex="0"
      aria-label=${this.label}
      aria-valuemin="1"
      aria-valuemax=${rows * columns}
      aria-valuenow=${cell ? cell.row * columns + cell.column + 1 : 1}
      aria-valuetext=${cell ? this.words(cell) : this.label}
      @keydown=${(event: KeyboardEvent) => this.followKey(event)}
      @blur=${() => this.tell("point-cell", null)}
    >
      <canvas aria-hidden="true"></canvas>
      <div
        class="area"
        @pointerdown=${(event: PointerEvent) => this.#drag.begin(event)}
        @pointermove=${(event: PointerEvent) => this.follow(event)}
        @pointerup=${(event: PointerEvent) => this.release(event)}
        @pointerleave=${() => this.tell("point-cell", null)}
        @wheel=${(event: WheelEvent) => this.turn(event)}
      >
        <i class="row"></i><i class="column"></i><i class="cell"></i>
      </div>
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    const moves = ["cell", "markedRow", "markedColumn", "words", "label"];
    if (Array.from(changed.keys()).some((name) => !moves.includes(String(name)))) this.paint();
    this.frame(".row", this.markedRow >= 0 ? { row: this.markedRow } : null);
    this.frame(".column", this.markedColumn >= 0 ? { column: this.markedColumn } : null);
    this.frame(".cell", this.cell);
  }

  private get inSight(): Seen {
    return this.seen ?? wholeOf(this.heat);
  }

  /** Of the cells, in pixels of the page. */
  private get side(): { readonly width: number; readonly height: number } {
    const { rows, columns } = this.heat;
    const width = Math.max(0, Math.min(this.width - gutter.left, mostSide, columns * mostCell));
    return { width, height: Math.round((width / columns) * rows) };
  }

  private paint(): void {
    const { canvas, heat, theme, labels, inSight } = this;
    const { width, height } = this.side;
    if (width === 0) return;
    const dots = window.devicePixelRatio;
    this.map.style.setProperty("--width", `${width + gutter.left}px`);
    this.map.style.setProperty("--height", `${height + gutter.top}px`);
    canvas.width = Math.round((width + gutter.left) * dots);
    canvas.height = Math.round((height + gutter.top) * dots);
    const context = canvas.getContext("2d");
    if (!context) return;
    const [x, y] = [Math.round(gutter.left * dots), Math.round(gutter.top * dots)];
    const box = { x, y, width: canvas.width - x, height: canvas.height - y };
    paintHeat(context, box, heat, theme.background, inSight);
    context.scale(dots, dots);
    drawLabels(context, labels, inSight, { width, height }, theme);
  }

  /** Puts a frame around a cell, or all along a row or a column. */
  private frame(name: string, cell: Partial<Cell> | null): void {
    const found = this.renderRoot.querySelector<HTMLElement>(name);
    if (!found) return;
    const { left, top, width, height } = this.inSight;
    const side = this.side;
    const [across, down] = [side.width / width, side.height / height];
    found.hidden = cell === null;
    if (cell?.column !== undefined) stretch(found, "X", (cell.column - left) * across, across);
    if (cell?.row !== undefined) stretch(found, "Y", (cell.row - top) * down, down);
  }

  private follow(event: PointerEvent): void {
    const { width, height } = this.inSight;
    const side = this.side;
    if (this.#drag.move(event, side.width / width, side.height / height)) return;
    this.tell("point-cell", this.cellUnder(event));
  }

  private release(event: PointerEvent): void {
    if (this.#drag.end()) return;
    const cell = this.cellUnder(event);
    if (cell) this.tell("choose-row", cell.row);
  }

  private turn(event: WheelEvent): void {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const at = this.placeUnder(event);
    this.tell("see", zoomed(this.inSight, this.heat, zoomPerPixel ** -event.deltaY, at));
  }

  private followKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { heat: all, inSight: seen, cell } = this;
    const action = keyAction(event, { all, seen, cell, first: this.firstCell() });
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    if (action.kind === "choose") this.tell("choose-row", action.row);
    if (action.kind === "see") this.tell("see", action.seen);
    if (action.kind !== "point") return;
    this.tell("point-cell", action.cell);
    const following = action.cell ? showingCell(seen, action.cell) : seen;
    if (following !== seen) this.tell("see", following);
  }

  /** Where the keyboard begins: what the marked row, or the last, attends to most. */
  private firstCell(): Cell {
    const { rows, columns, values } = this.heat;
    const row = this.markedRow >= 0 && this.markedRow < rows ? this.markedRow : rows - 1;
    let column = 0;
    for (let at = 1; at < columns; at++) {
      if (values[row * columns + at] > values[row * columns + column]) column = at;
    }
    return { row, column };
  }

  private cellUnder(event: MouseEvent): Cell | null {
    const { row, column } = this.placeUnder(event);
    const cell = { row: Math.floor(row), column: Math.floor(column) };
    const { rows, columns } = this.heat;
    return cell.row >= 0 && cell.row < rows && cell.column >= 0 && cell.column < columns ? cell : null;
  }

  /** In cells. */
  private placeUnder({ clientX, clientY }: MouseEvent): { readonly row: number; readonly column: number } {
    const box = this.canvas.getBoundingClientRect();
    const { left, top, width, height } = this.inSight;
    const side = this.side;
    return {
      row: top + ((clientY - box.top - gutter.top) / side.height) * height,
      column: left + ((clientX - box.left - gutter.left) / side.width) * width,
    };
  }

  private tellMoved(row: number, column: number): void {
    this.tell("see", moved(this.inSight, this.heat, { row, column }));
  }

  private tell(name: "point-cell" | "see" | "choose-row", detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** Moves a frame and makes it as large as what it goes around, but never too small to see. */
function stretch({ style }: HTMLElement, axis: "X" | "Y", from: number, length: number): void {
  const size = Math.max(3, length);
  style.setProperty(axis === "X" ? "width" : "height", `${size}px`);
  style.setProperty(axis === "X" ? "left" : "top", `${from - (size - length) / 2}px`);
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-heat-map": HeatMap;
  }
}
