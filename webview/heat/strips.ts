/**
 * <induction-head-strips>: each head's attention over the training as a strip of colour, steps across, lags down, the
 * nearest on top. Painted once for a run, an axis and a width; the lines of steps only move. Events "point" and
 * "choose" (a place, the whole page's) and "light-head".
 */
import { t } from "@vscode/l10n";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { placeTicks } from "../charts";
import { lightsHead, type Look, type ShownRun } from "../store";
import { seriesCount } from "../theme";
import { headWord, placeText } from "../words";
import { headHeat, partOf, rowAtPlace, rowsAcross, trackOf, type Track, type TrackAxis } from "./columns";
import type { Heat } from "./heat";
import { fillCanvas } from "./paint";
import { stripStyles } from "./stripStyles";
import { steppedReading, toldReading, type StripReading } from "./stripReading";

/** Pixels down of a lag, as long as a strip stays about this high; every lag has one. */
const lagHeight = 8;
const stripHeight = 40;

/** What the strips were last painted for. */
interface Painted {
  readonly run: ShownRun;
  readonly than: ShownRun | null;
  readonly axis: TrackAxis;
  readonly width: number;
  readonly most: number;
}

@customElement("induction-head-strips")
export class HeadStrips extends LitElement {
  static override readonly styles = stripStyles;

  @property({ attribute: false }) accessor run!: ShownRun;
  /** The run whose state at the same place each state is compared with; null: none. */
  @property({ attribute: false }) accessor than: ShownRun | null = null;
  @property({ attribute: false }) accessor look!: Look;
  /** Of the chosen step; null where the newest is shown. */
  @property({ attribute: false }) accessor chosenPlace: number | null = null;
  @property({ attribute: false }) accessor axis!: TrackAxis;
  /** The difference that has the strongest colour. */
  @property({ type: Number }) accessor most = 1;
  /** Whether heads have their colours. */
  @property({ type: Boolean }) accessor coloured = false;

  @state() private accessor width = 0;
  @state() private accessor reading: StripReading | null = null;
  @query(".track") private accessor track!: HTMLElement;

