/** The browser that shows the workbench to the tests. People use their own. */
import { execFileSync } from "node:child_process";
import { access, constants, readFile } from "node:fs/promises";
import path from "node:path";
import { Unavailable } from "./unavailable.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const otherFolders = ["/usr/bin", "/usr/local/bin", "/opt/google/chrome", "/snap/bin"];

/**
 * The path of Chromium or Chrome. On Debian, as root, it is installed where there is none.
 * @param {(line: string) => void} [say]
 * @returns {Promise<string>}
 * @throws {Unavailable} where there is none and none can be installed, saying what to install
 */
export async function ensureChromium(say = console.log) {
  const { CHROMIUM } = process.env;
  if (CHROMIUM) {
    if (await isExecutable(CHROMIUM)) return CHROMIUM;
    throw new Unavailable(`CHROMIUM is ${CHROMIUM}, which is no program that can be run`);
  }
  const found = await findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && (await isDebian())) {
    installOnDebian(say);
    const installed = await findChromium();
    if (installed) return installed;
  }
  throw new Unavailable(
    "there is no Chromium: install Chromium or Google Chrome (on Debian: apt-get install chromium), " +
      "or set CHROMIUM to the path of one",
  );
}

async function findChromium() {
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), ...otherFolders];
  for (const name of names) {
    for (const folder of folders) {
      if (folder && (await isExecutable(path.join(folder, name)))) return path.join(folder, name);
    }
  }
  return undefined;
}

/** @param {(line: string) => void} say */
function installOnDebian(say) {
  say("There is no Chromium: installing it (apt-get update && apt-get install -y chromium) …");
  const start = Date.now();
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    for (const words of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
      execFileSync("apt-get", ["-qq", ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
    }
  } catch (error) {
    const said = String(/** @type {{ stderr?: Buffer }} */ (error).stderr ?? error).trim();
    throw new Unavailable(`there is no Chromium, and apt-get could not install it: ${said}`);
  }
  say(`  done in ${((Date.now() - start) / 1000).toFixed(0)} s`);
}

/** Not its descendants: the package of Ubuntu only asks for a snap. */
async function isDebian() {
  return /^ID="?debian"?$/m.test(await readFile("/etc/os-release", "utf8").catch(() => ""));
}

/** @param {string} file */
async function isExecutable(file) {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
