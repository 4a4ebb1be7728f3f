/**
 * What each window of a workspace trains, written down where its next window finds it: a file a window, with the
 * process it belongs to, since several windows may show one workspace. What a living one lists is none of ours.
 */
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import {
  makeFolder,
  processState,
  thisProcess,
  writeAtomically,
  type ProcessIdentity,
} from "../../core/runs";
import type { RunRequest } from "./request";

export interface LeftBehind {
  readonly requests: readonly RunRequest[];
  /** To be called when they have been taken care of. */
  readonly forget: () => Promise<void>;
}

/** Milliseconds that a window which was reloaded may take to end, and between two looks. */
const patience = 8_000;
const lookInterval = 200;

export class GoingOn {
  readonly #owner = thisProcess();
  readonly #file: string;
  #writing: Promise<void> = Promise.resolve();

  /** @param folder of this workspace's own, which may not exist yet */
  constructor(private readonly folder: string) {
    this.#file = path.join(folder, `window-${this.#owner.pid}.json`);
  }

  /** Written behind what is going on; never rejects. */
  write(requests: readonly RunRequest[]): void {
    this.#writing = this.#writing.then(() => this.put(requests)).catch(() => undefined);
  }

  /** Of windows that have ended; waits for one that is about to. */
  async leftBehind(): Promise<readonly LeftBehind[]> {
    const names = await readdir(this.folder).catch(() => []);
    const files = names.map((name) => path.join(this.folder, name)).filter((file) => file !== this.#file);
    return (await Promise.all(files.map(takeWhenDead))).filter((left) => left !== null);
  }

  private async put(requests: readonly RunRequest[]): Promise<void> {
    if (requests.length === 0) await rm(this.#file, { force: true });
    else {
      await makeFolder(this.folder);
      await writeAtomically(this.#file, JSON.stringify({ owner: this.#owner, requests }));
    }
  }
}

async function takeWhenDead(file: string): Promise<LeftBehind | null> {
  const forget = () => rm(file, { force: true });
  for (const until = Date.now() + patience; ;) {
    const entry = await read(file);
    if (!entry) return null;
    if (processState(entry.owner) === "dead") return { requests: entry.requests, forget };
    if (Date.now() > until) return null;
    await new Promise((resolve) => setTimeout(resolve, lookInterval));
  }
}

interface Entry {
  readonly owner: ProcessIdentity;
  readonly requests: readonly RunRequest[];
}

async function read(file: string): Promise<Entry | null> {
  try {
    const entry: unknown = JSON.parse(await readFile(file, "utf8"));
    // Written by this very extension; what an older version wrote otherwise is left alone.
    return shape.safeParse(entry).success ? (entry as Entry) : null;
  } catch {
    return null;
  }
}

const shape = z.object({
  owner: z.object({ pid: z.number(), host: z.string(), startedAt: z.string() }),
  requests: z.array(
    z.object({ task: z.object({ kind: z.string(), runDirectory: z.string() }), name: z.string() }),
  ),
});
