/**
 * Files that appear whole or not at all: a temporary in the same folder, fsync, rename, fsync of the folder.
 * And the folders they lie in.
 */
import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { errorCode, fileWork } from "./errors";

/**
 * Writes or replaces `file`; whoever reads meanwhile sees the old content or the new, and after a crash one of them.
 * @throws RunFolderError; then `file` is as it was
 */
export async function writeAtomically(file: string, content: Uint8Array | string): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(
    folder,
    `.${path.basename(file)}.${randomBytes(6).toString("hex")}${temporaryEnding}`,
  );
  await fileWork("write", file, async () => {
    try {
      await writeDurably(temporary, content);
      await renameOver(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    await syncFolder(folder);
  });
}

/**
 * Makes `folder` and what it lacks of its parents, none of them above `top`: a deleted top is not made anew.
 * (mkdir's own `recursive` knows no limit, and never ends where the system will not make a folder, as in /proc.)
 * @throws RunFolderError
 */
export async function makeFolder(folder: string, top?: string): Promise<void> {
  await fileWork("create", folder, async () => {
    try {
      await makeOneFolder(folder);
    } catch (error) {
      const parent = path.dirname(folder);
      if (errorCode(error) !== "ENOENT" || folder === top || folder === parent) throw error;
      await makeFolder(parent, top);
      await makeOneFolder(folder);
    }
  });
}

/** How the names of unfinished files end; what bears it after a crash is debris. */
export const temporaryEnding = ".tmp";

async function makeOneFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
}

async function writeDurably(file: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(file, "wx");
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Windows refuses to replace a file while someone, often a virus scanner, holds it open: worth a few more tries. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const busy = ["EPERM", "EACCES", "EBUSY"].includes(errorCode(error) ?? "");
      if (process.platform !== "win32" || !busy || attempt === 8) throw error;
      await delay(2 ** attempt);
    }
  }
}

/** Makes the rename itself durable, where the system knows how to sync a folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } catch (error) {
    if (!["EINVAL", "ENOTSUP"].includes(errorCode(error) ?? "")) throw error;
  } finally {
    await handle.close();
  }
}
