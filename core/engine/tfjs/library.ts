/**
 * TensorFlow.js as it comes with this program: core, all gradients, and the backends that need nothing installed or
 * only a driver's binding. The build makes a bundle of its own of this file (dist/tfjs.cjs), which nobody pays for
 * before an engine wants it. Which backend computes is backend.ts's choice.
 */
import { registerBackend } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import program from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu";
import "@tensorflow/tfjs-backend-webgpu/dist/register_all_kernels";

export * as tf from "@tensorflow/tfjs-core";

/** Gives the wasm backend its program, which this bundle carries. To be called before the backend is set. */
export function provideWasm(): void {
  const url = `data:application/wasm;base64,${Buffer.from(program).toString("base64")}`;
  // Node's WebAssembly has SIMD, and within Node the backend uses no threads: it will ask for the second.
  const names = [
    "tfjs-backend-wasm.wasm",
    "tfjs-backend-wasm-simd.wasm",
    "tfjs-backend-wasm-threaded-simd.wasm",
  ];
  setWasmPaths(Object.fromEntries(names.map((name) => [name, url])), true);
}

/** Gives the webgpu backend its device. To be called once, before the backend is set. */
export function provideDevice(device: GPUDevice, info: GPUAdapterInfo): void {
  registerBackend("webgpu", () => new WebGPUBackend(device, info));
}
