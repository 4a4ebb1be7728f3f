/** The processes of a group, from Linux's /proc: what a workbench has going on, and whether all of it has ended. */
import { readdir, readFile } from "node:fs/promises";

/**
 * Those that still run, in order of their ids.
 * @param {number} group
 * @returns {Promise<import("./index.mjs").ServerProcess[]>}
 */
export async function processesOfGroup(group) {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = await Promise.all(ids.map(describe));
  return all
    .filter((one) => one?.group === group)
    .map(({ pid, parent, command }) => ({ pid, parent, command }));
}

/** @param {number} pid */
async function describe(pid) {
  try {
    const [line, words] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile(`/proc/${pid}/cmdline`, "utf8"),
    ]);
    // The name in brackets may hold spaces and brackets itself.
    const [state, parent, group] = line.slice(line.lastIndexOf(")") + 2).split(" ");
    if (state === "Z" || state === "X") return undefined;
    return { pid, parent: Number(parent), group: Number(group), command: words.split("\0").join(" ").trim() };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
