/**
 * What the mixed target's model does with one sequence, head by head, beside what the target wants of it, and how far
 * it is the circuit that the paper finds (arXiv 2410.11474): numbers for the panel, all from `mixedPass`.
 */
import {
  mixedParameters,
  mixedPass,
  mixedTargetAttention,
  firstLayerRow,
  type MixedParameter,
  type MixedTarget,
} from "../model";

export interface MixedCircuit {
  readonly target: MixedTarget;
  /** x_1 … x_L, [L]. All positions here count from 0. */
  readonly tokens: Float64Array;
  readonly values: Readonly<Record<MixedParameter, number>>;
  /** Layer 1: y_s, what position s has from the ones before it, [L]; 0 at the first. */
  readonly copied: Float64Array;
  /** Its attention by lag − 1, [L − 1], of the last position; that of a position s is its first s, scaled to sum 1. */
  readonly copierLags: Float64Array;
  /** k·q·x_L·y_s, what head B's attention is the softmax of, [L]. */
  readonly matches: Float64Array;
  /** Head A's attention, [L]; the target has 1 at position L − 3, x_{L−2}. */
  readonly lazyAttention: Float64Array;
  /** Head B's attention, [L], and what the target has in its place. */
  readonly richAttention: Float64Array;
  readonly wantedAttention: Float64Array;
  /** v1·a_s·x_s and v2·b_s·x_s, [L]: what each position brings to A and to B. */
  readonly lazyBrought: Float64Array;
  readonly richBrought: Float64Array;
  readonly lazy: MixedPart;
  readonly rich: MixedPart;
  readonly effective: MixedEffective;
}

/** A head against its part of the target, on this sequence. */
export interface MixedPart {
  readonly output: number;
  readonly wanted: number;
  /** ½ (wanted − output)². */
  readonly loss: number;
}

/** How far it is the circuit; the first four hold whatever the sequence. */
export interface MixedEffective {
  /** k·q, w*² in the circuit. */
  readonly match: number;
  /** Layer 1's attention to the previous token from position L − 2, the last that head B looks at; 1 in the circuit. */
  readonly copiesPrevious: number;
  /** Head A's attention to x_{L−2}; 1 in the circuit. */
  readonly readsLazy: number;
  /** v1 and v2 over the target's α* / (1+α*) and 1/(1+α*); 1 in the circuit. */
  readonly valueShares: readonly [number, number];
  /** 1 − ½ Σ |b − b*|, 0..1: head B's attention on this sequence against the target's. */
  readonly agreement: number;
}

/** One of the largest places of an attention. */
export interface AttendedPlace {
  /** 0-based. */
  readonly position: number;
  readonly attention: number;
  readonly token: number;
  /** y_s, what layer 1 brought there. */
  readonly copied: number;
}

/** @param parameters [6], in the order of `mixedParameters` @param tokens x_1 … x_L @throws RangeError as `mixedPass` does */
export function mixedCircuit(
  target: MixedTarget,
  parameters: Float64Array,
  tokens: Float64Array,
): MixedCircuit {
  const pass = mixedPass(target, parameters, tokens);
  const [rpe1, , value1, value2, key, query] = parameters;
  const { lazyAttention, richAttention } = pass;
  const length = tokens.length;
  const wantedAttention = mixedTargetAttention(target, tokens);
  const share = target.mixing / (1 + target.mixing);
  return {
    target,
    tokens,
    // One entry each, in the parameters' own order.
    values: Object.fromEntries(mixedParameters.map((name, at) => [name, parameters[at]])) as Record<
      MixedParameter,
      number
    >,
    copied: pass.copied,
    matches: pass.copied.map((brought) => key * query * tokens[length - 1] * brought),
    copierLags: firstLayerRow(rpe1, length - 1),
    lazyAttention,
    richAttention,
    wantedAttention,
    lazyBrought: tokens.map((token, at) => value1 * lazyAttention[at] * token),
    richBrought: tokens.map((token, at) => value2 * richAttention[at] * token),
    lazy: { output: value1 * pass.lazy, wanted: pass.target[0], loss: pass.lossG4 },
    rich: { output: value2 * pass.rich, wanted: pass.target[1], loss: pass.lossIH },
    effective: {
      match: key * query,
      copiesPrevious: firstLayerRow(rpe1, length - 2)[0],
      readsLazy: lazyAttention[length - 3],
      valueShares: [value1 / share, value2 / (1 - share)],
      agreement: 1 - totalVariation(richAttention, wantedAttention),
    },
  };
}

/** The largest places of an attention, largest first; of equals the earlier one. @param attention [L] */
export function mostAttended(
  { tokens, copied }: Pick<MixedCircuit, "tokens" | "copied">,
  attention: Float64Array,
  count: number,
): readonly AttendedPlace[] {
  return Array.from(attention, (weight, position) => ({
    position,
    attention: weight,
    token: tokens[position],
    copied: copied[position],
  }))
    .filter((place) => place.attention > 0)
    .sort((one, other) => other.attention - one.attention || one.position - other.position)
    .slice(0, count);
}

/** Layer 1's attention from one position, 0-based, by lag − 1, [position]. @throws RangeError at the first, which sees nothing */
export function copierAttentionAt({ values, tokens }: MixedCircuit, position: number): Float64Array {
  if (!Number.isInteger(position) || position < 1 || position >= tokens.length) {
    throw new RangeError(
      `layer 1 looks back from the positions 1 to ${tokens.length - 1}, not from ${position}`,
    );
  }
  return firstLayerRow(values.rpe1, position);
}

function totalVariation(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, weight, at) => sum + 0.5 * Math.abs(weight - other[at]), 0);
}
