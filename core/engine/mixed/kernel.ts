/**
 * The kernel of the mixed target with its memory: it draws fresh sequences where it will read them, a part of a batch at a
 * time, so that they stay in a near cache, or reads a fixed set. On one thread: a step is shorter than waking another.
 */
import { compileSampler, drawScalarGroups, scalarGroups, type ScalarSet } from "../../data";
import { Arena } from "../cpu/plan";
import type { ScalarData } from "../engine";
import kernelBytes from "./kernels.wasm";
import { reserveRoom, selectSequences, writeRun, type MixedRoom, type MixedRun } from "./plan";
import { placesOf, type Places } from "./places";
import { sumNames, type MixedSums } from "./sums";

/** Most bytes of fresh sequences that lie in memory at a time. */
const PART_BYTES = 2 ** 16;

/** Sequences that runs can be about, and where their scalars lie. */
export type Sequences =
  | { readonly kind: "fixed"; readonly count: number; readonly address: number }
  | { readonly kind: "online"; readonly count: number; readonly address: number; readonly seed: number };

/** Memory with a training set, or room for parts of a batch, and the validation set. */
export interface MixedMemory {
  readonly memory: WebAssembly.Memory;
  readonly room: MixedRoom;
  readonly training: Sequences;
  readonly validation: Sequences | null;
}

/** @throws RangeError when the sets are larger than WebAssembly can address */
export function layOut(
  training: ScalarData,
  validation: ScalarSet | null,
  sequenceLength: number,
): MixedMemory {
  const arena = new Arena();
  const room = reserveRoom(arena, sequenceLength);
  const groupsOf = (count: number): number => arena.reserve(Math.ceil(count / 4) * sequenceLength * 16);
  const train: Sequences =
    training.kind === "fixed"
      ? { kind: "fixed", count: training.data.count, address: groupsOf(training.data.count) }
      : {
          ...{ kind: "online", count: training.batchSize, seed: training.seed },
          address: groupsOf(Math.min(training.batchSize, partOf(sequenceLength))),
        };
  const held = validation && {
    ...({ kind: "fixed", count: validation.count } as const),
    address: groupsOf(validation.count),
  };
  const memory = arena.memory();
  if (training.kind === "fixed") writeSet(memory, train.address, training.data);
  if (validation && held) writeSet(memory, held.address, validation);
  return { memory, room, training: train, validation: held };
}

function writeSet(memory: WebAssembly.Memory, address: number, set: ScalarSet): void {
  const groups = scalarGroups(set);
  new Float32Array(memory.buffer, address, groups.length).set(groups);
}

/** Sequences that are drawn before the kernel reads them: a multiple of four. */
function partOf(sequenceLength: number): number {
  return 4 * Math.max(1, Math.floor(PART_BYTES / (16 * sequenceLength)));
}

/** Sums over all sequences of a run, and the places that their slopes are in units of. */
export interface RunResult {
  readonly sums: MixedSums;
  readonly places: Places;
}

/** Runs the kernel on `sequences`. @param step whose batch, of fresh ones */
export type RunKernel = (run: MixedRun, sequences: Sequences, step: number) => RunResult;

export async function loadKernel({ memory, room }: MixedMemory): Promise<RunKernel> {
  const imports = { env: { memory } };
  const [{ instance }, sampler] = await Promise.all([
    WebAssembly.instantiate(kernelBytes, imports),
    compileSampler().then((compiled) => WebAssembly.instantiate(compiled, imports)),
  ]);
  // WebAssembly types exports as unknown; the module is ours.
  const mixed = instance.exports.mixed as (plan: number) => void;
  return (run, sequences, step) => {
    const { sequenceLength, parameters } = run;
    const { address, count } = sequences;
    const places = placesOf(sequenceLength, parameters[0], parameters[1]);
    new Float32Array(memory.buffer, room.places, places.rows.length).set(places.rows);
    new Float64Array(memory.buffer, room.sums, 2 * sumNames.length).fill(0);
    writeRun(memory, room, run);
    const part = sequences.kind === "fixed" ? count : partOf(sequenceLength);
    for (let done = 0; done < count; done += part) {
      const now = Math.min(part, count - done);
      if (sequences.kind === "online") {
        drawScalarGroups(sampler, {
          ...{ seed: sequences.seed, stream: "online", first: step * count + done },
          ...{ groups: Math.ceil(now / 4), sequenceLength, to: address },
        });
      }
      selectSequences(memory, room, address, now);
      mixed(room.plan);
    }
    return { sums: readSums(memory, room), places };
  };
}

function readSums(memory: WebAssembly.Memory, room: MixedRoom): MixedSums {
  const pairs = new Float64Array(memory.buffer, room.sums, 2 * sumNames.length);
  const sums = sumNames.map((name, index) => [name, pairs[2 * index] + pairs[2 * index + 1]] as const);
  // One entry for each of the names.
  return Object.fromEntries(sums) as MixedSums;
}
