/** `npm run workbench`: the extension in a real VS Code, for a browser of your own. Options: --port N, --folder DIR. */
import { cp, mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureInstalled, root } from "./install.mjs";
import { cacheFolder, ensureWorkbench, linkExtension, startServer } from "./workbench/index.mjs";

const { port, folder } = await readOptions();
await ensureInstalled();
const { buildAll } = await import("./bundles.mjs");
await buildAll();
const workbench = await ensureWorkbench();
const scratch = path.join(cacheFolder(), "try");
const workspace = folder ?? (await sampleWorkspace());
const extensions = path.join(scratch, "extensions");
await linkExtension(root, extensions);
const server = await startServer({
  workbench,
  data: path.join(scratch, "server"),
  extensions,
  port,
});
tell();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => void stop());

async function readOptions() {
  try {
    const { values } = parseArgs({ options: { port: { type: "string" }, folder: { type: "string" } } });
    const port = values.port === undefined ? 0 : Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      throw new Error(
        `--port is ${values.port}; it has to be a number from 1 to 65535, or 0 for any free port.`,
      );
    }
    const folder = values.folder === undefined ? undefined : path.resolve(values.folder);
    if (folder !== undefined && !(await stat(folder).catch(() => undefined))?.isDirectory()) {
      throw new Error(`--folder is ${folder}, which is no folder.`);
    }
    return { port, folder };
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    return process.exit(2);
  }
}

/** A copy that outlives the workbench, with the runs made in it. What was changed in it stays. */
async function sampleWorkspace() {
  const copy = path.join(scratch, "sample");
  await mkdir(copy, { recursive: true });
  await cp(path.join(root, "test/sample"), copy, { recursive: true, force: false });
  return copy;
}

function tell() {
  console.log(`
Induction Lab is open at

  ${server.address(workspace)}

with the folder ${workspace}
Open the address in a browser on this machine, then "Induction Lab" in the bar on the left, and run "quickstart".
After a rebuild (npm run watch), reload the page. Ctrl-C ends it.
`);
}

async function stop() {
  console.log("Ending the workbench …");
  await server.dispose();
  process.exit(0);
}
