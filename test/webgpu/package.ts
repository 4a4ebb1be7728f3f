/** The package webgpu, installed once as users install it, into a folder that later test runs find again. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { enginePackages, installedVersions, installPackages } from "../../core/engine/installed";

const folder = fileURLToPath(new URL("../../node_modules/.cache/induction-lab-engines", import.meta.url));

/** Undefined when it is there; else why it cannot be. Engines of this process look for it where it is. */
export async function ensurePackage(): Promise<string | undefined> {
  process.env.INDUCTION_LAB_ENGINES = folder;
  if ((await installedVersions()).webgpu === enginePackages.webgpu.version) return undefined;
  console.log(`Installing the package webgpu into ${path.relative(process.cwd(), folder)} …`);
  try {
    await installPackages("webgpu", () => undefined, AbortSignal.timeout(240_000));
    return undefined;
  } catch (error) {
    return `npm could not install the package webgpu: ${error instanceof Error ? error.message : String(error)}`;
  }
}
