/**
 * Who watches a run: every frame goes to all of them, and the next one is asked for when the slowest has drawn it.
 * One that falls silent holds up the others for a moment only.
 */
import type { Frame, ToWorker } from "../../core/protocol";

/** Draws a frame and calls `drawn` when it stands on the screen. */
export type FrameWatcher = (frame: Frame, drawn: () => void) => void;

/** Milliseconds after which a frame counts as drawn. */
const patience = 2_000;

export class Audience {
  readonly #watchers = new Set<FrameWatcher>();
  /** Who has not drawn the newest frame yet. */
  #drawing = new Set<FrameWatcher>();
  #sequence = -1;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: (message: ToWorker) => void) {}

  /** @returns how to leave */
  join(watcher: FrameWatcher): () => void {
    this.#watchers.add(watcher);
    this.send({ kind: "watch", on: true });
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.send({ kind: "watch", on: false });
      else this.drawn(watcher, this.#sequence);
    };
  }

  /** To be called when the process has been started: it does not know yet that anyone watches. */
  announce(): void {
    if (this.#watchers.size > 0) this.send({ kind: "watch", on: true });
  }

  show(frame: Frame): void {
    this.#sequence = frame.sequence;
    this.#drawing = new Set(this.#watchers);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.release(frame.sequence), patience);
    if (this.#watchers.size === 0) this.release(frame.sequence);
    for (const watcher of this.#watchers) watcher(frame, () => this.drawn(watcher, frame.sequence));
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  private drawn(watcher: FrameWatcher, sequence: number): void {
    if (sequence === this.#sequence && this.#drawing.delete(watcher) && this.#drawing.size === 0) {
      this.release(sequence);
    }
  }

  private release(sequence: number): void {
    clearTimeout(this.#timer);
    this.send({ kind: "taken", sequence });
  }
}
