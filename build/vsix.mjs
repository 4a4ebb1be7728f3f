/** The extension as one file. What goes into it says .vscodeignore; what must not, this file. */
import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import vsce from "@vscode/vsce";
import { root } from "./install.mjs";

/** Bytes. More than that is a mistake. */
const largest = 5_000_000;
/** Native modules would run on one system only; the rest is ours alone. */
const forbidden = [/\.node$/, /\.map$/, /(^|\/)node_modules\//, /(^|\/)test(-results)?\//, /bench/, /\.ts$/];

/**
 * Packs what is in dist as it is; everything is bundled, so no package goes along.
 * @param {string} file where the .vsix goes
 * @returns {Promise<{ id: string, version: string, files: string[], bytes: number }>}
 * @throws {Error} naming files that do not belong into it, and where it is too large
 */
export async function packExtension(file) {
  const files = (await vsce.listFiles({ cwd: root, packageManager: vsce.PackageManager.None })).sort();
  const strangers = files.filter((name) => forbidden.some((pattern) => pattern.test(name)));
  if (strangers.length > 0) {
    throw new Error(`These do not belong into the extension: ${strangers.join(", ")}. See .vscodeignore.`);
  }
  await runVsce(file);
  const { size: bytes } = await stat(file);
  if (bytes > largest) {
    throw new Error(`${path.basename(file)} has ${bytes} bytes; at most ${largest} are allowed.`);
  }
  const { publisher, name, version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  return { id: `${publisher}.${name}`, version, files, bytes };
}

/** In a process of its own, for it talks a lot. @param {string} file */
async function runVsce(file) {
  const program = path.join(root, "node_modules/@vscode/vsce/vsce");
  // There is no public repository yet that links in README.md could lead to.
  const options = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];
  await promisify(execFile)(process.execPath, [program, "package", ...options, "--out", file], {
    cwd: root,
  }).catch((/** @type {any} */ error) => {
    throw new Error(`vsce could not pack the extension. It said:\n${error.stdout}${error.stderr}`);
  });
}
