/**
 * What a run's owner asks of it: to go on, to hold, to take single steps, at which pace, to end. Here it is kept and
 * waited for; the run looks between its steps and does it.
 */

/** Steps a second at most; null: as fast as it goes. */
export type Pace = number | null;

/** Milliseconds that a paced run may be late and still make up for; after more it goes on from there. */
const mostArrears = 50;

export class Steering {
  #wish: "run" | "pause" | "stop";
  /** Steps that a paused run may take all the same. */
  #singleSteps = 0;
  #pace: Pace = null;
  /** When the last step was due: what the next one's time is counted from. */
  #due = -Infinity;
  /** Something was asked since `change` was last called. */
  #asked = false;
  #wake: () => void = () => undefined;

  /** @throws RangeError for a pace that is none */
  constructor({ paused = false, pace = null }: { readonly paused?: boolean; readonly pace?: Pace }) {
    this.#wish = paused ? "pause" : "run";
    this.setPace(pace);
  }

  get stopped(): boolean {
    return this.#wish === "stop";
  }

  get paused(): boolean {
    return this.#wish === "pause";
  }

  /** Paused, and without single steps left to take. */
  get holds(): boolean {
    return this.paused && this.#singleSteps === 0;
  }

  pause(): void {
    if (!this.stopped) this.ask("pause");
  }

  resume(): void {
    if (!this.stopped) this.ask("run");
  }

  stop(): void {
    this.ask("stop");
  }

  /** @throws RangeError */
  step(count: number): void {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`the steps to take must be a whole number of at least 1, not ${count}`);
    }
    if (!this.paused) return;
    this.#singleSteps += count;
    this.asked();
  }

  /** @throws RangeError */
  setPace(pace: Pace): void {
    if (pace !== null && !(pace > 0)) {
      throw new RangeError(`a pace is a number of steps a second above 0, or null, not ${pace}`);
    }
    this.#pace = pace;
    this.asked();
  }

  /** Milliseconds until the next step is due; 0 where it may begin. */
  untilNext(now: number): number {
    if (this.#pace === null) return 0;
    const left = this.#due + 1000 / this.#pace - now;
    // Timers are no finer; what is early by that is made up for by the next step.
    return left < 1 ? 0 : left;
  }

  /** To be told of each step that begins. */
  begins(now: number): void {
    if (this.#singleSteps > 0) this.#singleSteps--;
    const due = this.#pace === null ? now : this.#due + 1000 / this.#pace;
    this.#due = now - due > mostArrears ? now : due;
  }

  /** Waits until something is asked, or has been since the last call; so many milliseconds at most. */
  async change(milliseconds?: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    if (!this.#asked) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (milliseconds !== undefined) timer = setTimeout(resolve, milliseconds);
      });
    }
    clearTimeout(timer);
    this.#asked = false;
  }

  private ask(wish: "run" | "pause" | "stop"): void {
    this.#wish = wish;
    this.#singleSteps = 0;
    this.asked();
  }

  private asked(): void {
    this.#asked = true;
    this.#wake();
  }
}
