/** Compiles the AssemblyScript kernels to WebAssembly, beside their sources, when a source is newer. */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Folder of sources, module, and where its constants lie: instances of both share one memory. */
const modules = [
  ["core/data/kernels", "core/data/kernels.wasm", 64],
  ["core/engine/cpu/kernels", "core/engine/cpu/kernels.wasm", 1024],
  ["core/engine/mixed/kernels", "core/engine/mixed/kernels.wasm", 1024],
];

export async function buildKernels() {
  for (const [sources, target, memoryBase] of modules) {
    if (await isCurrent(path.join(root, sources), path.join(root, target))) continue;
    await compile(path.join(sources, "index.ts"), target, memoryBase);
  }
}

/** @param {string} entry @param {string} target @param {number} memoryBase */
async function compile(entry, target, memoryBase) {
  const { error, stderr } = await asc.main(
    [
      entry,
      ...["--outFile", target, "--baseDir", root],
      ...["--optimizeLevel", "3", "--shrinkLevel", "0", "--converge", "--noAssert"],
      ...["--runtime", "stub", "--use", "abort="],
      // Every thread has an instance of its own over one shared memory, which the host makes to measure.
      ...["--enable", "simd,threads", "--importMemory", "--noExportMemory", "--sharedMemory"],
      ...["--initialMemory", "1", "--maximumMemory", "65536", "--memoryBase", String(memoryBase)],
    ],
    { stdout: process.stdout },
  );
  if (error) throw new Error(`${entry} does not compile:\n${stderr.toString()}`);
}

/** Is the module newer than its sources and the arithmetic they share? @param {string} sources @param {string} target */
async function isCurrent(sources, target) {
  const built = await stat(target).catch(() => null);
  if (!built) return false;
  const folders = [sources, path.join(root, "core/simd/kernels")];
  const files = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).map((name) => path.join(folder, name))),
  );
  const times = await Promise.all(files.flat().map((file) => stat(file)));
  return times.every((time) => time.mtimeMs <= built.mtimeMs);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
