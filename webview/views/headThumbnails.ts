/**
 * <induction-head-thumbnails>: the heads that copy beside each other as small maps, of which one is chosen to be
 * seen large. Events "choose-head" and "light-head" with a head from 0.
 */
import { t } from "@vscode/l10n";
import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { firstLayerPattern, weightsUnder, type Interventions } from "../../core/inspect";
import { fillCanvas } from "../heat";
import { lightsHead, type Circuit, type Highlight } from "../store";
import { seriesCount, styled, type Theme } from "../theme";
import { headWord } from "../words";
import { mostAttention, reachOf } from "./runMap";

/**
 * Positions that a small map shows at least. Where heads go by relative positions every row is the same band, so the
 * beginning says it all; otherwise more of it is shown.
 */
const leastPositions = 12;
const morePositions = 40;

@customElement("induction-head-thumbnails")
export class HeadThumbnails extends LitElement {
  static override readonly styles = css`
    div {
      display: flex;
      flex-wrap: wrap;
      gap: 12px 18px;
    }
    button {
      display: grid;
      justify-items: start;
      gap: 4px;
      padding: 0 0 3px;
      border: 0;
      border-bottom: 2px solid transparent;
      background: none;
      color: var(--vscode-descriptionForeground);
      font: inherit;
      font-size: 0.92em;
      cursor: pointer;
    }
    button[aria-pressed="true"] {
      border-bottom-color: currentColor;
    }
    button[aria-pressed="true"],
    button:hover,
    button.lit {
      color: var(--vscode-foreground);
    }
    button:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: 3px;
    }
    canvas {
      width: 84px;
      height: 84px;
      image-rendering: pixelated;
    }
    i {
      display: inline-block;
      width: 8px;
      height: 8px;
      margin-right: 6px;
      background: var(--head);
    }
  `;

  @property({ attribute: false }) accessor circuit!: Circuit;
  @property({ attribute: false }) accessor interventions!: Interventions;
  /** L. */
  @property({ attribute: false }) accessor tokens = new Uint8Array();
  @property({ attribute: false }) accessor theme!: Theme;
  @property({ attribute: false }) accessor highlight: Highlight | null = null;
  /** 0-based. */
  @property({ type: Number }) accessor chosen = 0;

  protected override render(): TemplateResult {
    return html`<div role="group" aria-label=${this.label}>
      ${this.circuit.heads.map(
        ({ head }) =>
          html`<button
            class=${lightsHead(this.highlight, head) ? "lit" : ""}
            aria-pressed=${head === this.chosen}
            @click=${() => this.tell("choose-head", head)}
            @pointerenter=${() => this.tell("light-head", head)}
            @pointerleave=${() => this.tell("light-head", null)}
          >
            <canvas aria-hidden="true"></canvas>
            <span
              ><i ${styled({ "--head": `var(--series-${head % seriesCount})` })}></i
              >${this.nameOf(head)}</span
            >
          </button>`,
      )}
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const painted = ["circuit", "interventions", "tokens", "theme"] as const;
    if (!painted.some((name) => changed.has(name))) return;
    const { model, parameters } = this.circuit;
    const weights = weightsUnder(model, parameters, this.interventions);
    const most = mostAttention(weights);
    const isBand = model.family !== "full" && model.family !== "absolute";
    const least = isBand ? leastPositions : morePositions;
    const tokens = this.tokens.subarray(0, Math.max(least, 2 * model.window));
    this.renderRoot.querySelectorAll("canvas").forEach((canvas, head) => {
      const pattern = firstLayerPattern(model, weights, head, tokens);
      fillCanvas(canvas, { ...pattern, scale: "share", most, reach: reachOf(model) }, this.theme.background);
    });
  }

  private get label(): string {
    return this.circuit.model.family === "deep" ? t("Heads that copy") : t("Heads of the first layer");
  }

  /** With the lag that it reads most, or what was made of it in the trace. */
  private nameOf(head: number): string {
    const { headsOff, forcedLags } = this.interventions;
    const { lag } = this.circuit.heads[head];
    const name = headWord(this.circuit.model, head);
    const forced = forcedLags.get(head);
    if (headsOff.includes(head)) return t("{0} · off", name);
    if (forced !== undefined && forced <= this.circuit.model.window) {
      return t("{0} · forced to lag {1}", name, forced);
    }
    return lag === null ? name : t("{0} · lag {1}", name, lag);
  }

  private tell(name: "choose-head" | "light-head", detail: number | null): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-head-thumbnails": HeadThumbnails;
  }
}
