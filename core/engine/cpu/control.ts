/** What the threads of the CPU engine share besides memory: how a run is announced, awaited and answered. */

/** Kernels that a run can name: exports of the engine's and the sampler's modules. */
export const kernelNames = ["table", "direct", "sample"] as const;
export type KernelName = (typeof kernelNames)[number];

/** Compiled once, instantiated in every thread. */
export interface KernelModules {
  readonly engine: WebAssembly.Module;
  readonly sampler: WebAssembly.Module;
}

/** Words of the control block; those of different writers lie on cache lines of their own. */
export const Control = {
  epoch: 0,
  kernel: 1,
  plan: (thread: number): number => 16 + thread,
  /** The epoch a thread has finished, negative if its kernel failed. */
  done: (thread: number): number => 96 + 16 * thread,
  bytes: (threads: number): number => (96 + 16 * threads) * 4,
} as const;

/** Looks this often before it sleeps: a step is shorter than waking up. */
const SPINS = 20_000;

/** Waits until the word at `index` satisfies `until`, and returns it. */
export function waitFor(control: Int32Array, index: number, until: (value: number) => boolean): number {
  for (let spin = 0; spin < SPINS; spin++) {
    const value = Atomics.load(control, index);
    if (until(value)) return value;
  }
  for (;;) {
    const value = Atomics.load(control, index);
    if (until(value)) return value;
    Atomics.wait(control, index, value);
  }
}

/** The kernels by name, over `memory`. */
export function instantiate(
  modules: KernelModules,
  memory: WebAssembly.Memory,
): Record<KernelName, (plan: number) => void> {
  const imports = { env: { memory } };
  const engine = new WebAssembly.Instance(modules.engine, imports);
  const sampler = new WebAssembly.Instance(modules.sampler, imports);
  // WebAssembly types exports as unknown; the modules are ours and export just these.
  const exports = { ...engine.exports, ...sampler.exports } as Record<KernelName, (plan: number) => void>;
  return exports;
}
