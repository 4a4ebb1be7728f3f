/** The face of core/engine/webgpu: the disentangled model on a graphics processor, in kernels of our own. */
export { createWebgpuEngine } from "./webgpuEngine";
export { DeviceLostError } from "./device";
