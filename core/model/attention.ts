/** What heads of copiers attend to at one position, whatever the family: for looking at a model, not for computing with it. */
import { fullAttention } from "./full/content";
import { firstWindowLength, headsOfLayer, type Model } from "./transformer";
import { lagRow, windowAt } from "./values";
import type { Weights } from "./weights";

export interface CopierAttention {
  /** Attention to the position itself; 0 in families whose heads look back only. */
  readonly own: number;
  /** Attention to lags 1 … n, as many as there are before the position within the window, [n]. */
  readonly lags: Float64Array;
}

/**
 * Sums to 1, or is 0 throughout where the head sees nothing.
 * @param tokens x_1 … x_L and the target, which is not looked at @param at 0-based, up to L @param head 0-based
 */
export function copierAttention(
  model: Model,
  weights: Weights,
  tokens: Uint8Array,
  at: number,
  head: number,
): CopierAttention {
  const { window } = model;
  const { content } = weights;
  const layer = Math.floor(head / headsOfLayer(model));
  // With boundary `skip` a position without whole windows has no attention.
  if (at < firstWindowLength(model) * (layer + 1)) return { own: 0, lags: new Float64Array() };
  if (model.family === "full" && content.kind === "full") {
    if (content.off[head]) return { own: 0, lags: new Float64Array(Math.min(at, window)) };
    const attention = fullAttention(model, content, head, windowAt(model, tokens, at));
    return { own: attention[0], lags: attention.subarray(1) };
  }
  const { attention, first, stride } = lagRow(model, weights, at, head);
  const lags = Float64Array.from(
    { length: Math.min(at, window) },
    (_, lag) => attention[first + lag * stride],
  );
  return { own: 0, lags };
}

/** Whether heads may attend to the position itself. */
export function looksAtItself({ family }: Model): boolean {
  return family === "full";
}
