/**
 * All sweeps of the workspace by their folders, read in the reading thread. Watchers tell of plans that come and go; how
 * far those are that go on is looked at every second, since their results are too many to be watched.
 */
import path from "node:path";
import * as vscode from "vscode";
import type { RunReader, SweepRow } from "../reader";
import { allSweepsFolders, onDidChangeSweepsFolders } from "../settings";

/** Milliseconds between two looks at sweeps that go on, and at the folders. */
const interval = 1_000;
const folderInterval = 5_000;
const gathering = 150;

export class SweepIndex {
  readonly #rows = new Map<string, SweepRow>();
  readonly #changed = new vscode.EventEmitter<readonly string[]>();
  /** Folders whose rows are new, different or gone. */
  readonly onDidChange = this.#changed.event;
  readonly #dirty = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #watchers: readonly vscode.Disposable[] = [];
  /** Folders beside those of the workspace. */
  readonly #included = new Set<string>();
  #loading: Promise<void> | undefined;
  readonly #subscription: vscode.Disposable;
  readonly #timers: readonly NodeJS.Timeout[];

  constructor(
    private readonly reader: RunReader,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#subscription = onDidChangeSweepsFolders(() => void this.reload());
    this.#timers = [
      setInterval(() => this.lookAtWritten(), interval),
      setInterval(() => void this.lookAtFolders(), folderInterval),
    ];
  }

  /** Newest first; complete once `load` has been awaited. */
  get rows(): readonly SweepRow[] {
    return [...this.#rows.values()].sort(newestFirst);
  }

  get(directory: string): SweepRow | undefined {
    return this.#rows.get(directory);
  }

  /** Reads everything, the first time it is called. */
  load(): Promise<void> {
    return (this.#loading ??= this.read());
  }

  async reload(): Promise<void> {
    this.#loading = this.read();
    await this.#loading;
  }

  /** Looks into this folder too: a file outside the workspace keeps its sweeps beside it. */
  async include(root: string): Promise<void> {
    if (this.roots.includes(root)) return;
    this.#included.add(root);
    await this.reload();
  }

  /** Reads one sweep anew. */
  async refresh(directory: string): Promise<SweepRow | undefined> {
    await this.readRow(directory);
    return this.#rows.get(directory);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timers.forEach((timer) => clearInterval(timer));
    vscode.Disposable.from(this.#subscription, ...this.#watchers, this.#changed).dispose();
  }

  private get roots(): readonly string[] {
    return [...new Set([...allSweepsFolders(), ...this.#included])];
  }

  private async read(): Promise<void> {
    this.watch();
    await this.lookAtFolders();
  }

  private async lookAtFolders(): Promise<void> {
    if (!this.#loading) return;
    const found = new Map<string, SweepRow>();
    for (const root of this.roots) {
      try {
        for (const row of await this.reader.sweeps(root)) found.set(row.directory, row);
      } catch (error) {
        this.tell(root, error);
        return;
      }
    }
    for (const directory of new Set([...this.#rows.keys(), ...found.keys()])) {
      this.put(directory, found.get(directory) ?? null);
    }
  }

  private watch(): void {
    vscode.Disposable.from(...this.#watchers).dispose();
    this.#watchers = this.roots.map((root) => {
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(vscode.Uri.file(root), "*/sweep.json"),
      );
      const note = ({ fsPath }: vscode.Uri) => this.note(path.dirname(fsPath));
      watcher.onDidCreate(note);
      watcher.onDidChange(note);
      watcher.onDidDelete(note);
      return watcher;
    });
  }

  private lookAtWritten(): void {
    for (const row of this.#rows.values()) if (row.kind === "sweep" && row.written) this.note(row.directory);
  }

  private note(directory: string): void {
    this.#dirty.add(directory);
    this.#timer ??= setTimeout(() => void this.readDirty(), gathering);
  }

  private async readDirty(): Promise<void> {
    this.#timer = undefined;
    const directories = [...this.#dirty];
    this.#dirty.clear();
    await Promise.all(directories.map((directory) => this.readRow(directory)));
  }

  private async readRow(directory: string): Promise<void> {
    try {
      this.put(directory, await this.reader.sweepRow(directory));
    } catch (error) {
      this.tell(directory, error);
    }
  }

  private put(directory: string, row: SweepRow | null): void {
    if (JSON.stringify(row) === JSON.stringify(this.#rows.get(directory) ?? null)) return;
    if (row) this.#rows.set(directory, row);
    else this.#rows.delete(directory);
    this.#changed.fire([directory]);
  }

  private tell(place: string, error: unknown): void {
    this.log.error(`${place}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function newestFirst(a: SweepRow, b: SweepRow): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.directory < b.directory ? 1 : -1;
}
