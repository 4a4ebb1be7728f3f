/** The backends of TensorFlow.js by name, and what is known of one that was opened. */
import type * as core from "@tensorflow/tfjs-core";

/** In the order in which `auto` tries them. */
export const backendNames = ["cuda", "webgpu", "wasm", "cpu"] as const;

export type BackendName = (typeof backendNames)[number];

/** The functions of TensorFlow.js. Its tensors have no methods for operations: `tf.add(a, b)`, not `a.add(b)`. */
export type Tf = typeof core;

/** A backend that can compute: it has shown it. */
export interface ReadyBackend {
  readonly tf: Tf;
  /** What computes, as its maker calls it. */
  readonly device: string;
  /** To be called when numbers have come back. @throws Error where the device has refused work, or was lost, meanwhile */
  check(): void;
}

/** A backend that cannot be had, and why, in a sentence that says what to do about it where something can be done. */
export interface AbsentBackend {
  readonly backend: BackendName;
  readonly why: string;
}

/** How a backend came to be tried: what is slower than its successors is only taken when it was asked for. */
export type Occasion = "asked for" | "auto";

/** `check` of what says at once what it cannot do. */
export function neverInTrouble(): void {
  return undefined;
}
