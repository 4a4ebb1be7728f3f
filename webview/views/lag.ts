/**
 * How a costly part lags behind while nobody sees it: what is scrubbed through above is not held up by what lies below
 * the window's edge. It catches up when it comes into sight, or after a moment.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { onSight } from "../charts";

/** Milliseconds that a part out of sight may be behind. */
const mostBehind = 100;

export class LagOutOfSight implements ReactiveController {
  #inSight = true;
  #unwatch: (() => void) | undefined;
  /** Ends the wait that goes on. */
  #catchUp: (() => void) | undefined;

  constructor(private readonly host: ReactiveControllerHost & Element) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#unwatch = onSight(this.host, (inSight) => {
      this.#inSight = inSight;
      if (inSight) this.#catchUp?.();
    });
  }

  hostDisconnected(): void {
    this.#unwatch?.();
    this.#inSight = true;
    this.#catchUp?.();
  }

  /** To be awaited before an update; undefined where it may be drawn at once. */
  wait(): Promise<void> | undefined {
    if (this.#inSight) return undefined;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#catchUp?.(), mostBehind);
      this.#catchUp = () => {
        clearTimeout(timer);
        this.#catchUp = undefined;
        resolve();
      };
    });
  }
}
