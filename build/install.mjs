/** Installs the project's packages when they are missing or not those of the lock file. */
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

const LEAST_NODE = [20, 19];

export async function ensureInstalled() {
  refuseOldNode();
  if (await isInstalled()) return;
  console.log("Installing packages (npm ci) …");
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  console.error(
    `Induction Lab needs Node ${LEAST_NODE.join(".")} or newer; this is ${process.versions.node}.`,
  );
  process.exit(1);
}

/** npm writes what it installed into node_modules; the lock file says what should be there. */
async function isInstalled() {
  try {
    const read = async (/** @type {string} */ file) =>
      JSON.parse(await readFile(path.join(root, file), "utf8"));
    const [wanted, present] = await Promise.all([
      read("package-lock.json"),
      read("node_modules/.package-lock.json"),
    ]);
    return Object.entries(wanted.packages).every(
      ([name, entry]) => name === "" || entry.optional || present.packages[name]?.version === entry.version,
    );
  } catch {
    return false;
  }
}
