/** The kernel's plan from outside: room for it and its scratch, and its fields in the order of `MixedPlan` in kernels/plan.ts. */
import type { MixedTarget } from "../../model";
import type { Arena } from "../cpu/plan";
import { sumNames } from "./sums";

/** Vectors of `Lane` in kernels/plan.ts. */
const LANES = 11;

/** Addresses of what a run reads and writes beside its sequences. */
export interface MixedRoom {
  readonly plan: number;
  readonly places: number;
  readonly copied: number;
  readonly slopes: number;
  readonly exponentials: number;
  readonly lanes: number;
  readonly sums: number;
}

export function reserveRoom(arena: Arena, sequenceLength: number): MixedRoom {
  const vectors = (): number => arena.reserve(sequenceLength * 16);
  return {
    plan: arena.reserve(4 * 8 + 2 * 4 + 11 * 4),
    places: arena.reserve(sequenceLength * 32),
    copied: vectors(),
    slopes: vectors(),
    exponentials: vectors(),
    lanes: arena.reserve(LANES * 16),
    sums: arena.reserve(sumNames.length * 16),
  };
}

/** What one run is about. */
export interface MixedRun {
  readonly target: MixedTarget;
  /** [6], finite. */
  readonly parameters: Float64Array;
  readonly wants: { readonly logits: boolean; readonly slopes: boolean };
  /** L of the sequences. */
  readonly sequenceLength: number;
}

/** To a softmax larger sharpnesses are the same, but not to float32. */
const SHARPEST = 1e30;

/** All but which sequences: see `selectSequences`. */
export function writeRun(memory: WebAssembly.Memory, room: MixedRoom, run: MixedRun): void {
  const { mixing, sharpness } = run.target;
  const [, , value1, value2, key, query] = run.parameters;
  const inBase2 = (slope: number): number => Math.max(-SHARPEST, Math.min(SHARPEST, slope * Math.LOG2E));
  new Float64Array(memory.buffer, room.plan, 4).set([
    ...[mixing / (1 + mixing), 1 / (1 + mixing)],
    ...[value1, value2],
  ]);
  new Float32Array(memory.buffer, room.plan + 32, 2).set([inBase2(sharpness), inBase2(key * query)]);
  new Uint32Array(memory.buffer, room.plan + 40, 11).set([
    ...[run.wants.logits ? 1 : 0, run.wants.slopes ? 1 : 0],
    ...[run.sequenceLength, 0, 0],
    ...[room.places, room.copied, room.slopes, room.exponentials, room.lanes, room.sums],
  ]);
}

/** @param scalars address of f32 [⌈count/4⌉, L, 4] */
export function selectSequences(
  memory: WebAssembly.Memory,
  room: MixedRoom,
  scalars: number,
  count: number,
): void {
  new Uint32Array(memory.buffer, room.plan + 52, 2).set([count, scalars]);
}
