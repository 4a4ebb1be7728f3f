/** Where a run's wall time goes, and how fast it goes: for timings and progress, never for what is computed. */

/** Splits passing time between activities. */
export class Stopwatch {
  #last = performance.now();

  /**
   * @param training seconds spent on steps so far
   * @param recording seconds spent between steps: recording, writing, telling
   */
  constructor(
    public training: number,
    public recording: number,
  ) {}

  /** Books the time since the last call; waiting counts as neither. @returns now, in milliseconds */
  lap(activity: "training" | "recording" | "waiting"): number {
    const now = performance.now();
    if (activity !== "waiting") this[activity] += (now - this.#last) / 1000;
    this.#last = now;
    return now;
  }
}

/** Steps a second of late, smoothed over about a second. */
export class Speedometer {
  #last: { readonly step: number; readonly milliseconds: number } | undefined;
  #stepsPerSecond = NaN;

  /** NaN before two readings. */
  get stepsPerSecond(): number {
    return this.#stepsPerSecond;
  }

  read(step: number, milliseconds: number): void {
    const last = this.#last;
    this.#last = { step, milliseconds };
    if (!last || milliseconds <= last.milliseconds) return;
    const seconds = (milliseconds - last.milliseconds) / 1000;
    const speed = (step - last.step) / seconds;
    const known = Number.isNaN(this.#stepsPerSecond) ? speed : this.#stepsPerSecond;
    this.#stepsPerSecond = known + (1 - Math.exp(-seconds)) * (speed - known);
  }

  /** Forgets the last reading, so that a pause does not count. */
  pause(): void {
    this.#last = undefined;
  }
}
