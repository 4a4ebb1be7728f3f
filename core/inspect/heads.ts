/** Which lag each head that copies reads, read off its attention; in the first layer, or in several. */
import { headsOfLayer, wholeWindowAttention, type Model } from "../model";

export interface HeadDescription {
  /** 0-based, through all layers of copiers. */
  readonly head: number;
  /** The lag with the most attention, from 1 (the nearest on a tie); null where `lagMask` forbids them all. */
  readonly lag: number | null;
  /** σ at that lag; 0 where there is none. */
  readonly attention: number;
  /** σ, [M]: attention to lags 1..M where the whole window exists. */
  readonly lagAttention: Float64Array;
  /** Where there are several layers of copiers: which one it is in. */
  readonly place?: HeadPlace;
  /**
   * Where there are several layers, the lags at which tokens reach the head, ascending: a head of the second layer brings
   * what stands at its lag, and what the first layer's heads have brought there. Left out where it is `lag` alone.
   */
  readonly reads?: readonly number[];
}

/** A head in one of several layers of copiers, both from 1. */
export interface HeadPlace {
  readonly layer: number;
  readonly head: number;
}

/** @param parameters the whole vector, as `layoutOf` lays it out */
export function describeHeads(model: Model, parameters: Float64Array): HeadDescription[] {
  const { heads, window } = model;
  const lagAttention = wholeWindowAttention(model, parameters);
  const described = Array.from({ length: heads }, (_, head) => {
    const attentions = lagAttention.subarray(head * window, (head + 1) * window);
    const attention = attentions.reduce((most, value) => Math.max(most, value), 0);
    const lag = attention > 0 ? attentions.indexOf(attention) + 1 : null;
    return { head, lag, attention, lagAttention: attentions };
  });
  if (headsOfLayer(model) === heads) return described;
  const reads = readThroughLayers(
    model,
    described.map(({ lag }) => lag),
  );
  return described.map((head, at) => ({
    ...head,
    place: headPlace(model, at) ?? { layer: 1, head: at + 1 },
    reads: reads[at],
  }));
}

/** Null where there is one layer of copiers. @param head 0-based, through all layers */
export function headPlace(model: Model, head: number): HeadPlace | null {
  const ofLayer = headsOfLayer(model);
  if (ofLayer === model.heads) return null;
  return { layer: Math.floor(head / ofLayer) + 1, head: (head % ofLayer) + 1 };
}

/**
 * Of each head the lags, ascending, at which tokens reach it, if every head reads one lag only.
 * @param lags of each head, from 1; null for one that reads nothing
 */
export function readThroughLayers(model: Model, lags: readonly (number | null)[]): readonly number[][] {
  const ofLayer = headsOfLayer(model);
  const reads: number[][] = [];
  lags.forEach((lag, head) => {
    // All heads of the layers before have left what they brought.
    const before = reads.slice(0, head - (head % ofLayer)).flat();
    const own = lag === null ? [] : [lag, ...before.map((other) => lag + other)];
    reads.push(Array.from(new Set(own)).sort((a, b) => a - b));
  });
  return reads;
}

/** `head 1 · lag 2`, or of several layers `layer 2 head 1 · lag 2`; counted from 1 as in the paper. */
export function headName({ head, lag, place }: HeadDescription): string {
  const name = place ? `layer ${place.layer} head ${place.head}` : `head ${head + 1}`;
  return `${name} · ${lag === null ? "no lag" : `lag ${lag}`}`;
}
