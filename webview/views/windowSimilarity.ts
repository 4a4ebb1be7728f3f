/**
 * <induction-window-similarity>: what the selector, or an MLP in its place, does: k between the windows of the traced
 * sequence as a heat map, windows with equal tokens at the lags that count beside each other.
 */
import { t } from "@vscode/l10n";
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { knowsPlace, windowSimilarity, type WindowSimilarity } from "../../core/inspect";
import { firstKeyOf, hasSelector, looksAtItself } from "../../core/model";
import "../figures";
import type { Cell, Heat, Seen } from "../heat";
import type { Circuit, Look } from "../store";
import { grouped, share, tooLongSentence } from "../words";
import { pageStyles } from "./styles";
import { similarityFigure, similarityHeat, windowLabels, windowName } from "./windowSimilarityFigure";

@customElement("induction-window-similarity")
export class WindowSimilarityView extends LitElement {
  static override readonly styles = [
    pageStyles,
    css`
      :host {
        margin-bottom: 18px;
      }
      h3 {
        margin: 0 0 2px;
        padding-right: 28px;
      }
      p {
        margin: 0 0 6px;
        color: var(--muted);
        font-size: 0.92em;
        line-height: 1.45;
      }
      /* Beside it are columns that say more. */
      induction-heat-map {
        max-width: 270px;
      }
      .reading {
        min-height: 1.4em;
        margin: 4px 0 0 40px;
        overflow-wrap: anywhere;
        font-variant-numeric: tabular-nums;
      }
      .window {
        font-family: var(--vscode-editor-font-family, monospace);
      }
      induction-heat-legend {
        margin-left: 40px;
      }
    `,
  ];

  @property({ attribute: false }) accessor circuit!: Circuit;
  /** Of the traced sequence; null where there is none yet. */
  @property({ attribute: false }) accessor tokens: Uint8Array | null = null;
  /** 0-based: the windows are those up to there. */
  @property({ type: Number }) accessor position = 0;
  @property({ attribute: false }) accessor look!: Look;

  @state() private accessor cell: Cell | null = null;
  /** Null: all of it. */
  @state() private accessor seen: Seen | null = null;
  #similarity: WindowSimilarity | null = null;
  #heat: Heat | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!(["circuit", "tokens", "position"] as const).some((name) => changed.has(name))) return;
    const { circuit, tokens, position } = this;
    const before = this.#similarity;
    const computable = tokens !== null && this.obstacle() === "";
    this.#similarity = computable
      ? windowSimilarity(circuit.model, circuit.parameters, tokens.subarray(0, position))
      : null;
    this.#heat = this.#similarity && similarityHeat(circuit.model, this.#similarity);
    if (before?.queries.length !== this.#similarity?.queries.length) this.cell = this.seen = null;
    if (before?.keys.length !== this.#similarity?.keys.length) this.cell = this.seen = null;
  }

  protected override render(): TemplateResult {
    const heading = hasSelector(this.circuit.model)
      ? t("k between windows: which the selector finds alike")
      : t("k between windows: which the MLP finds alike");
    if (!this.#similarity || !this.#heat) {
      return html`<h3 class="muted">${heading}</h3>
        <p>${this.obstacle()}</p>`;
    }
    return this.map(heading, this.#similarity, this.#heat);
  }

  private map(heading: string, similarity: WindowSimilarity, heat: Heat): TemplateResult {
    const { circuit, position, cell } = this;
    const { theme } = this.look;
    const { alphabetSize } = circuit.model;
    return html`<induction-figure
        .figure=${similarityFigure(heading, circuit, similarity, heat)}
        .theme=${theme}
      >
        <h3 class="muted">${heading}</h3>
        <p>${this.explanation(similarity)}</p>
        <induction-heat-map
          .heat=${heat}
          .theme=${theme}
          .label=${heading}
          .labels=${windowLabels(similarity, alphabetSize)}
          .words=${(at: Cell) => this.words(similarity, heat, at)}
          .cell=${cell}
          .seen=${this.seen}
          .markedRow=${similarity.queries.findIndex((window) => window.position === position)}
          @point-cell=${({ detail }: CustomEvent<Cell | null>) => (this.cell = detail)}
          @see=${({ detail }: CustomEvent<Seen | null>) => (this.seen = detail)}
        ></induction-heat-map>
      </induction-figure>
      <p class="reading">${cell ? this.reading(similarity, heat, cell) : nothing}</p>
      <induction-heat-legend
        .label=${"k"}
        .scale=${heat.scale}
        .most=${heat.most}
        .theme=${theme}
      ></induction-heat-legend>`;
  }

  /** What stands in the way; empty where nothing does. */
  private obstacle(): string {
    const { tokens, position, circuit } = this;
    const { model } = circuit;
    if (!tokens) return t("The windows are those of the traced sequence, which is on its way.");
    if (tokens.some((token) => token >= model.alphabetSize)) {
      return t("The sequence has tokens that this run does not know.");
    }
    if (!knowsPlace(model, position)) return tooLongSentence(model);
    return position <= firstKeyOf(model) ? t("There is no whole window before the traced place.") : "";
  }

  private explanation({ queries, keys, distinct, byPosition }: WindowSimilarity): string {
    const count = grouped(queries.length);
    const all = grouped(distinct);
    const which = byPosition
      ? queries.length < distinct
        ? t("The last {0} of {1} places of the traced sequence", count, all)
        : t("All {0} places of the traced sequence", count)
      : queries.length < distinct
        ? t("The {0} most frequent of {1} windows of the traced sequence", count, all)
        : t("All {0} windows of the traced sequence", count);
    return looksAtItself(this.circuit.model)
      ? t(
          "{0}, ordered by the tokens that count: rows ask, {1} columns are looked at, each with the token that stands behind it.",
          ...[which, grouped(keys.length)],
        )
      : t("{0}, ordered by the tokens that count: rows ask, columns are looked at.", which);
  }

  private words({ queries, keys }: WindowSimilarity, heat: Heat, cell: Cell): string {
    const { alphabetSize } = this.circuit.model;
    const [query, key] = [queries[cell.row], keys[cell.column]];
    const value = heat.values[cell.row * heat.columns + cell.column];
    return t(
      "{0} asks, {1} is looked at: k {2}",
      ...[this.named(query, alphabetSize), this.named(key, alphabetSize), share(value)],
    );
  }

  private named(window: WindowSimilarity["queries"][number], alphabetSize: number): string {
    const name = windowName(window, alphabetSize);
    return this.#similarity?.byPosition ? t("{0} at place {1}", name, window.position + 1) : name;
  }

  private reading({ queries, keys }: WindowSimilarity, heat: Heat, cell: Cell): TemplateResult {
    const { alphabetSize } = this.circuit.model;
    const value = heat.values[cell.row * heat.columns + cell.column];
    const name = (window: WindowSimilarity["queries"][number]) =>
      html`<span class="window">${this.named(window, alphabetSize)}</span>`;
    return html`${name(queries[cell.row])} ${t("asks,")} ${name(keys[cell.column])} ${t("is looked at: k")}
      <data value=${value}>${share(value)}</data>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-window-similarity": WindowSimilarityView;
  }
}
