/**
 * <induction-head-matrices>: W_QK and W_OV of every head as small heat maps, token against token; nothing where heads have
 * none of their own, or where they are of no tokens. Colours are shared by the heads, 0 is neutral.
 */
import { t } from "@vscode/l10n";
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { tokenName } from "../../core/inspect";
import "../figures";
import type { Cell } from "../heat";
import { lightsHead, type Circuit, type Look } from "../store";
import { seriesCount, styled } from "../theme";
import { decimal, headWord } from "../words";
import { look } from "./events";
import { matricesFigure, matricesOf, type HeadMatrices, type Matrix } from "./headMatricesFigure";
import { pageStyles } from "./styles";

/** Pixels of a cell at most, of a matrix, and of a cell that has room for its token beside it. */
const mostCell = 24;
const mostSide = 240;
const letterRoom = 12;

interface Pointed {
  readonly kind: HeadMatrices["kind"];
  readonly head: number;
  readonly cell: Cell;
}

@customElement("induction-head-matrices")
export class HeadMatricesView extends LitElement {
  static override readonly styles = [
    pageStyles,
    css`
      induction-figure {
        display: block;
        margin-top: 14px;
      }
      h3 {
        margin: 0 0 6px;
        padding-right: 28px;
      }
      .heads {
        display: flex;
        flex-wrap: wrap;
        gap: 10px 22px;
      }
      .name {
        margin-bottom: 2px;
        color: var(--muted);
        font-size: 0.92em;
      }
      .name.lit {
        color: var(--vscode-foreground);
        font-weight: 600;
      }
      .name i {
        display: inline-block;
        width: 8px;
        height: 8px;
        margin-right: 6px;
        background: var(--head);
      }
      .matrix {
        display: grid;
        grid-template-columns: auto var(--side);
        gap: 2px 5px;
        color: var(--muted);
        font-size: 0.85em;
        font-family: var(--vscode-editor-font-family, monospace);
      }
      .columns {
        display: flex;
        grid-column: 2;
      }
      .columns span {
        width: var(--cell);
        text-align: center;
      }
      .rows span {
        display: block;
        height: var(--cell);
        line-height: var(--cell);
      }
      .reading {
        min-height: 1.4em;
        margin: 4px 0 0;
        color: var(--muted);
        font-size: 0.92em;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) accessor circuit!: Circuit;
  @property({ attribute: false }) accessor look!: Look;
  /** Whether heads have their colours. */
  @property({ type: Boolean }) accessor coloured = false;

  @state() private accessor pointed: Pointed | null = null;
  #matrices: readonly HeadMatrices[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("circuit")) this.#matrices = matricesOf(this.circuit);
  }

  protected override render(): TemplateResult {
    return html`${this.#matrices.map((matrices) => this.figure(matrices))}`;
  }

  private figure(matrices: HeadMatrices): TemplateResult {
    const { theme } = this.look;
    const pointed = this.pointed?.kind === matrices.kind ? this.pointed : null;
    return html`<induction-figure .figure=${matricesFigure(this.circuit.model, matrices)} .theme=${theme}>
      <h3 class="muted">${matrices.sentence}</h3>
      <div class="heads">${matrices.heads.map((matrix) => this.matrix(matrices, matrix))}</div>
      <p class="reading">${pointed ? this.reading(matrices, pointed) : nothing}</p>
      <induction-heat-legend
        .label=${matrices.name}
        .scale=${"difference"}
        .most=${matrices.most}
        .theme=${theme}
      ></induction-heat-legend>
    </induction-figure>`;
  }

  private matrix(matrices: HeadMatrices, { head, heat }: Matrix): TemplateResult {
    const { model } = this.circuit;
    const size = model.alphabetSize;
    const cell = Math.max(2, Math.min(mostCell, Math.floor(mostSide / size)));
    const told = cell >= letterRoom;
    const tokens = Array.from({ length: told ? size : 0 }, (_, token) => tokenName(token, size));
    const { pointed } = this;
    const isPointed = pointed?.kind === matrices.kind && pointed.head === head;
    const colour = this.coloured ? `var(--series-${head % seriesCount})` : "none";
    return html`<div>
      <div class=${lightsHead(this.look.highlight, head) ? "name lit" : "name"}>
        ${this.coloured ? html`<i ${styled({ "--head": colour })}></i>` : nothing}${headWord(model, head)}
      </div>
      <div class="matrix" ${styled({ "--cell": `${cell}px`, "--side": `${cell * size}px` })}>
        <div class="columns" aria-hidden="true">${tokens.map((name) => html`<span>${name}</span>`)}</div>
        <div class="rows" aria-hidden="true">${tokens.map((name) => html`<span>${name}</span>`)}</div>
        <induction-heat-cells
          .heat=${heat}
          .theme=${this.look.theme}
          .rowHeight=${cell}
          .label=${t("{0} of {1}", matrices.name, headWord(model, head))}
          .cell=${isPointed ? pointed.cell : null}
          .words=${(at: Cell) => this.words(matrices, head, at)}
          @point-cell=${({ detail }: CustomEvent<Cell | null>) => this.point(matrices.kind, head, detail)}
        ></induction-heat-cells>
      </div>
    </div>`;
  }

  private words(matrices: HeadMatrices, head: number, cell: Cell): string {
    return `${this.where(matrices, head, cell)}: ${decimal(valueAt(matrices, head, cell))}`;
  }

  private reading(matrices: HeadMatrices, { head, cell }: Pointed): TemplateResult {
    const value = valueAt(matrices, head, cell);
    return html`${this.where(matrices, head, cell)}: <data value=${value}>${decimal(value)}</data>`;
  }

  /** `head 1, A looks for B` */
  private where({ kind }: HeadMatrices, head: number, { row, column }: Cell): string {
    const { model } = this.circuit;
    const [one, other] = [row, column].map((token) => tokenName(token, model.alphabetSize));
    const name = headWord(model, head);
    return kind === "match"
      ? t("{0}, {1} looks for {2}", name, one, other)
      : t("{0}, {1} brings {2}", name, one, other);
  }

  private point(kind: HeadMatrices["kind"], head: number, cell: Cell | null): void {
    this.pointed = cell && { kind, head, cell };
    look(this, { highlight: cell && { kind: "head", head } });
  }
}

function valueAt({ heads }: HeadMatrices, head: number, { row, column }: Cell): number {
  const { columns, values } = heads[head].heat;
  return values[row * columns + column];
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-head-matrices": HeadMatricesView;
  }
}
