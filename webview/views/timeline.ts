/**
 * <induction-timeline>: the steps of the run with what happened on the way, and the step that the page stands on. It
 * is moved by pointer, by keys from anywhere on the page that has no use for them, and by playing the run back.
 */
import { t } from "@vscode/l10n";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { button, icon } from "../controls";
import { measuredAt } from "../store";
import {
  chosenFrom,
  courseOf,
  happeningsOf,
  moveOf,
  Playback,
  rowsAway,
  stepUnder,
  textMeasure,
  toldOf,
  trackOf,
  type Course,
  type Happenings,
  type Measure,
  type Speed,
  type Track,
} from "../timeline";
import { styled } from "../theme";
import { grouped } from "../words";
import { look } from "./events";
import { Part } from "./part";
import { pageStyles } from "./styles";
import { axisChoices, speedChoice } from "./timelineAxes";
import { followButtons, standingWords } from "./timelineStanding";
import { timelineStyles } from "./timelineStyles";
import { drawnTrack, labelSize, lineOf } from "./timelineTrack";

@customElement("induction-timeline")
export class Timeline extends Part {
  static override readonly styles = [pageStyles, timelineStyles];

  @query(".slider") private accessor slider!: HTMLElement;
  @state() private accessor width = 0;
  @state() private accessor plays = false;

  #course!: Course;
  #happenings!: Happenings;
  #track: Track | null = null;
  #measure: Measure = () => 0;
  /** Where the pointer is, until the next frame. */
  #draggedTo: number | null = null;
  /** What playing chose last; whatever else is chosen ends it. */
  #played: number | null = null;

