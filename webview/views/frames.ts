/**
 * The rhythm of drawing: frames that come in are kept until the browser is about to draw, so that the newest wins and
 * nothing recorded is lost; after the paint each is answered.
 */
import type { Frame } from "../../core/protocol";
import { coalesced } from "../store";

export interface FrameSink {
  /** Draws them, before the browser paints. */
  draw(frames: ReadonlyMap<string, Frame>): void;
  /** They are on the screen. */
  drawn(frames: ReadonlyMap<string, Frame>): void;
}

export class FrameRhythm {
  #pending = new Map<string, Frame>();
  readonly #afterPaint = new MessageChannel();
  readonly #painted: ReadonlyMap<string, Frame>[] = [];

  constructor(private readonly sink: FrameSink) {
    this.#afterPaint.port1.onmessage = () => {
      for (const frames of this.#painted.splice(0)) this.sink.drawn(frames);
    };
  }

  add(run: string, frame: Frame): void {
    if (this.#pending.size === 0) requestAnimationFrame(() => this.flush());
    this.#pending.set(run, coalesced(this.#pending.get(run), frame));
  }

  /** Draws what is kept: before anything else is told of a run, or it would come after what is newer. */
  flush(): void {
    if (this.#pending.size === 0) return;
    const frames = this.#pending;
    this.#pending = new Map();
    try {
      this.sink.draw(frames);
    } finally {
      // A message posted while the browser draws arrives when it has painted.
      this.#painted.push(frames);
      this.#afterPaint.port2.postMessage(null);
    }
  }
}
