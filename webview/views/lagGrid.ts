/**
 * <induction-lag-grid>: the attention of every head to every lag. A table with its numbers where there are few lags;
 * many become colours on a canvas, which tells the number that is pointed at. Heads light up with the page.
 */
import { t } from "@vscode/l10n";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { HeadDescription } from "../../core/inspect";
import { colourOf, type Cell, type Heat } from "../heat";
import { lightsHead, type Look } from "../store";
import { inkOn, seriesCount, styled } from "../theme";
import { describedHeadWord, share, shortShare, signedShare, signedShortShare } from "../words";
import { look } from "./events";
import { lagGridStyles } from "./lagGridStyles";
import { pageStyles } from "./styles";

/** More lags than these leave no room for numbers. */
const mostCells = 12;

@customElement("induction-lag-grid")
export class LagGrid extends LitElement {
  static override readonly styles = [pageStyles, lagGridStyles];

  @property({ attribute: false }) accessor heads!: readonly HeadDescription[];
  /** [H, M], 1 where head h may attend lag i+1. */
  @property({ attribute: false }) accessor lagMask!: Uint8Array;
  @property({ attribute: false }) accessor look!: Look;
  /** Whose attention is taken off, head by head; null: nothing is. */
  @property({ attribute: false }) accessor than: readonly HeadDescription[] | null = null;
  /** The difference that has the strongest colour. */
  @property({ type: Number }) accessor most = 1;
  /** Whether heads have their colours. */
  @property({ type: Boolean }) accessor coloured = false;

  @state() private accessor pointedCell: Cell | null = null;
  /** The row that the tabulator reaches. */
  @state() private accessor row = 0;

  #heat: Heat = { rows: 0, columns: 0, values: [], scale: "share", most: 1 };

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!(["heads", "than", "lagMask", "most"] as const).some((name) => changed.has(name))) return;
    const { heads, than, lagMask, lags } = this;
    const values = Float64Array.from(lagMask, (allowed, at) => {
      const [head, lag] = [Math.floor(at / lags), at % lags];
      return allowed ? heads[head].lagAttention[lag] - (than?.[head].lagAttention[lag] ?? 0) : NaN;
    });
    this.#heat = {
      ...{ rows: heads.length, columns: lags, values },
      ...{ scale: than ? "difference" : "share", most: than ? this.most : 1 },
    };
  }

  protected override render(): TemplateResult {
    return this.lags <= mostCells ? this.table() : this.cells();
  }

  private get lags(): number {
    return this.heads[0].lagAttention.length;
  }

  /** Names of heads in several layers are longer. */
  private get layered(): boolean {
    return this.heads[0].place !== undefined;
  }

  private get label(): string {
    return this.than
      ? t("Change of each head's attention to each lag")
      : t("Attention of each head to each lag");
  }

  private table(): TemplateResult {
    const lags = Array.from({ length: this.lags }, (_, lag) => lag);
    return html`<table class=${this.layered ? "layered" : ""} @pointerleave=${() => this.light(null)}>
      <caption class="hidden">
        ${this.label}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t("lag")}</th>
          ${lags.map((lag) => html`<th scope="col">${lag + 1}</th>`)}
        </tr>
      </thead>
      <tbody @keydown=${(event: KeyboardEvent) => this.followKey(event)}>
        ${this.heads.map(
          ({ head }) =>
            html`<tr
              class=${this.isLit(head) ? "lit" : ""}
              @pointerenter=${() => this.light(head)}
              @focusin=${() => this.light(head)}
              @focusout=${() => this.light(null)}
            >
              <th scope="row" tabindex=${head === this.row ? 0 : -1}>${this.name(head)}</th>
              ${lags.map((lag) => this.tableCell({ row: head, column: lag }))}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private tableCell({ row, column }: Cell): TemplateResult {
    const value = this.#heat.values[row * this.lags + column];
    if (Number.isNaN(value)) {
      const words = t("{0} may not read lag {1}", describedHeadWord(this.heads[row]), column + 1);
      return html`<td class="forbidden" title=${words}><span class="hidden">${t("forbidden")}</span></td>`;
    }
    const colour = colourOf(this.#heat, value, this.look.theme);
    const [long, short] = this.than ? [signedShare, signedShortShare] : [share, shortShare];
    return html`<td ${styled({ "--cell": colour, "--ink": inkOn(colour) })} title=${long(value)}>
      <data value=${value}>${short(value)}</data>
    </td>`;
  }

  private cells(): TemplateResult {
    const { heads, lags, pointedCell } = this;
    return html`<div class=${this.layered ? "strip layered" : "strip"}>
        <div>
          ${heads.map(
            ({ head }) => html`<div class=${this.isLit(head) ? "name lit" : "name"}>${this.name(head)}</div>`,
          )}
        </div>
        <induction-heat-cells
          .heat=${this.#heat}
          .theme=${this.look.theme}
          .label=${this.label}
          .cell=${pointedCell}
          .first=${{ row: 0, column: (heads[0].lag ?? 1) - 1 }}
          .words=${this.words}
          .litRows=${heads.flatMap(({ head }) => (this.isLit(head) ? head : []))}
          @point-cell=${({ detail }: CustomEvent<Cell | null>) => this.point(detail)}
        ></induction-heat-cells>
        <div class="lags" aria-hidden="true"><span>${t("lag {0}", 1)}</span><span>${lags}</span></div>
      </div>
      <p class="reading">${pointedCell ? this.reading(pointedCell) : nothing}</p>`;
  }

  private name(head: number): TemplateResult {
    const colour = this.coloured ? `var(--series-${head % seriesCount})` : "none";
    const mark = this.coloured ? html`<i ${styled({ "--head": colour })}></i>` : nothing;
    return html`${mark}${describedHeadWord(this.heads[head])}`;
  }

  private readonly words = (cell: Cell): string => {
    const value = this.#heat.values[cell.row * this.lags + cell.column];
    return `${this.where(cell)}: ${this.told(value)}`;
  };

  private reading(cell: Cell): TemplateResult {
    const value = this.#heat.values[cell.row * this.lags + cell.column];
    if (Number.isNaN(value)) return html`${this.where(cell)}: ${this.told(value)}`;
    return html`${this.where(cell)}: <data value=${value}>${this.told(value)}</data>`;
  }

  private where({ row, column }: Cell): string {
    return t("{0}, lag {1}", describedHeadWord(this.heads[row]), column + 1);
  }

  private told(value: number): string {
    if (Number.isNaN(value)) return t("forbidden");
    return this.than ? signedShare(value) : share(value);
  }

  private isLit(head: number): boolean {
    return lightsHead(this.look.highlight, head);
  }

  private point(cell: Cell | null): void {
    if (cell?.row !== this.pointedCell?.row) this.light(cell ? cell.row : null);
    this.pointedCell = cell;
  }

  private light(head: number | null): void {
    look(this, { highlight: head === null ? null : { kind: "head", head } });
  }

  private followKey(event: KeyboardEvent): void {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.row = Math.min(this.heads.length - 1, Math.max(0, this.row + by));
    this.renderRoot.querySelectorAll<HTMLElement>("tbody th")[this.row]?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-lag-grid": LagGrid;
  }
}
