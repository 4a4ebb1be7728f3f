/** How long frames take from the worker to the screen: of the newest ones, for benchmarks and the log. */
import type { Frame } from "../../core/protocol";

const kept = 1_000;

export class Latencies {
  readonly #sentAt = new Map<string, number>();
  readonly #milliseconds: number[] = [];

  sent(run: string, { sequence, sentAt }: Frame): void {
    this.#sentAt.set(`${run} ${sequence}`, sentAt);
    // What was never drawn is forgotten.
    if (this.#sentAt.size > kept) this.#sentAt.clear();
  }

  note({
    run,
    sequence,
    drawnAt,
  }: {
    readonly run: string;
    readonly sequence: number;
    readonly drawnAt: number;
  }): void {
    const key = `${run} ${sequence}`;
    const sentAt = this.#sentAt.get(key);
    if (sentAt === undefined) return;
    this.#sentAt.delete(key);
    this.#milliseconds.push(drawnAt - sentAt);
    if (this.#milliseconds.length > kept) this.#milliseconds.shift();
  }

  /** Milliseconds from a frame's leaving the worker to its standing on the screen, the oldest first. */
  get milliseconds(): readonly number[] {
    return this.#milliseconds;
  }
}
