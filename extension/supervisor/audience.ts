/**
 * Who watches a run: every frame goes to all of them, and the worker hears which one the slowest has drawn.
 * One that falls silent holds up the others for a moment only.
 */
import type { Frame, ToWorker } from "../../core/protocol";

/** Draws a frame and calls `drawn` when it stands on the screen. */
export type FrameWatcher = (frame: Frame, drawn: () => void) => void;

/** Milliseconds after which a frame counts as drawn. */
const patience = 2_000;

export class Audience {
  /** And the newest frame that each has drawn. */
  readonly #watchers = new Map<FrameWatcher, number>();
  #sequence = -1;
  #taken = -1;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: (message: ToWorker) => void) {}

  /** @returns how to leave */
  join(watcher: FrameWatcher): () => void {
    this.#watchers.set(watcher, this.#sequence);
    this.send({ kind: "watch", on: true });
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.send({ kind: "watch", on: false });
      else this.release();
    };
  }

  /** To be called when the process has been started: it does not know yet that anyone watches. */
  announce(): void {
    if (this.#watchers.size > 0) this.send({ kind: "watch", on: true });
  }

  show(frame: Frame): void {
    this.#sequence = frame.sequence;
    this.#timer ??= setTimeout(() => this.giveUp(), patience);
    for (const watcher of this.#watchers.keys()) watcher(frame, () => this.drawn(watcher, frame.sequence));
    this.release();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  private drawn(watcher: FrameWatcher, sequence: number): void {
    const known = this.#watchers.get(watcher);
    if (known === undefined || sequence <= known) return;
    this.#watchers.set(watcher, sequence);
    this.release();
  }

  /** Tells the worker what everybody has drawn. */
  private release(): void {
    const drawn = Math.min(this.#sequence, ...this.#watchers.values());
    if (drawn <= this.#taken) return;
    this.#taken = drawn;
    clearTimeout(this.#timer);
    this.#timer = drawn < this.#sequence ? setTimeout(() => this.giveUp(), patience) : undefined;
    this.send({ kind: "taken", sequence: drawn });
  }

  /** Somebody has fallen silent. */
  private giveUp(): void {
    this.#timer = undefined;
    for (const watcher of this.#watchers.keys()) this.#watchers.set(watcher, this.#sequence);
    this.release();
  }
}
