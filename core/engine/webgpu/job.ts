/**
 * One set of sequences as work for the device: its buffers, the programs that run over it, and how it is dealt out.
 * Workgroups take the sequences in turn; how many there are follows from the sizes alone, so that equal data are summed
 * in equal order. What does not fit into the memory at once is done in parts.
 */
import type { TrainingData } from "../engine";
import type { DisentangledModel } from "../../model";
import type { TokenSet } from "../../data";
import { usage, type Device } from "./device";
import { freshTokens } from "./freshTokens";
import { bind, compile } from "./programs";
import { roundFloats, rowSums, type RowSums } from "./rowSums";
import { sequenceConstants, shapeOf, workOf, type Shape, type Wants } from "./shape";
import { fixedTokens, megabytes, type TokenBatch, type TokenSource } from "./tokens";

/** How much may be taken at once; a device that has less gets less. */
export interface Budget {
  /** Bytes of scratch. */
  readonly bytes: number;
  /** Workgroups: enough to fill the largest devices. */
  readonly groups: number;
  /** Multiply-adds of a dispatch: a fraction of a second on a weak device, whose system resets it after two. */
  readonly work: number;
}

export const defaultBudget: Budget = { bytes: 2 ** 28, groups: 2048, work: 2 ** 32 };

/** @throws RangeError with the size where the device has no memory for the work on even one sequence */
export async function createJob(
  device: Device,
  model: DisentangledModel,
  data: TrainingData | TokenSet,
  budget: Budget,
): Promise<Job> {
  const isSet = "tokens" in data;
  const training: TrainingData = isSet ? { kind: "fixed", data } : data;
  const { sequenceLength } = training.kind === "fixed" ? training.data : training.law;
  const count = training.kind === "fixed" ? training.data.count : training.batchSize;
  const shape = shapeOf(model, sequenceLength);
  const { groups, ...buffers } = await allocate(device, shape, count, budget);
  const affordable = Math.floor(budget.work / workOf(shape) / groups) * groups;
  const most = Math.max(groups, affordable);
  const source =
    training.kind === "fixed"
      ? await fixedTokens(device, training.data)
      : await freshTokens(device, training, most, budget.bytes);
  const rows = groups * (shape.parts + 1);
  const sums = await rowSums(device, buffers.partials, buffers.round, rows, shape.outputs);
  return new Job(device, shape, source, count, groups, most, buffers, sums);
}

type Buffers = ReturnType<typeof makeBuffers>;

async function allocate(
  device: Device,
  shape: Shape,
  count: number,
  budget: Budget,
): Promise<Buffers & { readonly groups: number }> {
  const groupBytes = 4 * (shape.scratchFloats + shape.partialFloats);
  const largest = 4 * Math.max(shape.scratchFloats, shape.partialFloats);
  const fitting = Math.min(budget.bytes / groupBytes, device.mostBytes / largest);
  for (let groups = Math.floor(Math.min(budget.groups, count, fitting)); groups > 0;) {
    const buffers = await device.ifItFits((own) => makeBuffers(device, own, shape, groups));
    if (buffers) return { groups, ...buffers };
    groups = Math.floor(groups / 2);
  }
  throw new RangeError(
    `The device ${device.name} has no memory for the work on even one sequence, ${megabytes(groupBytes)}: use ` +
      'shorter sequences, fewer heads, fewer subsets or a smaller window, or engine.kind "cpu".',
  );
}

function makeBuffers(device: Device, own: (buffer: GPUBuffer) => GPUBuffer, shape: Shape, groups: number) {
  const make = (label: string, floats: number, uses: number) => own(device.buffer(label, 4 * floats, uses));
  const { storage, copySource, copyTarget, mapRead } = usage;
  const rows = groups * (shape.parts + 1);
  return {
    scratch: make("scratch", groups * shape.scratchFloats, storage | copySource),
    partials: make("partial results", groups * shape.partialFloats, storage | copySource | copyTarget),
    round: make("sums", roundFloats(rows, shape.outputs), storage | copySource),
    weights: make("weights", shape.sigmaSize + shape.model.subsets.length + 1, storage | copyTarget),
    results: make("results", shape.outputs, mapRead | copyTarget),
  };
}

interface Dispatch {
  readonly batch: TokenBatch;
  /** Whether the batch's tokens have to be made first. */
  readonly begins: boolean;
  readonly range: GPUBuffer;
}

export class Job {
  /** Programs by what they compute, each with the buffers of each dispatch. */
  private readonly programs = new Map<string, Promise<Program>>();
  private readonly dispatches: readonly Dispatch[];
  private readonly subsetHeads: GPUBuffer;

  constructor(
    private readonly device: Device,
    readonly shape: Shape,
    private readonly source: TokenSource,
    /** All sequences of a step. */
    readonly count: number,
    readonly groups: number,
    most: number,
    private readonly buffers: Buffers,
    private readonly sums: RowSums,
  ) {
    const { subsets } = shape.model;
    const bits = Uint32Array.from(subsets, (subset) => subset.reduce((sum, head) => sum | (1 << head), 0));
    this.subsetHeads = device.constant("heads of subsets", bits, usage.storage);
    this.dispatches = source.batches.flatMap((batch) =>
      Array.from({ length: Math.ceil(batch.count / most) }, (_, part) => {
        const words = Uint32Array.of(part * most, Math.min(most, batch.count - part * most), groups);
        return { batch, begins: part === 0, range: device.constant("range", words, usage.uniform) };
      }),
    );
  }

