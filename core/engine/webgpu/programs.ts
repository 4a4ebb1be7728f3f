/** From kernels' texts and their constants to programs of a device. */
import type { Device } from "./device";
import allRows from "./shaders/allRows.wgsl";
import arithmetic from "./shaders/arithmetic.wgsl";
import backward from "./shaders/backward.wgsl";
import chains from "./shaders/chains.wgsl";
import forward from "./shaders/forward.wgsl";
import random from "./shaders/random.wgsl";
import rows from "./shaders/rows.wgsl";
import sequences from "./shaders/sequences.wgsl";
import stationary from "./shaders/stationary.wgsl";
import sums from "./shaders/sums.wgsl";
import workgroup from "./shaders/workgroup.wgsl";

/** Each by the name of its entry point. */
const texts = {
  sequences: [arithmetic, workgroup, forward, backward, sequences],
  sumRows: [sums],
  allRows: [arithmetic, random, rows, allRows],
  chains: [arithmetic, random, rows, chains],
  stationary: [arithmetic, random, stationary],
} as const;

export type ProgramName = keyof typeof texts;

/** Integers become u32, booleans bool; whatever else is written out in WGSL. */
export type Constants = Readonly<Record<string, string | number | boolean>>;

/** @throws Error with the compiler's words, which only a mistake in a kernel can cause */
export async function compile(
  device: Device,
  name: ProgramName,
  constants: Constants,
): Promise<GPUComputePipeline> {
  const header = Object.entries(constants).map(
    ([constant, value]) => `const ${constant} = ${written(value)};`,
  );
  const module = device.gpu.createShaderModule({ label: name, code: [...header, ...texts[name]].join("\n") });
  const compute = { module, entryPoint: name };
  return device.unlessLost(device.gpu.createComputePipelineAsync({ label: name, layout: "auto", compute }));
}

function written(value: string | number | boolean): string {
  return typeof value === "number" ? `${value}u` : String(value);
}

/** Buffers by their binding, from 0. */
export function bind(
  device: Device,
  program: GPUComputePipeline,
  buffers: readonly GPUBuffer[],
): GPUBindGroup {
  return device.gpu.createBindGroup({
    layout: program.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
}
