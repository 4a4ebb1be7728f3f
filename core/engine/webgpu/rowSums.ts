/** Rows of partial results summed to one on the device, in as many rounds as it takes, always in the same order. */
import { usage, type Device } from "./device";
import { bind, compile } from "./programs";

/** Rows that a round makes one of. */
const FAN = 32;

export interface RowSums {
  /** Adds the rounds to a pass. */
  encode(pass: GPUComputePassEncoder): void;
  /** Where the sums are afterwards. */
  readonly result: GPUBuffer;
}

/** Floats that the first round writes. */
export function roundFloats(rows: number, columns: number): number {
  return Math.ceil(rows / FAN) * columns;
}

/** @param partials [rows, columns] @param round room for `roundFloats` */
export async function rowSums(
  device: Device,
  partials: GPUBuffer,
  round: GPUBuffer,
  rows: number,
  columns: number,
): Promise<RowSums> {
  const program = await compile(device, "sumRows", { FAN });
  const rounds: { readonly group: GPUBindGroup; readonly rows: number }[] = [];
  let [from, to] = [partials, round];
  let left = rows;
  do {
    const table = device.constant("rows to sum", Uint32Array.of(left, columns), usage.uniform);
    left = Math.ceil(left / FAN);
    rounds.push({ group: bind(device, program, [table, from, to]), rows: left });
    [from, to] = [to, from];
  } while (left > 1);
  return {
    result: from,
    encode(pass) {
      pass.setPipeline(program);
      for (const { group, rows: summed } of rounds) {
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(Math.ceil(columns / 64), summed);
      }
    },
  };
}