  get parts(): number {
    return this.dispatches.length;
  }

  /**
   * Sums over all sequences, [outputs] of the shape.
   * @param weights σ [lengths, H, lags], p, a
   * @throws DeviceLostError
   */
  async run(weights: Float32Array<ArrayBuffer>, wants: Wants, step: number): Promise<Float32Array> {
    const { device, buffers, sums, shape } = this;
    const { queue } = device.gpu;
    const program = await this.program(wants);
    queue.writeBuffer(buffers.weights, 0, weights);
    this.source.select(step);
    for (const [index, { batch, begins }] of this.dispatches.entries()) {
      const encoder = device.gpu.createCommandEncoder();
      if (index === 0) encoder.clearBuffer(buffers.partials);
      const pass = encoder.beginComputePass();
      if (begins) batch.encode(pass);
      pass.setPipeline(program.pipeline);
      pass.setBindGroup(0, program.groups[index]);
      pass.dispatchWorkgroups(this.groups);
      pass.end();
      queue.submit([encoder.finish()]);
    }
    const encoder = device.gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    sums.encode(pass);
    pass.end();
    encoder.copyBufferToBuffer(sums.result, 0, buffers.results, 0, 4 * shape.outputs);
    queue.submit([encoder.finish()]);
    return new Float32Array(await device.read(buffers.results, 4 * shape.outputs));
  }

  /** k of every position of a fixed set, [count, L], where it is a key; other cells are whatever was there. */
  async kernel(weights: Float32Array<ArrayBuffer>): Promise<Float32Array> {
    const { device, groups } = this;
    const { sequenceLength } = this.shape;
    const { pipeline } = await this.program({ gradient: false, lags: false, subsets: false });
    device.gpu.queue.writeBuffer(this.buffers.weights, 0, weights);
    const kernel = new Float32Array(this.count * sequenceLength);
    const bytes = groups * sequenceLength * 4;
    const room = device.buffer("k", bytes, usage.mapRead | usage.copyTarget);
    let place = 0;
    for (const { tokens, count } of this.source.batches) {
      for (let first = 0; first < count; first += groups) {
        const part = Math.min(groups, count - first);
        const range = device.constant("range", Uint32Array.of(first, part, groups), usage.uniform);
        const encoder = device.gpu.createCommandEncoder();
        const pass = encoder.beginComputePass();
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, this.bindTo(pipeline, range, tokens));
        pass.dispatchWorkgroups(groups);
        pass.end();
        encoder.copyBufferToBuffer(this.buffers.scratch, 0, room, 0, bytes);
        device.gpu.queue.submit([encoder.finish()]);
        const found = new Float32Array(await device.read(room, bytes));
        kernel.set(found.subarray(0, part * sequenceLength), place);
        place += part * sequenceLength;
        range.destroy();
      }
    }
    room.destroy();
    return kernel;
  }

  /** The sequences of `step`, [count, L + 1]: for checking what the device has drawn. */
  async tokens(step: number): Promise<Uint8Array> {
    const { device } = this;
    const row = this.shape.sequenceLength + 1;
    const rowBytes = 4 * this.shape.rowWords;
    const tokens = new Uint8Array(this.count * row);
    let place = 0;
    this.source.select(step);
    for (const batch of this.source.batches) {
      const bytes = batch.count * rowBytes;
      const room = device.buffer("tokens", bytes, usage.mapRead | usage.copyTarget);
      const encoder = device.gpu.createCommandEncoder();
      const pass = encoder.beginComputePass();
      batch.encode(pass);
      pass.end();
      encoder.copyBufferToBuffer(batch.tokens, 0, room, 0, bytes);
      device.gpu.queue.submit([encoder.finish()]);
      const found = new Uint8Array(await device.read(room, bytes));
      for (let index = 0; index < batch.count; index++, place += row) {
        tokens.set(found.subarray(index * rowBytes, index * rowBytes + row), place);
      }
      room.destroy();
    }
    return tokens;
  }

  private program(wants: Wants): Promise<Program> {
    const key = JSON.stringify(wants);
    const known = this.programs.get(key);
    if (known) return known;
    const program = this.compiled(wants);
    this.programs.set(key, program);
    return program;
  }

  private async compiled(wants: Wants): Promise<Program> {
    const pipeline = await compile(this.device, "sequences", sequenceConstants(this.shape, wants));
    const groups = this.dispatches.map(({ range, batch }) => this.bindTo(pipeline, range, batch.tokens));
    return { pipeline, groups };
  }

  private bindTo(pipeline: GPUComputePipeline, range: GPUBuffer, tokens: GPUBuffer): GPUBindGroup {
    const { weights, scratch, partials } = this.buffers;
    return bind(this.device, pipeline, [range, tokens, weights, this.subsetHeads, scratch, partials]);
  }
}

interface Program {
  readonly pipeline: GPUComputePipeline;
  readonly groups: readonly GPUBindGroup[];
}
