/** The installed package `webgpu` (Dawn) as browsers have it: the way to the machine's graphics processors. */
import { requireInstalled } from "./require";

/** What the package exports, as far as it is used here. */
interface Binding {
  readonly create: (flags: readonly string[]) => GPU;
  /** GPUBufferUsage and the like, which programs for browsers take for granted. */
  readonly globals: Readonly<Record<string, unknown>>;
}

/** `NVIDIA H200 (NVIDIA: 570.86)`: what an adapter is and, where it tells, its driver. */
export function adapterName({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  const name = [device, architecture].find((text) => text !== "") ?? "unknown graphics processor";
  const maker = name.toLowerCase().includes(vendor.toLowerCase()) ? [] : [vendor];
  const driver = description === "" || description === name ? [] : [`(${description})`];
  return [...maker, name, ...driver].join(" ");
}

let only: GPU | undefined;

/**
 * One for the whole process: a second instance of Dawn beside one that is being collected ends in a crash, and devices
 * do not outlive theirs. Also puts WebGPU's constants where a browser has them.
 * @throws EngineAbsentError where the package is not installed or does not load
 */
export function installedWebgpu(): GPU {
  if (!only) {
    // The package describes itself so; should it ever change, the calls below fail with words.
    const { create, globals } = requireInstalled("webgpu") as Binding;
    Object.assign(globalThis, globals);
    only = create([]);
  }
  return only;
}
