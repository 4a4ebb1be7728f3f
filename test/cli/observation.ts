/** Looking at what a program left behind, and at what it shows on a terminal. */
import { execFile, spawnSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** Every file below `folder`, by its path in it, as hexadecimal text. */
export async function filesUnder(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const contents = await Promise.all(files.map(async (file) => (await readFile(file)).toString("hex")));
  return new Map(files.map((file, index) => [path.relative(folder, file), contents[index]] as const).sort());
}

/** Whether there is util-linux's `script`, which lends a program a terminal. */
export const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

/** What a Node.js program writes to a terminal. */
export async function throughTerminal(folder: string, args: readonly string[]): Promise<string> {
  const command = [process.execPath, ...args].map((word) => `'${word}'`).join(" ");
  const { stdout } = await promisify(execFile)("script", ["-qec", command, "/dev/null"], { cwd: folder });
  return stdout;
}
