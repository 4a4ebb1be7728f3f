/** Random sequences to measure constructions on: tokens are independent vectors of d normal numbers, of mean square length 1. */
import { drawScalars } from "../data";
import type { HeadShape } from "./definition";

export interface VectorSequences {
  /** [count, L, d] row-major. */
  readonly tokens: Float64Array;
  readonly count: number;
  /** L */
  readonly sequenceLength: number;
  /** d; where it is 1, tokens are the mixed target's, N(0, 1). */
  readonly dimension: number;
}

/** What constructions are made and measured with. */
export interface Material {
  readonly sequences: VectorSequences;
  /** Windows that a low rank is fitted to, [P, (n − 1)·d], drawn apart from the sequences. */
  readonly windows: Float64Array;
}

/** P: hidden units of a network that is fitted. Twice as many take eight times as long. */
export const sampledWindows = 128;

/** @param seed the same gives the same bits, as whole number below 2^32 @param count of sequences */
export async function drawMaterial(shape: HeadShape, seed: number, count: number): Promise<Material> {
  const { sequenceLength, dimension, order } = shape;
  const sequence = sequenceLength * dimension;
  const window = (order - 1) * dimension;
  const [measured, fitted] = await Promise.all([
    drawScalars(seed, "validation", 0, count, Math.max(sequence, fewestNumbers)),
    drawScalars(seed, "train", 0, 1, sampledWindows * window),
  ]);
  const scale = 1 / Math.sqrt(dimension);
  const scaled = (scalars: Float32Array) => Float64Array.from(scalars, (scalar) => scale * scalar);
  const drawn = measured.sequenceLength;
  const tokens = new Float64Array(count * sequence);
  for (let index = 0; index < count; index++) {
    const from = index * drawn;
    tokens.set(scaled(measured.scalars.subarray(from, from + sequence)), index * sequence);
  }
  return { sequences: { tokens, count, sequenceLength, dimension }, windows: scaled(fitted.scalars) };
}

/** Fewer are not drawn at once. */
const fewestNumbers = 4;

/** One of them, [L, d]; no copy. */
export function vectorSequence(sequences: VectorSequences, index: number): Float64Array {
  const size = sequences.sequenceLength * sequences.dimension;
  return sequences.tokens.subarray(index * size, (index + 1) * size);
}
