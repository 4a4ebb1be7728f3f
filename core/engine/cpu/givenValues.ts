/**
 * Values that the kernels do not copy themselves: those of the full model and of the MLP, computed in float64 for every
 * distinct window of a table, handed over in float32, and their gradients taken back. There are some thousand windows
 * where there are a million positions, so this costs little beside the pairs.
 */
import {
  valueShape,
  windowValue,
  windowValueBackward,
  type TokenWindow,
  type WeightGradients,
  type Weights,
  type WindowedModel,
} from "../../model";
import type { KernelModel } from "./kernelModel";
import { headVectorsOf } from "./plan";
import type { TableJob } from "./tableJob";
import type { WindowTable } from "./windowTable";

export interface GivenValues {
  /** Before a run. */
  write(memory: WebAssembly.Memory, weights: Weights): void;
  /** After one that wanted the values' gradients: adds what they mean. */
  collect(memory: WebAssembly.Memory, weights: Weights, gradients: WeightGradients): void;
}

export function givenValues(model: WindowedModel, kernelModel: KernelModel, job: TableJob): GivenValues {
  const windows = tokenWindows(job.table, kernelModel.window);
  const places = placesInRow(model, kernelModel);
  const numbers = places.length;
  const rowFloats = kernelModel.valueSize * headVectorsOf(kernelModel) * 4;
  // Components that are dealt to lanes of weight 1/4 are twice as large on both sides.
  const factor = model.family === "mlp" ? 2 : 1;
  const value = new Float64Array(numbers);
  return {
    write(memory, weights) {
      const rows = new Float32Array(memory.buffer, job.values[0], windows.length * rowFloats);
      windows.forEach((window, index) => {
        windowValue(model, weights, window, value.fill(0), 0);
        for (let i = 0; i < numbers; i++) rows[index * rowFloats + places[i]] = factor * value[i];
      });
    },
    collect(memory, weights, gradients) {
      const blocks = job.valueGradients.map(
        (address) => new Float32Array(memory.buffer, address, windows.length * rowFloats),
      );
      windows.forEach((window, index) => {
        for (let i = 0; i < numbers; i++) {
          let sum = 0;
          for (const block of blocks) sum += block[index * rowFloats + places[i]];
          value[i] = factor * sum;
        }
        windowValueBackward(model, weights, window, value, gradients);
      });
    },
  };
}

/** Where each number of a value, [count, size], lies in a row of the kernels, [size][heads in lanes]. */
function placesInRow(model: WindowedModel, kernelModel: KernelModel): Int32Array {
  const { count, size } = valueShape(model);
  const padded = 4 * headVectorsOf(kernelModel);
  return Int32Array.from({ length: count * size }, (_, at) => {
    if (model.family === "mlp") return Math.floor(at / padded) * padded + (at % padded);
    return (at % size) * padded + Math.floor(at / size);
  });
}

function tokenWindows({ windows, own, counts }: WindowTable, window: number): TokenWindow[] {
  return Array.from({ length: counts.windows }, (_, index) => {
    const row = index * (1 + window);
    return { own: own?.[index] ?? -1, lags: windows.subarray(row + 1, row + 1 + windows[row]) };
  });
}
