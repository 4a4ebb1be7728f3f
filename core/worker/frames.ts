/**
 * What a watching panel gets: at most two frames under way, the newest state in each, and of what is recorded
 * everything once. Built only between steps, when parameters, loss and step belong together.
 */
import { RecordingLog, type Frame, type RunningState } from "../protocol";
import type { TrainingEvent } from "../training";

/** So that one is drawn while the next is on its way; more would only be older when they are drawn. */
const mostUnderWay = 2;

export class FrameSource {
  readonly #log = new RecordingLog();
  #watched = false;
  #sequence = 0;
  /** Frames that were sent and not taken. */
  #underWay = 0;
  /** Something has happened that the last frame did not show. */
  #fresh = true;

  constructor(
    private readonly state: () => RunningState,
    private readonly send: (frame: Frame) => void,
  ) {}

  /** Keeps what is recorded; to be told of every event. */
  note(event: TrainingEvent): void {
    this.#fresh = true;
    if (event.kind === "recorded") this.#log.addSnapshot(event);
    if (event.kind === "measured") this.#log.addMetrics(event.line);
  }

  /** Each `true` makes the next frame hold all that this process has recorded. */
  watch(on: boolean): void {
    this.#watched = on;
    this.#underWay = 0;
    this.#fresh = true;
    if (on) this.#log.rewind();
  }

  /** That frame, and all before it. */
  taken(sequence: number): void {
    this.#underWay = Math.min(this.#underWay, this.#sequence - 1 - sequence);
  }

  /** To be called between two steps: sends a frame if one is wanted and not too many are under way. */
  offer(): void {
    if (!this.#watched || this.#underWay >= mostUnderWay || !this.#fresh) return;
    this.#underWay++;
    this.#fresh = false;
    const frame = {
      sequence: this.#sequence++,
      sentAt: Date.now(),
      state: this.state(),
      recorded: this.#log.take(),
    };
    this.send(frame);
  }
}