  readonly #playback = new Playback({
    end: () => this.#course.shareOf(this.#course.newest),
    show: (share) => {
      this.#played = chosenFrom(this.#course, stepUnder(this.#course, share));
      if (this.#played !== this.look.chosen) look(this, { chosen: this.#played });
    },
    ended: () => (this.plays = false),
  });
  readonly #resized = new ResizeObserver(() => (this.width = this.slider.clientWidth));

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("keydown", this.followKey);
    document.addEventListener("visibilitychange", this.pauseUnseen);
    if (this.hasUpdated) this.#resized.observe(this.slider);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.followKey);
    document.removeEventListener("visibilitychange", this.pauseUnseen);
    this.#resized.disconnect();
    this.pause();
  }

  protected override firstUpdated(): void {
    this.#resized.observe(this.slider);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("look");
    const newRuns = changed.has("runs");
    const newAxis = changed.has("look") && before?.axis !== this.look.axis;
    const newTheme = changed.has("look") && before?.theme !== this.look.theme;
    if (newTheme) this.#measure = textMeasure(this.look.theme.fontFamily, labelSize);
    if (newRuns) this.#happenings = happeningsOf(this.runs);
    if (newRuns || newAxis) this.#course = courseOf(this.runs, this.look.axis);
    if (newRuns || newAxis || newTheme || this.width !== this.#track?.width) this.layOut();
    if (this.plays && this.look.chosen !== this.#played) this.pause();
    if (this.plays && newAxis) this.#playback.seek(this.share);
  }

  protected override render(): TemplateResult {
    return html`<section aria-label=${t("Timeline")}>
      <div class="bar">
        <div class="moves">
          ${button({
            label: this.plays ? t("Stop playing") : t("Play the run"),
            icon: icon(this.plays ? "pause" : "play"),
            look: "icon",
            onClick: () => this.togglePlay(),
          })}
          ${standingWords(this.#course, measuredAt(this.main, this.look.chosen), this.look.chosen)}
          ${followButtons(this.#course, this.look.chosen === null, {
            follow: () => this.choose(null),
            stay: () => look(this, { chosen: this.#course.newest }),
            return: () => this.return(),
          })}
        </div>
        <div class="axes">
          ${speedChoice(this.#playback.speed, (speed) => this.setSpeed(speed))}
          ${axisChoices(this.runs, this.look.axis, (axis) => look(this, { axis }))}
        </div>
      </div>
      ${this.scrubber()}
      ${guard([this.#happenings], () => {
        const told = toldOf(this.#happenings);
        if (told.length === 0) return nothing;
        return html`<ul class="hidden" aria-label=${t("On the way")}>
          ${told.map((sentence) => html`<li>${sentence}</li>`)}
        </ul>`;
      })}
    </section>`;
  }

  private scrubber(): TemplateResult {
    const { step, share } = this;
    const { totalSteps } = this.#course;
    const moved = (pixels: number) => styled({ transform: `translateX(${pixels.toFixed(2)}px)` });
    const { pointed } = this.look;
    return html`<div
      class="slider"
      tabindex="0"
      role="slider"
      aria-label=${t("Step that the page shows")}
      aria-valuemin="0"
      aria-valuemax=${totalSteps}
      aria-valuenow=${step}
      aria-valuetext=${t("step {0} of {1}", grouped(step), grouped(totalSteps))}
      @pointerdown=${(event: PointerEvent) => this.grab(event)}
      @pointermove=${(event: PointerEvent) => this.drag(event)}
      @dblclick=${() => this.release()}
      ${this.#track ? styled({ "--line": `${lineOf(this.#track)}px` }) : nothing}
    >
      ${guard([this.#track], () => (this.#track ? drawnTrack(this.#track) : nothing))}
      <div class="passed" ${styled({ transform: `scaleX(${share})` })}></div>
      ${
        pointed === null
          ? nothing
          : html`<div class="pointed" ${moved(this.#course.shareOfPlace(pointed) * this.width)}></div>`
      }
      <div class="handle" ${moved(share * this.width)}></div>
    </div>`;
  }

  private setSpeed(speed: Speed): void {
    this.#playback.speed = speed;
    this.requestUpdate();
  }

  /** That the page stands on. */
  private get step(): number {
    return this.look.chosen ?? this.#course.newest;
  }

  private get share(): number {
    return this.#course.shareOf(this.step);
  }

  private layOut(): void {
    this.#track = this.width > 0 ? trackOf(this.#course, this.#happenings, this.width, this.#measure) : null;
  }

  /** By hand: playing ends. */
  private choose(step: number | null): void {
    this.pause();
    const chosen = chosenFrom(this.#course, step);
    if (chosen !== this.look.chosen) look(this, { chosen });
  }

  /** The button for it goes away then, and must not take the focus along. */
  private return(): void {
    this.slider.focus();
    this.choose(null);
  }

  private grab(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.slider.setPointerCapture(event.pointerId);
    this.drag(event);
  }

  private drag({ clientX, pointerId }: PointerEvent): void {
    if (!this.slider.hasPointerCapture(pointerId)) return;
    if (this.#draggedTo === null) requestAnimationFrame(() => this.drop());
    const { left, width } = this.slider.getBoundingClientRect();
    this.#draggedTo = (clientX - left) / width;
  }

  /** The click before has chosen a step, which is not drawn yet. */
  private release(): void {
    this.#draggedTo = null;
    this.choose(null);
  }

  private drop(): void {
    const share = this.#draggedTo;
    this.#draggedTo = null;
    if (share !== null) this.choose(stepUnder(this.#course, share));
  }

  private readonly followKey = (event: KeyboardEvent): void => {
    const move = moveOf(event, this.slider);
    if (!move) return;
    event.preventDefault();
    if (move.kind === "rows") this.choose(rowsAway(this.#course, this.step, move.count));
    else if (move.kind === "first") this.choose(this.#course.steps[0] ?? null);
    else if (move.kind === "newest") this.choose(null);
    else this.togglePlay();
  };

  private togglePlay(): void {
    if (this.plays) {
      this.pause();
      return;
    }
    this.#played = this.look.chosen;
    this.#playback.start(this.share, matchMedia("(prefers-reduced-motion: reduce)").matches);
    this.plays = true;
  }

  private pause(): void {
    this.#playback.stop();
    this.plays = false;
  }

  private readonly pauseUnseen = (): void => {
    if (document.hidden) this.pause();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-timeline": Timeline;
  }
}
