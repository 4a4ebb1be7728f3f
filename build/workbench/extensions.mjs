/** Folders of installed extensions, as a server is given one. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/**
 * Installs a packaged extension into the folder `extensions`, as VS Code does.
 * @param {import("./index.mjs").Workbench} workbench @param {string} vsix @param {string} extensions
 * @throws {Error} with what VS Code said, where it refuses the package
 */
export async function installExtension({ node, server }, vsix, extensions) {
  const data = await mkdtemp(path.join(tmpdir(), "induction-lab-install-"));
  const folders = ["--server-data-dir", data, "--user-data-dir", path.join(data, "data")];
  const words = [...folders, "--extensions-dir", extensions, "--install-extension", vsix];
  try {
    const { stdout, stderr } = await promisify(execFile)(
      node,
      [server, "--accept-server-license-terms", ...words],
      { maxBuffer: 2 ** 26 },
    );
    // It exits with 0 whatever happens.
    if (!stdout.includes("was successfully installed")) {
      throw new Error(`${vsix} could not be installed. VS Code said:\n${stdout}${stderr}`);
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

/**
 * Lists a source folder as if it were installed: a reload of the window then runs what was built last.
 * @param {string} source the folder of its package.json @param {string} extensions
 */
export async function linkExtension(source, extensions) {
  const { publisher, name, version } = JSON.parse(await readFile(path.join(source, "package.json"), "utf8"));
  const location = { $mid: 1, path: path.resolve(source), scheme: "file" };
  const entry = {
    identifier: { id: `${publisher}.${name}` },
    version,
    location,
    metadata: { source: "vsix" },
  };
  await mkdir(extensions, { recursive: true });
  await writeFile(path.join(extensions, "extensions.json"), JSON.stringify([entry]));
}
