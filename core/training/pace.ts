/** Where a run's wall time goes, and how fast it goes: for timings and progress, never for decisions that train. */

/** Splits passing time between activities. */
export class Stopwatch {
  #last = performance.now();

  constructor(
    /** Seconds. */
    public training: number,
    /** Everything between steps: recording, writing, telling. */
    public recording: number,
  ) {}

  /** Books the time since the last call. @returns now, in milliseconds */
  lap(activity: "training" | "recording" | "waiting"): number {
    const now = performance.now();
    if (activity !== "waiting") this[activity] += (now - this.#last) / 1000;
    this.#last = now;
    return now;
  }
}

/** Steps a second of late, smoothed over about a second. */
export class Speedometer {
  #at: { readonly step: number; readonly milliseconds: number } | undefined;
  #stepsPerSecond = NaN;

  /** NaN before two readings. */
  get stepsPerSecond(): number {
    return this.#stepsPerSecond;
  }

  read(step: number, milliseconds: number): void {
    const before = this.#at;
    this.#at = { step, milliseconds };
    if (!before || milliseconds <= before.milliseconds) return;
    const elapsed = (milliseconds - before.milliseconds) / 1000;
    const speed = (step - before.step) / elapsed;
    const weight = Number.isNaN(this.#stepsPerSecond) ? 1 : 1 - Math.exp(-elapsed);
    this.#stepsPerSecond = weight * speed + (1 - weight) * (weight === 1 ? 0 : this.#stepsPerSecond);
  }

  /** After a pause: the time that passed is not counted. */
  skip(): void {
    this.#at = undefined;
  }
}
