/** Which packages can be installed, at which versions, what of them is there, and how it goes away again. */
import { randomUUID } from "node:crypto";
import { readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { enginesFolder } from "./folder";

/** What a user asks for. Each is a folder of its own in the engines' folder. */
export type PackagesId = keyof typeof enginePackages;

/** Versions are fixed: a device must not compute otherwise because somebody else has released something. */
export const enginePackages = {
  webgpu: { name: "webgpu", version: "0.6.2" },
  cuda: { name: "@tensorflow/tfjs-node-gpu", version: "4.22.0" },
} as const;

/** The folder of `id`, whether it is there or not. */
export function packagesFolder(id: PackagesId): string {
  return path.join(enginesFolder(), id);
}

/** What is installed, whether or not it can be loaded; null where nothing is. */
export async function installedVersions(): Promise<Readonly<Record<PackagesId, string | null>>> {
  const [webgpu, cuda] = await Promise.all([
    versionIn(packagesFolder("webgpu"), "webgpu"),
    versionIn(packagesFolder("cuda"), "cuda"),
  ]);
  return { webgpu, cuda };
}

/** The version of the package of `id` in a folder made for it, or null. */
export async function versionIn(folder: string, id: PackagesId): Promise<string | null> {
  try {
    const text = await readFile(
      path.join(folder, "node_modules", enginePackages[id].name, "package.json"),
      "utf8",
    );
    const described: unknown = JSON.parse(text);
    if (typeof described !== "object" || described === null || !("version" in described)) return null;
    return String(described.version);
  } catch {
    return null;
  }
}

/**
 * Takes the packages of `id` away.
 * @returns whether there was anything
 * @throws Error of the file system, for example on Windows while a run uses them; then they stay whole
 */
export async function removePackages(id: PackagesId): Promise<boolean> {
  return takeAway(packagesFolder(id));
}

/** Renamed first: a folder under its proper name is always whole. */
export async function takeAway(folder: string): Promise<boolean> {
  const aside = path.join(path.dirname(folder), `.removing-${process.pid}-${randomUUID()}`);
  try {
    await rename(folder, aside);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
  return true;
}
