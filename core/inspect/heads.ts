/** Which lag each head of the first layer copies from, read off its attention. */
import { wholeWindowAttention, type Model } from "../model";

export interface HeadDescription {
  /** 0-based. */
  readonly head: number;
  /** The lag with the most attention, from 1 (the nearest on a tie); null where `lagMask` forbids them all. */
  readonly lag: number | null;
  /** σ at that lag; 0 where there is none. */
  readonly attention: number;
  /** σ, [M]: attention to lags 1..M where the whole window exists. */
  readonly lagAttention: Float64Array;
}

/** @param parameters the whole vector, as `layoutOf` lays it out */
export function describeHeads(model: Model, parameters: Float64Array): HeadDescription[] {
  const { heads, window } = model;
  const lagAttention = wholeWindowAttention(model, parameters);
  return Array.from({ length: heads }, (_, head) => {
    const attentions = lagAttention.subarray(head * window, (head + 1) * window);
    const attention = attentions.reduce((most, value) => Math.max(most, value), 0);
    const lag = attention > 0 ? attentions.indexOf(attention) + 1 : null;
    return { head, lag, attention, lagAttention: attentions };
  });
}

/** `head 1 · lag 2`, counted from 1 as in the paper. */
export function headName({ head, lag }: HeadDescription): string {
  return `head ${head + 1} · ${lag === null ? "no lag" : `lag ${lag}`}`;
}
