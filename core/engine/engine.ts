/**
 * What a training loop asks of a device: loss and gradients of one model on one data set.
 * Engines hold data and scratch; parameters belong to the caller and come in with every call.
 */
import type { ChainLaw, ScalarSet, TokenSet } from "../data";
import type { MixedModel, Model, GroupName } from "../model";
import type { BackendName } from "./tfjs";

/** What an engine is made for. */
export type EngineRequest = TokenRequest | MixedRequest;

/** A transformer on tokens. */
export interface TokenRequest extends Device {
  readonly model: Model;
  readonly training: TrainingData;
  /** Held-out sequences, or null for none. */
  readonly validation: TokenSet | null;
}

/** The mixed target, on scalars. */
export interface MixedRequest extends Device {
  readonly model: MixedModel;
  readonly training: ScalarData;
  readonly validation: ScalarSet | null;
}

/** What is to compute. */
interface Device {
  /** `auto` is the fastest that can run the model. */
  readonly kind: "auto" | EngineKind;
  /** Of the tfjs engine: `auto`, the first that can be had, if left out. */
  readonly backend?: "auto" | BackendName;
  /** `auto`: one for each core, at most 8. The reference always uses one. */
  readonly threads: "auto" | number;
  /** For the CPU engine: `auto` chooses by what the data costs on each path. */
  readonly path: "auto" | "table" | "direct";
}

export const engineKinds = ["cpu", "tfjs", "webgpu", "reference"] as const;

export type EngineKind = (typeof engineKinds)[number];

/** A fixed set (full batch), or a fresh batch for every step. */
export type TrainingData =
  | { readonly kind: "fixed"; readonly data: TokenSet }
  | { readonly kind: "online"; readonly law: ChainLaw; readonly seed: number; readonly batchSize: number };

/** The same of scalars, whose law has nothing but a length. */
export type ScalarData =
  | { readonly kind: "fixed"; readonly data: ScalarSet }
  | { readonly kind: "online"; readonly seed: number; readonly batchSize: number };

/** The training set. @throws RangeError where there is none, only fresh batches. */
export function fixedData(training: TrainingData): TokenSet {
  if (training.kind === "fixed") return training.data;
  throw new RangeError("fresh batches have no fixed sequences to look at: set data.online to false");
}

export interface Engine {
  readonly description: EngineDescription;
  /**
   * Says which groups the coming `gradient` calls need. What these leave constant is computed once and kept:
   * call it again whenever a parameter outside the named groups has changed.
   */
  prepare(train: readonly GroupName[]): void;
  /**
   * Mean loss over the training set (online: over the batch that belongs to `step`) and its gradient.
   * `gradient` is overwritten: trained groups get ∂ℓ/∂θ, the others 0.
   * @returns the mean loss at `parameters`.
   */
  gradient(parameters: Float64Array, gradient: Float64Array, step: number): Promise<number>;
  /** Mean loss over the validation set; NaN when there is none. */
  validationLoss(parameters: Float64Array): Promise<number>;
  /**
   * Metrics of the last `gradient` call beside its loss, by name, where the family or the data have any. Of the mixed
   * target: `lossG4` and `lossIH`, whose sum the loss is, and `unexplainedG4`, `unexplainedIH`: each divided by what
   * it would be on the same sequences with a value of 0, ½E f².
   */
  readonly lossParts?: () => Readonly<Record<string, number>>;
  /** The same of the last `validationLoss` call, all of its names beginning with `validationLoss`. */
  readonly validationParts?: () => Readonly<Record<string, number>>;
  /**
   * k_l of every key of the fixed training set as this engine computes it, [N, L], 0 where a position is no key.
   * For inspection and for checking engines; not made to be fast.
   * @throws RangeError for fresh batches.
   */
  kernel(parameters: Float64Array): Promise<Float64Array>;
  /** Ends threads and frees memory; the engine is of no use afterwards. */
  dispose(): Promise<void>;
}

/** What ran, for `run.json`, `show` and the log. */
export interface EngineDescription {
  readonly kind: EngineKind;
  readonly threads: number;
  /** Of the tfjs engine. */
  readonly backend?: BackendName;
  /** What computes, as its maker calls it, where that is another than this machine's processor. */
  readonly device?: string;
  /**
   * `sequences`: one by one (reference); `table`: window pairs; `direct`: position by position; `device`: kernels on a
   * graphics processor; `graph`: operations that are differentiated automatically.
   */
  readonly path: "sequences" | "table" | "direct" | "device" | "graph";
  /** Why this path, in words with the counts behind it. */
  readonly reason: string;
}
