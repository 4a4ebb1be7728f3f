/**
 * Plays a run back: evenly along the axis as it is drawn, the whole of it in so many seconds. It knows shares of the
 * axis and time, and nothing of steps or of the page.
 */

/** The whole axis in so many seconds. */
export const speeds = [5, 10, 20, 60] as const;
export type Speed = (typeof speeds)[number];

export interface Played {
  /** How far there is something to show, 0 … 1; may grow. */
  end(): number;
  /** Where it stands now, 0 … 1. */
  show(share: number): void;
  /** It came to the end, and has stopped. */
  ended(): void;
}

/** Who wants little motion sees so many places a second. */
const calmInterval = 250;

export class Playback {
  #speed: Speed = 20;
  #share = 0;
  #frame: number | null = null;
  #shownAt: number | null = null;
  #interval = 0;

  constructor(private readonly played: Played) {}

  get isPlaying(): boolean {
    return this.#frame !== null;
  }

  get speed(): Speed {
    return this.#speed;
  }

  /** Goes on from where it stands. */
  set speed(speed: Speed) {
    this.#speed = speed;
  }

  /** From the beginning where `share` is the end. @param calm few large steps instead of many small ones */
  start(share: number, calm: boolean): void {
    this.stop();
    this.#share = share >= this.played.end() ? 0 : share;
    this.#interval = calm ? calmInterval : 0;
    this.#shownAt = null;
    this.#frame = requestAnimationFrame((now) => this.advance(now));
  }

  stop(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
  }

  /** Goes on from there: what is shown lies elsewhere since the axis changed. */
  seek(share: number): void {
    this.#share = share;
  }

  private advance(now: number): void {
    this.#frame = requestAnimationFrame((then) => this.advance(then));
    const passed = this.#shownAt === null ? 0 : now - this.#shownAt;
    if (this.#shownAt !== null && passed < this.#interval) return;
    this.#shownAt = now;
    const end = this.played.end();
    this.#share = Math.min(end, this.#share + passed / 1000 / this.#speed);
    this.played.show(this.#share);
    if (this.#share < end) return;
    this.stop();
    this.played.ended();
  }
}
