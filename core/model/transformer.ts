/**
 * The model families as plain data, every convention resolved, so that whatever computes with them needs no further
 * defaults. What all families share: a first part that copies earlier tokens to each position, values v that are compared
 * between positions, and a classifier that lets alike positions vote. Where they differ is how values come about.
 */
import type { DisentangledModel } from "./disentangled/model";

/** In the order in which they are told of. */
export const familyNames = ["disentangled", "full", "mlp", "deep", "absolute"] as const;
export type Family = (typeof familyNames)[number];

/** What every family has. */
export interface Transformer {
  /** d, the number of tokens. */
  readonly alphabetSize: number;
  /** H: all heads that copy, of `deep` those of all its layers. */
  readonly heads: number;
  /** M, lags 1..M that a head can see. */
  readonly window: number;
  /** 𝒮, in the order of `coefficients`; heads are 0-based. Empty where there is no polynomial selector. */
  readonly subsets: readonly (readonly number[])[];
  /** [H, M], 1 where head h may attend lag i+1. */
  readonly lagMask: Uint8Array;
  readonly normalizeValues: "none" | "l2";
  readonly boundary: "skip" | "truncate";
  readonly loss: "log" | "softmax";
  /** ε inside the `log` loss. */
  readonly epsilon: number;
}

/** The authors' unsimplified model: W_Q, W_K, W_OV in every head, LayerNorm on values (spec/model.md §4). */
export interface FullModel extends Transformer {
  readonly family: "full";
}

/** The disentangled copier, then an MLP with LayerNorm and residual stream in place of the polynomial FFN. */
export interface MlpModel extends Transformer {
  readonly family: "mlp";
  readonly hiddenUnits: number;
  readonly activation: "relu" | "gelu";
}

/** Several layers of copiers, each reading the stream that the ones before it have written; then selector and classifier. */
export interface DeepModel extends Transformer {
  readonly family: "deep";
  /** Layers of copiers; with the classifier's attention layer the model has one more. */
  readonly copierLayers: number;
}

/** The disentangled model with learned absolute position embeddings in place of relative ones. */
export interface AbsoluteModel extends Transformer {
  readonly family: "absolute";
  /** Positions that have an embedding: L + 1, the last one the output's. */
  readonly positions: number;
  readonly embeddingSize: number;
}

export type Model = DisentangledModel | FullModel | MlpModel | DeepModel | AbsoluteModel;

/** Families whose values at a position are a function of the tokens in its window, wherever that is. */
export type WindowedModel = DisentangledModel | FullModel | MlpModel;

/** Whether the polynomial selector weighs subsets of heads in it. */
export function hasSelector({ subsets }: Transformer): boolean {
  return subsets.length > 0;
}

/** Heads of one layer of copiers. */
export function headsOfLayer(model: Model): number {
  return model.family === "deep" ? model.heads / model.copierLayers : model.heads;
}

/** Window lengths that occur: all up to M with boundary `truncate`, else M alone. */
export function firstWindowLength({ boundary, window }: Transformer): number {
  return boundary === "truncate" ? 0 : window;
}

/** First position, 0-based, that is a key: with boundary `skip` every layer of copiers needs a whole window. */
export function firstKeyOf(model: Model): number {
  return firstWindowLength(model) * (model.family === "deep" ? model.copierLayers : 1);
}

/**
 * The vectors that are compared between positions: how many each has (one a head, with an MLP a single one), and of how
 * many numbers each is (shorter ones are filled up with zeros).
 */
export function valueShape(model: Model): { readonly count: number; readonly size: number } {
  const { alphabetSize, heads } = model;
  switch (model.family) {
    case "mlp":
      return { count: 1, size: heads * alphabetSize };
    case "deep":
      return { count: heads, size: alphabetSize * (1 + headsOfLayer(model)) ** (model.copierLayers - 1) };
    default:
      return { count: heads, size: alphabetSize };
  }
}

/** 𝒮 over the compared vectors: where there is no selector, the one vector alone. */
export function comparedSubsets(model: Model): Transformer["subsets"] {
  return hasSelector(model) ? model.subsets : [[0]];
}
