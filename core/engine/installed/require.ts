/** Loads an installed package into this process. What it is good for, its caller has to find out. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { enginePackages } from "./packages";
import { packagesFolder, type PackagesId } from "./packages";

export type InstalledName = (typeof enginePackages)[PackagesId]["name"];

/** An engine that was asked for and cannot be had: the message says what is missing and what to do about it. */
export class EngineAbsentError extends Error {
  override readonly name = "EngineAbsentError";
}

/**
 * The exports of an installed package.
 * @throws EngineAbsentError where it is not installed, and with the package's own words where it cannot be loaded
 */
export function requireInstalled(name: InstalledName): unknown {
  const id: PackagesId = name === "webgpu" ? "webgpu" : "cuda";
  const modules = path.join(packagesFolder(id), "node_modules");
  if (!existsSync(path.join(modules, name, "package.json"))) {
    throw new EngineAbsentError(
      `The npm package ${name} is not installed. Install it with "induction-lab engines install ${id}", or in VS Code ` +
        `with the command "Install Compute Engine…".`,
    );
  }
  try {
    // From within node_modules: Node warns of an ES module that is required from anywhere else.
    return createRequire(path.join(modules, "induction-lab.cjs"))(name);
  } catch (error) {
    throw new EngineAbsentError(
      `The npm package ${name} is installed but does not load: ${firstLines(error)} If it was damaged, install it ` +
        `again with "induction-lab engines install ${id}".`,
      { cause: error },
    );
  }
}

/** Native modules say much: which files were tried, and a stack. */
function firstLines(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error))
    .split("\n")
    .slice(0, 3)
    .join(" ")
    .trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
