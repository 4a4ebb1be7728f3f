/**
 * What the literature measures of attention heads, for every head of both layers: prefix matching, attention to a
 * previous token, copying, entropy; on repeated random tokens, so that other tools' numbers can stand beside these.
 *
 * With few tokens a head that matches perfectly also finds what matches by accident, and attends to it alike: no head
 * that matches lags alone can have a score of 1. `perfect` says how much one of the selected lags can have.
 */
import { firstKeyOf, hasSelector, weightsOf, type Model } from "../model";
import { describeSubsets, lagsOf, leadingSubset } from "./subsets";
import { describeHeads } from "./heads";
import { firstLayerPattern, secondLayerPattern, type AttentionPattern } from "./patterns";
import { blockLength, repeatedTokens } from "./repeatedTokens";

export interface HeadMeasures {
  /** 0-based head of the first layer; null: the one head of the second layer. */
  readonly head: number | null;
  /**
   * Mean attention, 0..1, from a token to the tokens that followed it in earlier repeats (Olsson et al. 2022, "In-context
   * learning and induction heads", appendix: head activation evaluators). In the second layer the token attended from
   * is the last one read, a place before the one that is predicted.
   */
  readonly prefixMatching: number;
  /** Mean attention to the place `lag` before, by lag − 1, [M]; at lag 1 the previous-token score of Olsson et al. */
  readonly previousToken: Float64Array;
  /**
   * Σλ/Σ|λ| over the eigenvalues of W_OV between tokens, −1..1 (Elhage et al. 2021, "A mathematical framework for
   * transformer circuits"). The disentangled model has no W_OV: heads bring tokens as they are, which is the identity.
   * So it is 1 for every head, by construction and at every step. NaN in the full model, whose heads have a W_OV of their
   * own: it is shown, and not measured.
   */
  readonly copying: number;
  /** Mean entropy −Σ α log α of the attention, in nats; log n where it is spread evenly over n places. */
  readonly entropy: number;
}

export interface CircuitMeasures {
  /** The first layer's heads in their order, then the second layer's. */
  readonly heads: readonly HeadMeasures[];
  /** Prefix matching of attention spread evenly over all places. */
  readonly chance: number;
  /**
   * Prefix matching of attention spread evenly over the places where all lags of the leading subset match; NaN where
   * there is no selector.
   */
  readonly perfect: number;
}

/**
 * Means over four sequences of repeated tokens, and in each over the places from the second repeat on. The same model
 * and parameters always give the same numbers.
 * @param parameters the whole vector, as `layoutOf` lays it out
 * @throws RangeError where the model is not measurable
 */
export function circuitMeasures(model: Model, parameters: Float64Array): CircuitMeasures {
  const sequences = sequencesOf(model);
  const weights = weightsOf(model, parameters);
  const { length } = sequences[0];
  const rows = rowsOf(model, length);
  const first = Array.from({ length: model.heads }, (_, head) => {
    const seen = dependsOnTokens(model) ? sequences : sequences.slice(0, 1);
    const patterns = seen.map((tokens) => firstLayerPattern(model, weights, head, tokens));
    // Its rows hold the token that they attend from, so what followed it lies one place nearer.
    return measured(model, head, patterns, rows, 1);
  });
  const patterns = sequences.map((tokens) => secondLayerPattern(model, weights, tokens, rows.from, rows.to));
  const second = measured(model, null, patterns, rows, 0);
  return {
    heads: [...first, second],
    chance: spreadScore(model, sequences, rows, []),
    perfect: hasSelector(model) ? spreadScore(model, sequences, rows, selectedLags(model, parameters)) : NaN,
  };
}

/** Whether the model knows as many positions as the sequences have that it is measured on. */
export function isMeasurable(model: Model): boolean {
  return model.family !== "absolute" || sequencesOf(model)[0].length < model.positions;
}

function selectedLags(model: Model, parameters: Float64Array): readonly number[] {
  return lagsOf(describeHeads(model, parameters), leadingSubset(describeSubsets(model, parameters)));
}

/** Heads that go by positions alone attend alike in all sequences. */
function dependsOnTokens({ family }: Model): boolean {
  return family === "full";
}

/** Places that attend, from 0; `to` is behind the last, the output's. */
interface Rows {
  readonly from: number;
  readonly to: number;
}

const known = new Map<string, readonly Uint8Array[]>();

function sequencesOf({ alphabetSize, window }: Model): readonly Uint8Array[] {
  const key = `${alphabetSize} ${window}`;
  const sequences = known.get(key) ?? repeatedTokens(alphabetSize, window);
  known.set(key, sequences);
  return sequences;
}

/** Those that have an earlier repeat among what they may attend to. */
function rowsOf(model: Model, length: number): Rows {
  return { from: firstKeyOf(model) + blockLength, to: length + 1 };
}

/** @param nearer places by which what followed an earlier repeat lies nearer than a block */
function measured(
  model: Model,
  head: number | null,
  patterns: readonly AttentionPattern[],
  { from, to }: Rows,
  nearer: 0 | 1,
): HeadMeasures {
  const { window } = model;
  const places = patterns.length * (to - from);
  const previousToken = new Float64Array(window);
  let [prefixMatching, entropy] = [0, 0];
  for (const { values, columns } of patterns) {
    for (let row = from; row < to; row++) {
      const begins = row * columns;
      for (let key = row - blockLength + nearer; key >= 0; key -= blockLength) {
        prefixMatching += values[begins + key] / places;
      }
      for (let lag = 1; lag <= window; lag++) previousToken[lag - 1] += values[begins + row - lag] / places;
      // Heads of the full model may attend to their own place; the output's has no column.
      for (let key = 0; key < Math.min(row + 1, columns); key++) {
        const attention = values[begins + key];
        if (attention > 0) entropy -= (attention * Math.log(attention)) / places;
      }
    }
  }
  const copying = model.family === "full" && head !== null ? NaN : 1;
  return { head, prefixMatching, previousToken, copying, entropy };
}

/** Prefix matching of one who attends alike to all places that have the same tokens at these lags. */
function spreadScore(
  model: Model,
  sequences: readonly Uint8Array[],
  { from, to }: Rows,
  lags: readonly number[],
): number {
  const firstKey = firstKeyOf(model);
  let score = 0;
  for (const tokens of sequences) {
    for (let row = from; row < to; row++) {
      let [matching, repeats] = [0, 0];
      for (let key = row - 1; key >= Math.max(firstKey, ...lags); key--) {
        if (!lags.every((lag) => tokens[key - lag] === tokens[row - lag])) continue;
        matching++;
        if ((row - key) % blockLength === 0) repeats++;
      }
      if (matching > 0) score += repeats / matching;
    }
  }
  return score / (sequences.length * (to - from));
}
