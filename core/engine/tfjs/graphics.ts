/** A graphics processor by WebGPU, for TensorFlow.js: the npm package `webgpu` (Dawn), its adapter and its device. */
import { adapterName, EngineAbsentError, installedWebgpu } from "../installed";
import type { Occasion } from "./backends";

export interface Graphics {
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo;
  /** The adapter's. */
  readonly name: string;
  /** @throws Error where the device has refused work, or was lost */
  readonly check: () => void;
}

/** TensorFlow.js keeps its device for as long as the process lives. */
let opened: Graphics | undefined;

/**
 * The fastest graphics processor. For `auto` a driver that computes on the processor itself (SwiftShader, llvmpipe) is
 * none: the backends that come after are faster.
 * @throws EngineAbsentError where the package is not installed, or there is no adapter or no device
 */
export async function openGraphics(occasion: Occasion): Promise<Graphics> {
  opened ??= await open(occasion);
  refuseSoftware(opened.info, occasion);
  return opened;
}

async function open(occasion: Occasion): Promise<Graphics> {
  const adapter = await installedWebgpu().requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    throw new EngineAbsentError(
      "WebGPU finds no graphics processor: install the driver of yours (on Linux Vulkan's, with libvulkan1). In " +
        "containers and on servers it has to be passed in.",
    );
  }
  const { info } = adapter;
  refuseSoftware(info, occasion);
  const device = await adapter.requestDevice(everything(adapter)).catch((error: unknown) => {
    const words = error instanceof Error ? error.message : String(error);
    throw new EngineAbsentError(`WebGPU cannot use ${adapterName(info)}: ${words}`, { cause: error });
  });
  return { device, info, name: adapterName(info), check: watched(device, adapterName(info)) };
}

/** A device says only afterwards that it had no memory, or that it is gone; what it gives is 0 then. */
function watched(device: GPUDevice, name: string): () => void {
  let trouble: Error | undefined;
  let lost = false;
  device.onuncapturederror = ({ error }) => {
    trouble ??= new Error(`The device ${name} refused work: ${error.message}`);
  };
  void device.lost.then(({ message, reason }) => {
    const words = message.trim() || reason;
    lost = true;
    trouble = new Error(
      `The graphics processor was lost (${name}: ${words}). Nothing that was recorded is: resume the run, with ` +
        'engine.backend "wasm" if it happens again.',
    );
    // Another engine of this process finds another device, if there is one.
    opened = undefined;
  });
  return () => {
    const found = trouble;
    // What was refused may be asked for in smaller portions.
    if (!lost) trouble = undefined;
    if (found) throw found;
  };
}

function refuseSoftware(info: GPUAdapterInfo, occasion: Occasion): void {
  if (occasion !== "auto" || !info.isFallbackAdapter) return;
  throw new EngineAbsentError(`WebGPU finds only ${adapterName(info)}, which computes on the processor.`);
}

/** Without wishes a device has the limits of the weakest. */
function everything({ limits }: GPUAdapter): GPUDeviceDescriptor {
  const names = [
    "maxBufferSize",
    "maxComputeInvocationsPerWorkgroup",
    "maxComputeWorkgroupSizeX",
    "maxComputeWorkgroupsPerDimension",
    "maxComputeWorkgroupStorageSize",
    "maxStorageBufferBindingSize",
  ] as const;
  return { requiredLimits: Object.fromEntries(names.map((name) => [name, limits[name]])) };
}
