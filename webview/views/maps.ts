/**
 * <induction-maps>: who attends to whom over the traced sequence, as maps of positions against positions: of a head of
 * the layers that copy, or of the one that votes, at the step that the page stands on; for each run that is compared.
 */
import { t } from "@vscode/l10n";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { knowsPlace } from "../../core/inspect";
import { looksAtItself } from "../../core/model";
import { button } from "../controls";
import "../figures";
import type { Cell, Labels, Seen } from "../heat";
import { isComparison, runColour } from "../plots";
import { isUntouched, withPosition, type Circuit, type ShownRun, type Traced } from "../store";
import { grouped, headWord, lastLayerWord, theLastLayer, tooLongSentence } from "../words";
import { look, setTraced } from "./events";
import "./headThumbnails";
import { mapFigure } from "./mapFigure";
import { mapsStyles } from "./mapsStyles";
import { cellSentence, mapLabels } from "./mapWords";
import { notYet, Part } from "./part";
import { runLabel, runLabelStyles } from "./runLabel";
import { RunMap, type MapWish } from "./runMap";
import { pageStyles } from "./styles";

@customElement("induction-maps")
export class AttentionMaps extends Part {
  static override readonly styles = [pageStyles, runLabelStyles, mapsStyles];

  @property({ attribute: false }) accessor traced!: Traced;

  @state() private accessor layer: 1 | 2 = 2;
  /** 0-based. */
  @state() private accessor head = 0;
  @state() private accessor cell: Cell | null = null;
  /** Null: all of it. */
  @state() private accessor seen: Seen | null = null;

