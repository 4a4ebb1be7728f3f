/**
 * A real VS Code workbench from npm packages alone, in a cache outside the repository: VS Code's server, which
 * code-server carries, and the Node it was built for. How one is started is server.mjs.
 */
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Unavailable } from "./unavailable.mjs";

const codeServerVersion = "4.139.1";
const nodeVersion = "24.21.0";
const logger = fileURLToPath(new URL("spdlog.cjs", import.meta.url));
/** Processors for which npm has a package of that Node, on Linux. */
const processors = ["x64", "arm64"];
/** Nothing here talks to an assistant, and they are a fifth of it all. */
const unwanted = ["extensions/copilot", "node_modules/@github"];
/** Milliseconds after which an unfinished set-up is one that was killed. */
const abandoned = 3_600_000;

/** Where downloads and scratch folders lie that outlive a checkout. */
export function cacheFolder() {
  const base = process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache");
  return process.env.INDUCTION_LAB_CACHE || path.join(base, "induction-lab");
}

/**
 * Makes the workbench unless it is there. Several processes may do so at once: the first to finish wins.
 * @param {(line: string) => void} [say]
 * @returns {Promise<import("./index.mjs").Workbench>}
 * @throws {Unavailable} on a system without these packages; an Error with npm's words where npm fails
 */
export async function ensureWorkbench(say = console.log) {
  refuseOtherSystems();
  const folder = path.join(cacheFolder(), `workbench-${codeServerVersion}-${nodeVersion}`);
  if (!(await exists(folder))) await make(folder, say);
  return { node: path.join(folder, "node/bin/node"), server: path.join(folder, "vscode/out/server-main.js") };
}

function refuseOtherSystems() {
  if (process.platform === "linux" && processors.includes(process.arch)) return;
  throw new Unavailable(
    `the workbench runs on Linux (${processors.join(", ")}), and this is ${process.platform} ${process.arch}: ` +
      "open this folder in VS Code and press F5 instead",
  );
}

/** @param {string} folder @param {(line: string) => void} say */
async function make(folder, say) {
  const start = Date.now();
  say(`Setting up the workbench in ${folder}: about 230 MB to fetch from npm, 610 MB to keep, once.`);
  await mkdir(path.dirname(folder), { recursive: true });
  await removeAbandoned(folder);
  const draft = await mkdtemp(`${folder}.draft-`);
  try {
    await fill(draft, say);
    await rename(draft, folder).catch(async (/** @type {unknown} */ error) => {
      // Another process has made it meanwhile.
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  say(`  done in ${((Date.now() - start) / 1000).toFixed(0)} s`);
}

/** @param {string} draft @param {(line: string) => void} say */
async function fill(draft, say) {
  const node = `node-${process.platform}-${process.arch}@${nodeVersion}`;
  const codeServer = `code-server@${codeServerVersion}`;
  say(`  fetching ${node} and ${codeServer} …`);
  await Promise.all([unpack(node, draft, "node"), unpack(codeServer, draft, "code-server")]);
  const server = path.join(draft, "vscode");
  await rename(path.join(draft, "code-server/lib/vscode"), server);
  await rm(path.join(draft, "code-server"), { recursive: true });
  say("  installing what the server and its extensions need …");
  const bin = path.join(draft, "node/bin");
  const extensions = path.join(server, "extensions");
  await Promise.all([install(server, bin), install(extensions, bin)]);
  await run(path.join(bin, "node"), ["postinstall.mjs"], extensions);
  for (const name of unwanted) await rm(path.join(server, name), { recursive: true, force: true });
  await copyFile(logger, path.join(server, "node_modules/@vscode/spdlog/index.js"));
}

/** Unpacks an npm package as a folder. @param {string} name @param {string} draft @param {string} folder */
async function unpack(name, draft, folder) {
  const target = path.join(draft, folder);
  await mkdir(target);
  await run("npm", ["pack", name, "--loglevel=error", "--pack-destination", target], draft);
  const [archive] = await readdir(target);
  await run("tar", ["xzf", archive, "--strip-components=1"], target);
  await rm(path.join(target, archive));
}

/** Not `npm ci`: the package's shrinkwrap is out of step with it. @param {string} folder @param {string} bin */
async function install(folder, bin) {
  const options = ["--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", ["install", ...options], folder, { PATH: `${bin}:${process.env.PATH}` });
}

/** @param {string} command @param {string[]} words @param {string} cwd @param {Record<string, string>} [extra] */
async function run(command, words, cwd, extra = {}) {
  const options = { cwd, env: { ...process.env, ...extra }, maxBuffer: 2 ** 26 };
  await promisify(execFile)(command, words, options).catch((/** @type {any} */ error) => {
    const said = String(error.stderr || error.message).trim();
    throw new Error(
      `The workbench could not be set up: "${command} ${words.join(" ")}" failed. It said:\n${said}\n` +
        "Check that npm reaches its registry, and try again; nothing is left behind.",
    );
  });
}

/** @param {string} folder */
async function removeAbandoned(folder) {
  const parent = path.dirname(folder);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${path.basename(folder)}.draft-`)) continue;
    const draft = path.join(parent, name);
    const { mtimeMs } = await stat(draft).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > abandoned) await rm(draft, { recursive: true, force: true });
  }
}

/** @param {string} file */
async function exists(file) {
  return stat(file).then(
    () => true,
    () => false,
  );
}
