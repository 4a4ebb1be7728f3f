/** WebGPU for tests that need a device: the package webgpu, and a driver that computes in software. */
import { ensurePackage } from "./package";
import { useSoftwareDriver } from "./driver";

let answer: Promise<string | undefined> | undefined;

/**
 * Undefined where engines of this process find a device from now on; else why there can be none. Installs what is
 * missing, so the first time takes a minute. A driver that VK_DRIVER_FILES names is used instead of software.
 */
export function whyNoWebgpu(): Promise<string | undefined> {
  return (answer ??= prepare());
}

async function prepare(): Promise<string | undefined> {
  return (await ensurePackage()) ?? (await useSoftwareDriver());
}
