/** The program of a worker thread: waits for a run, runs its kernel on its plan, says so, for ever. */
import { workerData } from "node:worker_threads";
import { Control, instantiate, kernelNames, waitFor, type KernelModules } from "./control";

interface ThreadData {
  readonly modules: KernelModules;
  readonly memory: WebAssembly.Memory;
  readonly control: Int32Array;
  readonly index: number;
}

// Node types workerData as any; KernelThreads is its one writer.
const { modules, memory, control, index } = workerData as ThreadData;
const kernels = instantiate(modules, memory);
let epoch = 0;
for (;;) {
  const last = epoch;
  epoch = waitFor(control, Control.epoch, (value) => value !== last);
  let done = epoch;
  try {
    kernels[kernelNames[control[Control.kernel]]](control[Control.plan(index)]);
  } catch {
    done = -epoch;
  }
  Atomics.store(control, Control.done(index), done);
  Atomics.notify(control, Control.done(index));
}
