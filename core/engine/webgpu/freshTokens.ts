/**
 * Fresh batches, drawn on the device. Sequence i of step s is a function of the seed, s and i alone; it follows the same
 * law as the CPU's, but is not the same sequence. Batches too large for the memory are drawn in parts.
 */
import type { ChainLaw } from "../../data";
import type { TrainingData } from "../engine";
import { usage, type Device } from "./device";
import { bind, compile, type Constants } from "./programs";
import { rowWordsOf } from "./shape";
import { megabytes, type TokenBatch, type TokenSource } from "./tokens";

export type FreshData = Extract<TrainingData, { kind: "online" }>;

/** Rows of π are all drawn beforehand where they are not many more than the tokens of a sequence. */
const MOST_ROWS_A_TOKEN = 2;

/** Workgroups that find stationary laws side by side. */
const MOST_LAWS = 256;

/** Most workgroups of a dispatch along one axis, on every device. */
const MOST_WORKGROUPS = 65_535;

/**
 * @param most sequences of a part, at most
 * @param budget bytes for what drawing takes
 * @throws RangeError with the size where not even one sequence fits
 */
export async function freshTokens(
  device: Device,
  data: FreshData,
  most: number,
  budget: number,
): Promise<TokenSource> {
  const { law, batchSize } = data;
  const sizes = sizesOf(law);
  for (let count = Math.min(most, batchSize, sizes.fitting(Math.min(budget, device.mostBytes))); count > 0;) {
    const buffers = await device.ifItFits((own) => allocate(device, own, sizes, count));
    if (buffers) return drawn(device, data, sizes, buffers, count);
    count = Math.floor(count / 2);
  }
  throw new RangeError(
    `The device ${device.name} has no memory to draw even one sequence, ${megabytes(sizes.sequenceBytes)}: use a ` +
      'smaller alphabet, fewer parents or shorter sequences, or engine.kind "cpu".',
  );
}

interface Sizes {
  readonly rows: number;
  /** Rows of π that are kept for each sequence. */
  readonly kept: number;
  /** States of the chain; 0 with a uniform start. */
  readonly states: number;
  readonly rowBytes: number;
  readonly rowsBytes: number;
  readonly sequenceBytes: number;
  /** Sequences for which `bytes` suffice. */
  fitting(bytes: number): number;
}

function sizesOf({ alphabetSize, parents, sequenceLength, initial }: ChainLaw): Sizes {
  const rows = alphabetSize ** parents.length;
  const states = initial === "stationary" ? alphabetSize ** parents[parents.length - 1] : 0;
  const kept = states > 0 || rows <= MOST_ROWS_A_TOKEN * sequenceLength ? rows : 1;
  const rowBytes = 4 * rowWordsOf(sequenceLength);
  const rowsBytes = kept * alphabetSize * 4;
  const sequenceBytes = rowBytes + rowsBytes * (states > 0 ? 2 : 1) + 4;
  const fitting = (bytes: number) => Math.floor(bytes / sequenceBytes);
  return { rows, kept, states, rowBytes, rowsBytes, sequenceBytes, fitting };
}

function allocate(device: Device, own: (buffer: GPUBuffer) => GPUBuffer, sizes: Sizes, count: number) {
  const make = (label: string, bytes: number, uses = 0) =>
    own(device.buffer(label, bytes, usage.storage | uses));
  const laws = Math.min(MOST_LAWS, count);
  return {
    tokens: make("tokens", count * sizes.rowBytes, usage.copySource),
    thresholds: make("rows of π", count * sizes.rowsBytes),
    logarithms: make("logarithms of π", sizes.states > 0 ? count * sizes.rowsBytes : 4),
    starts: make("starts", sizes.states > 0 ? count * 4 : 4),
    transitions: make("transitions", laws * sizes.states ** 2 * 4),
  };
}

async function drawn(
  device: Device,
  { law, seed, batchSize }: FreshData,
  sizes: Sizes,
  { tokens, thresholds, logarithms, starts, transitions }: ReturnType<typeof allocate>,
  most: number,
): Promise<TokenSource> {
  const constants = constantsOf(law, sizes);
  const rows = await compile(device, "allRows", constants);
  const laws = sizes.states > 0 ? await compile(device, "stationary", constants) : null;
  const chains = await compile(device, "chains", constants);
  const parts = Array.from({ length: Math.ceil(batchSize / most) }, (_, part) => {
    const first = part * most;
    const count = Math.min(most, batchSize - first);
    const draw = device.buffer("draw", 16, usage.uniform | usage.copyTarget);
    const steps = [
      ...(sizes.kept === sizes.rows
        ? [stepOf(device, rows, [draw, thresholds, logarithms], Math.ceil((count * sizes.rows) / 64))]
        : []),
      ...(laws
        ? [stepOf(device, laws, [draw, logarithms, starts, transitions], Math.min(MOST_LAWS, count))]
        : []),
      stepOf(device, chains, [draw, thresholds, starts, tokens, logarithms], Math.ceil(count / 64)),
    ];
    const batch: TokenBatch = { tokens, count, encode: (pass) => steps.forEach((step) => step(pass)) };
    return { first, count, draw, batch };
  });
  return {
    batches: parts.map(({ batch }) => batch),
    select(step) {
      for (const { first, count, draw } of parts) {
        const number = step * batchSize + first;
        const words = Uint32Array.of(number % 2 ** 32, Math.floor(number / 2 ** 32), count, seed);
        device.gpu.queue.writeBuffer(draw, 0, words);
      }
    },
  };
}

function stepOf(
  device: Device,
  program: GPUComputePipeline,
  buffers: readonly GPUBuffer[],
  workgroups: number,
): (pass: GPUComputePassEncoder) => void {
  const group = bind(device, program, buffers);
  return (pass) => {
    pass.setPipeline(program);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(Math.min(MOST_WORKGROUPS, workgroups));
  };
}

function constantsOf(law: ChainLaw, { rows, kept, states }: Sizes): Constants {
  const { alphabetSize, parents, sequenceLength, prior } = law;
  return {
    TOKENS: alphabetSize,
    LENGTH: sequenceLength,
    ROW_WORDS: rowWordsOf(sequenceLength),
    PARENT_COUNT: parents.length,
    PARENTS: `array<u32, ${parents.length}>(${parents.map((parent) => `${parent}u`).join(", ")})`,
    LARGEST_PARENT: parents[parents.length - 1],
    ROWS: rows,
    KEPT_ROWS: kept,
    STATES: Math.max(1, states),
    STATIONARY: states > 0,
    ALPHA: `f32(${prior.alpha})`,
    FLOOR: `f32(${prior.floor})`,
  };
}
