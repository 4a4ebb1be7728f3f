/** Values that the kernels are given: into the rows of a table's windows, and their gradients out of them again. */
import { valueShape, type TokenWindow, type WindowedModel } from "../../model";
import type { KernelModel } from "./kernelModel";
import { headVectorsOf } from "./plan";
import type { TableJob } from "./tableJob";
import type { MakeValueSource, ValueSource } from "./valueSource";
import type { WindowTable } from "./windowTable";

export interface GivenValues {
  readonly source: ValueSource;
  /** Before a run. @param values v, [W, count · size] */
  write(memory: WebAssembly.Memory, values: ArrayLike<number>): void;
  /** ∂v after a run that wanted it, summed over the threads in their order, [W, count · size]; overwritten by the next. */
  read(memory: WebAssembly.Memory): Float64Array;
}

export function givenValues(
  model: WindowedModel,
  kernelModel: KernelModel,
  job: TableJob,
  makeSource: MakeValueSource,
): GivenValues {
  const windows = tokenWindows(job.table, kernelModel.window);
  const places = placesInRow(model, kernelModel);
  const numbers = places.length;
  const rowFloats = kernelModel.valueSize * headVectorsOf(kernelModel) * 4;
  const floats = windows.length * rowFloats;
  // Components that are dealt to lanes of weight 1/4 are twice as large on both sides.
  const factor = model.family === "mlp" ? 2 : 1;
  const gradients = new Float64Array(windows.length * numbers);
  return {
    source: makeSource(windows),
    write(memory, values) {
      const rows = new Float32Array(memory.buffer, job.values[0], floats);
      for (let at = 0, row = 0; row < floats; row += rowFloats) {
        for (let i = 0; i < numbers; i++) rows[row + places[i]] = factor * values[at++];
      }
    },
    read(memory) {
      gradients.fill(0);
      for (const address of job.valueGradients) {
        const rows = new Float32Array(memory.buffer, address, floats);
        for (let at = 0, row = 0; row < floats; row += rowFloats) {
          for (let i = 0; i < numbers; i++) gradients[at++] += factor * rows[row + places[i]];
        }
      }
      return gradients;
    },
  };
}

/** Where each number of a value, [count, size], lies in a row of the kernels, [size][heads in lanes]. */
function placesInRow(model: WindowedModel, kernelModel: KernelModel): Int32Array {
  const { count, size } = valueShape(model);
  const padded = 4 * headVectorsOf(kernelModel);
  return Int32Array.from({ length: count * size }, (_, at) =>
    // An MLP's vector is dealt to the lanes number by number.
    model.family === "mlp" ? at : (at % size) * padded + Math.floor(at / size),
  );
}

function tokenWindows({ windows, own, counts }: WindowTable, window: number): TokenWindow[] {
  return Array.from({ length: counts.windows }, (_, index) => {
    const row = index * (1 + window);
    return { own: own?.[index] ?? -1, lags: windows.subarray(row + 1, row + 1 + windows[row]) };
  });
}