  /** By the run's folder. */
  readonly #maps = new Map<string, RunMap>();
  #sequence: Uint8Array | null = null;
  #tokens: Uint8Array = new Uint8Array();
  /** By alphabet; made anew with other tokens. */
  readonly #labels = new Map<number, Labels>();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.forgetMaps(() => true);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.takeTokens();
    const wishes = new Map(this.shown.map((run) => [run.facts.run, this.wishOf(run)]));
    this.forgetMaps((run) => !wishes.get(run));
    const stepWasChosen = changed.has("look") && changed.get("look")?.chosen !== this.look.chosen;
    for (const [run, wish] of wishes) {
      if (!wish) continue;
      const known = this.#maps.get(run);
      if (known) known.want(wish, !stepWasChosen);
      else this.#maps.set(run, new RunMap(wish, () => this.requestUpdate()));
    }
  }

  protected override render(): TemplateResult {
    return html`<div class="heading">
        <h2>${t("Attention maps")}</h2>
        <induction-toggle
          .label=${t("Layer")}
          .options=${[
            { value: "1", text: this.copyingWord() },
            { value: "2", text: t("{0}: matches", lastLayerWord(this.main.model)) },
          ]}
          .value=${String(this.layer)}
          @toggle=${({ detail }: CustomEvent<string>) => (this.layer = detail === "1" ? 1 : 2)}
        ></induction-toggle>
      </div>
      ${this.#tokens.length === 0 ? noSequence() : this.maps()}`;
  }

  private get shown(): readonly ShownRun[] {
    return isComparison(this.runs) ? this.runs.filter(({ role }) => role !== "ghost") : [this.main];
  }

  /** What stands before the output; of data the last token is what it should say. */
  private takeTokens(): void {
    const { position } = this.traced;
    const sequence = this.traced.sequence?.tokens ?? null;
    const length = sequence ? Math.max(sequence.length - 1, position) : 0;
    if (this.#sequence === sequence && this.#tokens.length === length) return;
    if (this.#tokens.length !== length) this.seen = this.cell = null;
    this.#labels.clear();
    this.#sequence = sequence;
    this.#tokens = sequence?.subarray(0, length) ?? new Uint8Array();
  }

  /** Null where there is no circuit, or a token that the run's alphabet does not have. */
  private wishOf(run: ShownRun): MapWish | null {
    const circuit = this.circuit(run);
    if (!circuit || this.#tokens.length === 0) return null;
    if (this.#tokens.some((token) => token >= circuit.model.alphabetSize)) return null;
    if (!knowsPlace(circuit.model, this.#tokens.length)) return null;
    const head = this.layer === 2 ? null : Math.min(this.head, circuit.model.heads - 1);
    return { circuit, interventions: this.traced.interventions, tokens: this.#tokens, head };
  }

  private forgetMaps(which: (run: string) => boolean): void {
    for (const [run, map] of this.#maps) {
      if (!which(run)) continue;
      map.cancel();
      this.#maps.delete(run);
    }
  }

  private maps(): TemplateResult {
    const circuit = this.circuit(this.main);
    return html`<p class="caption">${this.caption()}</p>
      ${this.layer === 1 && circuit ? this.thumbnails(circuit) : nothing}
      <div class="maps">${this.shown.map((run) => this.map(run))}</div>
      ${this.seen ? button({ label: t("Show All"), look: "secondary", onClick: () => (this.seen = null) }) : nothing}
      <p class="hint muted">
        ${t("Arrow keys read cell by cell, Enter or a click traces the row. + and − or Ctrl and the wheel zoom, dragging moves, 0 shows all.")}
      </p>`;
  }

  private caption(): string {
    return this.layer === 1
      ? this.copyingCaption()
      : t("Each row is a place, each column one before it that it may look at.");
  }

  private copyingWord(): string {
    const { model } = this.main;
    return model?.family === "deep"
      ? t("layers 1 to {0}: copy", model.copierLayers)
      : t("first layer: copies");
  }

  private copyingCaption(): string {
    const { model } = this.main;
    const head = headWord(model, Math.min(this.head, (model?.heads ?? 1) - 1));
    return model && looksAtItself(model)
      ? t("Each row is a place, each column one before it, or itself, that {0} may copy from.", head)
      : t("Each row is a place, each column one before it that {0} may copy from.", head);
  }

  private thumbnails(circuit: Circuit): TemplateResult {
    return html`<induction-head-thumbnails
      .circuit=${circuit}
      .interventions=${this.traced.interventions}
      .tokens=${this.#tokens}
      .theme=${this.look.theme}
      .highlight=${this.look.highlight}
      .chosen=${Math.min(this.head, circuit.model.heads - 1)}
      @choose-head=${({ detail }: CustomEvent<number>) => (this.head = detail)}
      @light-head=${({ detail }: CustomEvent<number | null>) =>
        look(this, { highlight: detail === null ? null : { kind: "head", head: detail } })}
    ></induction-head-thumbnails>`;
  }

  private map(run: ShownRun): TemplateResult {
    const map = this.#maps.get(run.facts.run);
    const name = isComparison(this.runs) ? runLabel(run, runColour(this.runs, run)) : nothing;
    if (!map) return html`<section>${name}${this.noMap(run)}</section>`;
    const { heat, shown } = map;
    const { theme, highlight } = this.look;
    const { step, model } = shown.circuit;
    const label =
      shown.head === null
        ? t("Attention of {0}", theLastLayer(model))
        : t("Attention of {0}", headWord(model, shown.head));
    const where = t("{0}, step {1}", label, grouped(step));
    const heading = isUntouched(this.traced) ? where : t("{0}, as changed in the trace", where);
    const rows =
      map.done < heat.rows ? `: ${t("{0} of {1} rows", grouped(map.done), grouped(heat.rows))}` : nothing;
    const sentence = cellSentence(shown, heat);
    return html`<section>
      ${name}
      <induction-figure .figure=${mapFigure(shown, heat)} .theme=${theme}>
        <h3 class="muted">${heading}${rows}</h3>
        <induction-heat-map
          .heat=${heat}
          .theme=${theme}
          .label=${label}
          .labels=${this.labelsOf(model.alphabetSize)}
          .words=${sentence.text}
          .cell=${this.cell}
          .seen=${this.seen}
          .markedRow=${this.traced.position}
          .markedColumn=${highlight?.kind === "position" ? highlight.position : -1}
          @point-cell=${({ detail }: CustomEvent<Cell | null>) => this.point(detail)}
          @see=${({ detail }: CustomEvent<Seen | null>) => (this.seen = detail)}
          @choose-row=${({ detail }: CustomEvent<number>) => setTraced(this, withPosition(this.traced, detail))}
        ></induction-heat-map>
      </induction-figure>
      <p class="reading">${this.cell ? sentence.line(this.cell) : nothing}</p>
      <div class="below">
        <induction-heat-legend
          .label=${t("attention")}
          .most=${heat.most}
          .theme=${theme}
        ></induction-heat-legend>
      </div>
    </section>`;
  }

  private noMap(run: ShownRun): TemplateResult {
    const circuit = this.circuit(run);
    if (!circuit) return notYet();
    const { model } = circuit;
    return knowsPlace(model, this.#tokens.length)
      ? otherAlphabet()
      : html`<p class="caption muted">${tooLongSentence(model)}</p>`;
  }

  private labelsOf(alphabetSize: number): Labels {
    const labels = this.#labels.get(alphabetSize) ?? mapLabels(this.#tokens, alphabetSize);
    this.#labels.set(alphabetSize, labels);
    return labels;
  }

  private point(cell: Cell | null): void {
    if (cell?.row === this.cell?.row && cell?.column === this.cell?.column) return;
    this.cell = cell;
    look(this, { highlight: cell && { kind: "position", position: cell.column } });
  }
}

function noSequence(): TemplateResult {
  return html`<p class="caption muted">${t("There is no sequence yet: choose one in the trace above.")}</p>`;
}

function otherAlphabet(): TemplateResult {
  return html`<p class="caption muted">${t("The sequence has tokens that this run does not know.")}</p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-maps": AttentionMaps;
  }
}
