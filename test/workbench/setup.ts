/**
 * What every test in a workbench needs, made once before the first: the workbench, a browser, the packaged extension,
 * and the bundled suites that run inside its host. vitest calls it where a test of the project "workbench" is to run.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { buildHostSuites } from "../../build/hostSuites.mjs";
import { packExtension } from "../../build/vsix.mjs";
import {
  ensureChromium,
  ensureWorkbench,
  installExtension,
  Unavailable,
  type Workbench,
} from "../../build/workbench/index.mjs";

export interface Ready {
  readonly kind: "ready";
  readonly workbench: Workbench;
  readonly chromium: string;
  /** A folder of extensions in which ours is installed. */
  readonly extensions: string;
  /** The folder of ours in it. */
  readonly extension: string;
}

export type Provided = Ready | { readonly kind: "unavailable"; readonly reason: string };

declare module "vitest" {
  interface ProvidedContext {
    readonly workbench: Provided;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "induction-lab-extensions-"));
  project.provide("workbench", await provide(folder));
  return () => rm(folder, { recursive: true, force: true });
}

/** @param folder for what is made, to be removed by the caller */
export async function provide(folder: string): Promise<Provided> {
  if (!existsSync("dist/extension.cjs"))
    throw new Error("dist/extension.cjs is missing: run npm run build first");
  try {
    const [workbench, chromium] = [await ensureWorkbench(), await ensureChromium()];
    const vsix = path.join(folder, "induction-lab.vsix");
    const [{ id, version }] = await Promise.all([packExtension(vsix), buildHostSuites()]);
    const extensions = path.join(folder, "extensions");
    await installExtension(workbench, vsix, extensions);
    const extension = path.join(extensions, `${id}-${version}`);
    return { kind: "ready", workbench, chromium, extensions, extension };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`Tests in the workbench are skipped: ${error.message}.`);
    return { kind: "unavailable", reason: error.message };
  }
}
