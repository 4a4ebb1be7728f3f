/**
 * SwiftShader, a Vulkan driver that computes on the processor. Chromium and Chrome carry it, together with the loader
 * that finds drivers, and the tests of pages need one of these browsers anyway.
 */
import { access, realpath } from "node:fs/promises";
import { constants } from "node:os";
import path from "node:path";
import { ensureChromium, Unavailable } from "../../build/workbench/index.mjs";

const DRIVER = "vk_swiftshader_icd.json";
const LOADER = "libvulkan.so.1";

/** RTLD_NODELETE of dlfcn.h, on Linux: what was loaded once stays. */
const STAYS = 0x1000;

/** Undefined when this process finds a driver from now on; else why not. */
export async function useSoftwareDriver(): Promise<string | undefined> {
  if (process.platform !== "linux") return undefined;
  const { VK_DRIVER_FILES, VK_ICD_FILENAMES } = process.env;
  if (VK_DRIVER_FILES || VK_ICD_FILENAMES) return undefined;
  try {
    const folder = await folderOfDriver();
    if (!folder)
      return "there is no Vulkan driver that computes in software: Chromium came without SwiftShader";
    process.env.VK_DRIVER_FILES = process.env.VK_ICD_FILENAMES = path.join(folder, DRIVER);
    loadOnce(path.join(folder, LOADER));
    return undefined;
  } catch (error) {
    if (error instanceof Unavailable)
      return `there is no Vulkan driver that computes in software: ${error.message}`;
    throw error;
  }
}

async function folderOfDriver(): Promise<string | undefined> {
  const browser = path.dirname(await realpath(await ensureChromium()));
  for (const folder of [browser, "/usr/lib/chromium", "/usr/lib64/chromium-browser", "/opt/google/chrome"]) {
    const exists = (name: string) =>
      access(path.join(folder, name)).then(
        () => true,
        () => false,
      );
    if (await exists(DRIVER)) return folder;
  }
  return undefined;
}

/**
 * Loads the browser's loader, so that whoever asks for it by its bare name has it where the system has none. Node takes
 * files for modules of its own; this is none, which it says after loading.
 */
function loadOnce(file: string): void {
  try {
    process.dlopen({ exports: {} }, file, constants.dlopen.RTLD_NOW | constants.dlopen.RTLD_GLOBAL | STAYS);
  } catch {
    // If it is not there either, no device will be found, and the first test says so.
  }
}
