/** `npm run workbench`: the extension in a real VS Code, for a browser of your own. Options: --port N, --folder DIR. */
import { cp, stat } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureInstalled, root } from "./install.mjs";
import { cacheFolder, ensureWorkbench, linkExtension, startServer } from "./workbench/index.mjs";

const scratch = path.join(cacheFolder(), "try");
const { port, folder } = readOptions();
await ensureInstalled();
const { buildAll } = await import("./bundles.mjs");
await buildAll();
try {
  const workspace = await workspaceFolder();
  const server = await start();
  tell(server.address(workspace), workspace);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => void stop(server));
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}

function readOptions() {
  try {
    const { values } = parseArgs({ options: { port: { type: "string" }, folder: { type: "string" } } });
    const port = Number(values.port ?? 0);
    if (Number.isInteger(port) && port >= 0 && port <= 65535) return { port, folder: values.folder };
    throw new Error(
      `--port is ${values.port}; it has to be a number from 1 to 65535, or 0 for any free port.`,
    );
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    return process.exit(2);
  }
}

/** The folder asked for; else a copy of the sample that outlives the workbench, with what was changed and run in it. */
async function workspaceFolder() {
  if (folder !== undefined) {
    const whole = path.resolve(folder);
    if ((await stat(whole).catch(() => undefined))?.isDirectory()) return whole;
    throw new Error(`--folder is ${whole}, which is no folder.`);
  }
  const copy = path.join(scratch, "sample");
  await cp(path.join(root, "test/sample"), copy, { recursive: true, force: false });
  return copy;
}

async function start() {
  const workbench = await ensureWorkbench();
  const extensions = path.join(scratch, "extensions");
  await linkExtension(root, extensions);
  return startServer({ workbench, data: path.join(scratch, "server"), extensions, port });
}

/** @param {string} address @param {string} workspace */
function tell(address, workspace) {
  console.log(`
Induction Lab is open at

  ${address}

with the folder ${workspace}
Open the address in a browser on this machine, then "Induction Lab" in the bar on the left, and run "quickstart".
After a rebuild (npm run watch), reload the page. Ctrl-C ends it.
`);
}

/** @param {import("./workbench/index.mjs").Server} server */
async function stop(server) {
  console.log("Ending the workbench …");
  await server.dispose();
  process.exit(0);
}
