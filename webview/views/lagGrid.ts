/**
 * <induction-lag-grid>: the attention of every head to every lag. A table with its numbers where there are few lags;
 * many become a strip of colours on a canvas, which tells a number where it is pointed at.
 */
import { t } from "@vscode/l10n";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { HeadDescription } from "../../core/inspect";
import { heatColour, inkOn, type Theme } from "../theme";
import { share, shortShare } from "../words";
import { styled } from "./styled";
import { pageStyles } from "./styles";

/** More lags than these leave no room for numbers. */
const mostCells = 12;
/** Of a strip's row, in pixels of the page. */
const rowHeight = 16;

@customElement("induction-lag-grid")
export class LagGrid extends LitElement {
  static override readonly styles = [
    pageStyles,
    css`
      table {
        width: 100%;
        max-width: 440px;
        border-spacing: 2px;
        table-layout: fixed;
      }
      th {
        padding: 0;
        color: var(--muted);
        font-size: 0.92em;
        font-weight: normal;
      }
      th:first-child {
        width: 4.2em;
        text-align: left;
        white-space: nowrap;
      }
      td {
        height: 26px;
        padding: 0;
        border-radius: 2px;
        background: var(--cell);
        color: var(--ink);
        text-align: center;
      }
      td.forbidden {
        background: none;
        color: var(--muted);
      }
      .strip {
        display: grid;
        grid-template-columns: 4.2em minmax(0, 1fr);
        color: var(--muted);
        font-size: 0.92em;
        line-height: 16px;
      }
      canvas {
        width: 100%;
        image-rendering: pixelated;
      }
      .lags {
        display: flex;
        grid-column: 2;
        justify-content: space-between;
      }
      p {
        min-height: 1.4em;
        margin: 4px 0 0;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) accessor heads!: readonly HeadDescription[];
  /** [H, M], 1 where head h may attend lag i+1. */
  @property({ attribute: false }) accessor lagMask!: Uint8Array;
  @property({ attribute: false }) accessor theme!: Theme;

  @state() private accessor pointedCell: { readonly head: number; readonly lag: number } | null = null;
  @query("canvas") private accessor canvas!: HTMLCanvasElement | null;

  protected override render(): TemplateResult {
    return this.lags.length <= mostCells ? this.table() : this.strip();
  }

  protected override updated(): void {
    if (this.canvas) this.paint(this.canvas);
  }

  private get lags(): number[] {
    return Array.from(this.heads[0].lagAttention, (_, index) => index + 1);
  }

  private table(): TemplateResult {
    return html`<table>
      <caption class="hidden">
        ${t("Attention of each head to each lag")}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t("lag")}</th>
          ${this.lags.map((lag) => html`<th scope="col">${lag}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${this.heads.map(
          (head) =>
            html`<tr>
              <th scope="row">${t("head {0}", head.head + 1)}</th>
              ${this.lags.map((lag) => this.cell(head, lag))}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private cell(head: HeadDescription, lag: number): TemplateResult {
    const value = head.lagAttention[lag - 1];
    if (!this.lagMask[head.head * this.lags.length + lag - 1]) {
      const words = t("head {0} may not read lag {1}", head.head + 1, lag);
      return html`<td class="forbidden" title=${words}><span class="hidden">${t("forbidden")}</span></td>`;
    }
    const colour = heatColour(value, this.theme.background);
    return html`<td ${styled({ "--cell": colour, "--ink": inkOn(colour) })} title=${share(value)}>
      <data value=${value}>${shortShare(value)}</data>
    </td>`;
  }

  private strip(): TemplateResult {
    const { heads, lags } = this;
    return html`<div class="strip">
        <div>${heads.map(({ head }) => html`<div>${t("head {0}", head + 1)}</div>`)}</div>
        <canvas
          role="img"
          aria-label=${t("Attention of each head to each lag")}
          aria-describedby="most"
          ${styled({ height: `${heads.length * rowHeight}px` })}
          @pointermove=${(event: PointerEvent) => this.follow(event)}
          @pointerleave=${() => (this.pointedCell = null)}
        ></canvas>
        <div class="lags" aria-hidden="true"><span>${t("lag {0}", 1)}</span><span>${lags.length}</span></div>
      </div>
      <p class="muted" aria-hidden="true">${this.pointedWords()}</p>
      <ul id="most" class="hidden">
        ${heads.map((head) => html`<li>${this.readingWords(head, head.lag)}</li>`)}
      </ul>`;
  }

  private pointedWords(): string | typeof nothing {
    if (!this.pointedCell) return nothing;
    const { head, lag } = this.pointedCell;
    return this.readingWords(this.heads[head], lag);
  }

  private readingWords({ head, lagAttention }: HeadDescription, lag: number | null): string {
    if (lag === null) return t("head {0} may read no lag", head + 1);
    return t("head {0}, lag {1}: {2}", head + 1, lag, share(lagAttention[lag - 1]));
  }

  /** One pixel a cell; the style sheet makes it large. */
  private paint(canvas: HTMLCanvasElement): void {
    const { heads, lags, theme } = this;
    if (canvas.width !== lags.length) canvas.width = lags.length;
    if (canvas.height !== heads.length) canvas.height = heads.length;
    const ink = canvas.getContext("2d");
    if (!ink) return;
    ink.clearRect(0, 0, canvas.width, canvas.height);
    for (const { head, lagAttention } of heads) {
      lagAttention.forEach((value, lag) => {
        if (!this.lagMask[head * lags.length + lag]) return;
        ink.fillStyle = heatColour(value, theme.background);
        ink.fillRect(lag, head, 1, 1);
      });
    }
  }

  private follow({ offsetX, offsetY }: PointerEvent): void {
    if (!this.canvas) return;
    const lag = Math.floor((offsetX / this.canvas.clientWidth) * this.lags.length) + 1;
    const head = Math.floor(offsetY / rowHeight);
    const inside = lag >= 1 && lag <= this.lags.length && head >= 0 && head < this.heads.length;
    this.pointedCell = inside ? { head, lag } : null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-lag-grid": LagGrid;
  }
}
