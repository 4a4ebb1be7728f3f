/**
 * The second layer's map computed without holding the page up: some rows now, the others between frames. The last row,
 * the output's, is known from the beginning.
 */
import { secondLayerPattern } from "../../core/inspect";
import type { Model, Weights } from "../../core/model";

/** What a map is computed from. */
export interface MapSource {
  readonly model: Model;
  readonly weights: Weights;
  /** x_1 … x_L, values 0 … d−1. */
  readonly tokens: Uint8Array;
}

/** Milliseconds of a frame that may go into rows. */
const budget = 8;
/** Rows that are tried first; short sequences are done at once. */
const firstRows = 160;
/** Fewer at once would cost more in getting ready than in rows. */
const fewestRows = 16;

export class RowsInTime {
  /** α, [L + 1, L]; rows from `done` on are still 0, but for the last. */
  readonly values: Float32Array;
  done = 0;
  #rows = firstRows;
  #frame = 0;

  /** @param onRows more rows are there */
  constructor(
    private readonly source: MapSource,
    private readonly onRows: () => void,
  ) {
    const { length } = source.tokens;
    this.values = new Float32Array((length + 1) * length);
    this.compute(length, length + 1);
    this.advance();
  }

  get finished(): boolean {
    return this.done > this.source.tokens.length;
  }

  cancel(): void {
    cancelAnimationFrame(this.#frame);
  }

  private advance(): void {
    const end = this.source.tokens.length + 1;
    const to = Math.min(end, this.done + this.#rows);
    const began = performance.now();
    this.compute(this.done, to);
    this.done = to;
    const took = Math.max(0.1, performance.now() - began);
    // Later rows are longer: rather too few of them.
    this.#rows = Math.max(fewestRows, Math.floor(this.#rows * Math.min(1.5, (0.9 * budget) / took)));
    if (this.finished) return;
    this.#frame = requestAnimationFrame(() => {
      this.advance();
      this.onRows();
    });
  }

  private compute(from: number, to: number): void {
    const { model, weights, tokens } = this.source;
    const pattern = secondLayerPattern(model, weights, tokens, from, to);
    const range = [from * tokens.length, to * tokens.length] as const;
    this.values.set(pattern.values.subarray(...range), range[0]);
  }
}
