/**
 * What a watching panel gets: at most one frame under way, the newest state in each, and of what is recorded
 * everything once. Built only between steps, when parameters, loss and step belong together.
 */
import { RecordingLog, type Frame, type RunningState } from "../protocol";
import type { TrainingEvent } from "../training";

export class FrameSource {
  readonly #log = new RecordingLog();
  #watched = false;
  #sequence = 0;
  #underWay = false;
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
    this.#underWay = false;
    this.#fresh = true;
    if (on) this.#log.rewind();
  }

  taken(sequence: number): void {
    if (sequence === this.#sequence - 1) this.#underWay = false;
  }

  /** To be called between two steps: sends a frame if one is wanted and the last was taken. */
  offer(): void {
    if (!this.#watched || this.#underWay || !this.#fresh) return;
    this.#underWay = true;
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