  #states: Track = { rows: [], places: [] };
  #across: Int32Array = new Int32Array();
  #heats: readonly Heat[] = [];
  #painted: Painted | null = null;
  #background = "";
  readonly #resized = new ResizeObserver(() => (this.width = this.track.clientWidth));

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#resized.observe(this.track);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  protected override firstUpdated(): void {
    this.#resized.observe(this.track);
  }

  protected override willUpdate(): void {
    const { run, than, axis, width, most } = this;
    const now: Painted = { run, than, axis, width, most };
    if (this.#painted && same(this.#painted, now)) return;
    this.#painted = now;
    this.#background = "";
    this.#states = trackOf(run, axis.quantity);
    this.#across = rowsAcross(this.#states, axis, width);
    const other = than && trackOf(than, axis.quantity);
    const base = other && { run: than, track: other, across: rowsAcross(other, axis, width), most };
    this.#heats = this.heads.map((head) => headHeat(run, this.#states, this.#across, head, base));
  }

  protected override render(): TemplateResult {
    const { look, reading } = this;
    const told = reading && this.told(reading);
    const layered = this.run.model?.family === "deep" ? "layered" : "";
    return html`<div
        class="strips ${layered}"
        role="slider"
        tabindex="0"
        aria-label=${this.than ? t("Change of each head's attention over steps") : t("Each head's attention over steps")}
        aria-valuemin="0"
        aria-valuemax=${this.axis.last}
        aria-valuenow=${this.#states.places[reading?.row ?? this.#states.places.length - 1] ?? 0}
        aria-valuetext=${told ? told.text : t("nothing is pointed at")}
        @pointermove=${(event: PointerEvent) => this.follow(event)}
        @pointerleave=${() => this.read(null)}
        @click=${() => this.choose()}
        @keydown=${(event: KeyboardEvent) => this.followKey(event)}
        @blur=${() => this.read(null)}
      >
        ${this.heads.map((head) => this.strip(head, lightsHead(look.highlight, head)))}
        <div class="track"><i class="chosen"></i><i class="pointed"></i></div>
      </div>
      <div class="ticks ${layered}" aria-hidden="true">
        ${this.ticks().map((place) => html`<span>${placeText(place, this.axis.quantity)}</span>`)}
      </div>
      <p class="reading">${told ? told.line : nothing}</p>`;
  }

  protected override updated(): void {
    const { background } = this.look.theme;
    if (this.#background !== background) this.paint();
    this.#background = background;
    this.placeLine(".chosen", this.chosenPlace);
    this.placeLine(".pointed", this.look.pointed);
    const labels = this.renderRoot.querySelectorAll<HTMLElement>(".ticks span");
    this.ticks().forEach((place, index) => this.placeTick(labels[index], place));
  }

  private get heads(): number[] {
    return Array.from({ length: this.run.model?.heads ?? 0 }, (_, head) => head);
  }

  private strip(head: number, lit: boolean): TemplateResult {
    const mark = this.coloured ? `mark series-${head % seriesCount}` : "";
    return html`<span class=${lit ? "lit" : ""}><i class=${mark}></i>${headWord(this.run.model, head)}</span>
      <canvas aria-hidden="true" class=${lit ? "lit" : ""}></canvas>`;
  }

  private paint(): void {
    this.renderRoot.querySelectorAll("canvas").forEach((canvas, head) => {
      const heat = this.#heats[head];
      if (!heat) return;
      canvas.style.height = `${rowHeight(heat.rows) * heat.rows}px`;
      fillCanvas(canvas, heat, this.look.theme.background);
    });
  }

  private placeLine(line: string, place: number | null): void {
    const found = this.renderRoot.querySelector<HTMLElement>(line);
    if (!found) return;
    found.hidden = place === null || place > this.axis.last;
    found.style.transform = `translateX(${Math.round(this.across(place ?? 0))}px)`;
  }

  /** In the middle under its place, but never beyond the end. */
  private placeTick(label: HTMLElement | undefined, place: number): void {
    label?.style.setProperty("left", `${this.across(place)}px`);
    label?.classList.toggle("end", partOf(this.axis, place) > 0.94);
  }

  /** Pixels from the strips' left. */
  private across(place: number): number {
    return partOf(this.axis, place) * this.width;
  }

  private ticks(): number[] {
    const { last, scale, quantity, unit } = this.axis;
    return placeTicks(last, scale, Math.max(2, Math.floor(this.width / 70)), { quantity, unit });
  }

  private told(reading: StripReading): ReturnType<typeof toldReading> {
    const { run, than, axis } = this;
    return toldReading(run, this.#states, reading, than && trackOf(than, axis.quantity), than);
  }

  private follow({ clientX, clientY }: PointerEvent): void {
    const canvases = Array.from(this.renderRoot.querySelectorAll("canvas"));
    const head = canvases.findIndex((canvas) => clientY < canvas.getBoundingClientRect().bottom);
    const box = canvases[head]?.getBoundingClientRect();
    const { model } = this.run;
    if (!box || !model || clientX < box.left || clientX >= box.right) {
      this.read(null);
      return;
    }
    const lag = Math.max(0, Math.floor(((clientY - box.top) / box.height) * model.window));
    const row = this.#across[Math.floor(((clientX - box.left) / box.width) * this.#across.length)] ?? -1;
    this.read(row < 0 ? null : { head, lag, row });
  }

  private followKey(event: KeyboardEvent): void {
    const { model } = this.run;
    if (!model || this.#states.rows.length === 0) return;
    const from = this.reading ?? {
      ...{ head: 0, lag: 0 },
      row: rowAtPlace(this.#states, this.chosenPlace ?? Infinity),
    };
    if (event.key === "Enter") this.choose();
    else if (event.key === "Escape") this.read(null);
    else {
      const next = steppedReading(from, event, model, this.#states.rows.length, this.reading !== null);
      if (!next) return;
      this.read(next);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private read(reading: StripReading | null): void {
    const before = this.reading;
    if (before?.head === reading?.head && before?.lag === reading?.lag && before?.row === reading?.row)
      return;
    this.reading = reading;
    const place = reading ? this.#states.places[reading.row] : null;
    this.tell("point", place, true);
    if (before?.head !== reading?.head) this.tell("light-head", reading ? reading.head : null, false);
  }

  private choose(): void {
    if (this.reading) this.tell("choose", this.#states.places[this.reading.row], true);
  }

  private tell(name: string, detail: number | null, everywhere: boolean): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: everywhere, composed: everywhere }));
  }
}

/** Pixels of a lag. */
export function rowHeight(lags: number): number {
  return Math.max(1, Math.min(lagHeight, Math.floor(stripHeight / lags)));
}

function same(one: Painted, other: Painted): boolean {
  const [before, now] = [one.axis, other.axis];
  return (
    one.run === other.run &&
    one.than === other.than &&
    one.width === other.width &&
    one.most === other.most &&
    before.quantity === now.quantity &&
    before.scale === now.scale &&
    before.unit === now.unit &&
    before.last === now.last
  );
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-head-strips": HeadStrips;
  }
}
