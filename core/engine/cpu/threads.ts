/**
 * The kernels on several threads: this thread and `count − 1` workers, each with an instance of its own over one
 * shared memory. A run hands every thread the address of its plan and returns when all are done.
 */
import { Worker } from "node:worker_threads";
import program from "./thread.ts?bundle";
import { Control, instantiate, kernelNames, waitFor, type KernelModules, type KernelName } from "./control";

export class KernelThreads {
  private readonly control: Int32Array;
  private readonly workers: readonly Worker[];
  private readonly own: ReturnType<typeof instantiate>;
  private epoch = 0;

  constructor(
    private readonly modules: KernelModules,
    memory: WebAssembly.Memory,
    readonly count: number,
  ) {
    this.control = new Int32Array(new SharedArrayBuffer(Control.bytes(count)));
    this.own = instantiate(modules, memory);
    this.workers = Array.from({ length: count - 1 }, (_, index) => {
      const worker = new Worker(program, {
        eval: true,
        workerData: { modules: this.modules, memory, control: this.control, index: index + 1 },
      });
      worker.unref();
      return worker;
    });
  }

  /** Runs one kernel on `plans[i]` in thread i. @throws Error when a kernel trapped. */
  run(kernel: KernelName, plans: readonly number[]): void {
    const { control } = this;
    for (let index = 1; index < this.count; index++) control[Control.plan(index)] = plans[index];
    control[Control.kernel] = kernelNames.indexOf(kernel);
    this.epoch++;
    Atomics.store(control, Control.epoch, this.epoch);
    Atomics.notify(control, Control.epoch);
    // Also when this thread's own kernel fails, the others have to be out of the memory before anything else happens.
    try {
      this.own[kernel](plans[0]);
    } finally {
      this.join();
    }
    const failed = plans.findIndex((_, index) => index > 0 && Atomics.load(control, Control.done(index)) < 0);
    if (failed > 0) throw new Error(`kernel "${kernel}" failed in thread ${failed}`);
  }

  private join(): void {
    for (let index = 1; index < this.count; index++) {
      waitFor(this.control, Control.done(index), (done) => Math.abs(done) === this.epoch);
    }
  }

  async dispose(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}
