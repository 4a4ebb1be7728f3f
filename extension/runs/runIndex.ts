/**
 * All runs of the workspace by their folders, read once in the reading thread and kept up by watching `run.json`s.
 * A run whose writer may die without a word is looked at again every few seconds.
 */
import path from "node:path";
import * as vscode from "vscode";
import type { RunReader, RunRow } from "../reader";
import { allRunsFolders, onDidChangeRunsFolders } from "../settings";

/** Milliseconds: changes are taken together, and so often a run that somebody else trains is looked at. */
const gathering = 150;
const lookInterval = 4_000;

export class RunIndex {
  readonly #rows = new Map<string, RunRow>();
  readonly #changed = new vscode.EventEmitter<readonly string[]>();
  /** Folders whose rows are new, different or gone; empty when everything may be different. */
  readonly onDidChange = this.#changed.event;
  readonly #dirty = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #watchers: readonly vscode.Disposable[] = [];
  #loading: Promise<void> | undefined;
  #problems: readonly string[] = [];
  readonly #subscriptions: vscode.Disposable[];
  readonly #looking: NodeJS.Timeout;

  constructor(
    private readonly reader: RunReader,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#subscriptions = [onDidChangeRunsFolders(() => void this.reload())];
    this.#looking = setInterval(() => this.lookAtRunning(), lookInterval);
  }

  /** Newest first; complete once `load` has been awaited. */
  get rows(): readonly RunRow[] {
    return [...this.#rows.values()].sort(newestFirst);
  }

  get(directory: string): RunRow | undefined {
    return this.#rows.get(directory);
  }

  /** Why runs cannot be listed, a sentence for each folder. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Reads everything, the first time it is called. */
  load(): Promise<void> {
    return (this.#loading ??= this.read());
  }

  /** Reads everything anew. */
  async reload(): Promise<void> {
    this.#loading = this.read();
    await this.#loading;
  }

  /** Reads one run anew. */
  async refresh(directory: string): Promise<RunRow | undefined> {
    await this.readRow(directory);
    this.#changed.fire([directory]);
    return this.#rows.get(directory);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#looking);
    vscode.Disposable.from(...this.#subscriptions, ...this.#watchers).dispose();
    this.#changed.dispose();
  }

  private async read(): Promise<void> {
    const roots = allRunsFolders();
    this.watch(roots);
    const found = new Set<string>();
    const problems: string[] = [];
    for (const root of roots) {
      try {
        await this.reader.list(root, (rows) => {
          for (const row of rows) {
            found.add(row.directory);
            this.#rows.set(row.directory, row);
          }
          this.#changed.fire([]);
        });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        problems.push(message);
        this.log.error(message);
      }
    }
    this.#problems = problems;
    for (const directory of this.#rows.keys()) if (!found.has(directory)) this.#rows.delete(directory);
    this.#changed.fire([]);
  }

  private watch(roots: readonly string[]): void {
    vscode.Disposable.from(...this.#watchers).dispose();
    this.#watchers = roots.map((root) => {
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(vscode.Uri.file(root), "*/run.json"),
      );
      const note = ({ fsPath }: vscode.Uri) => this.note(path.dirname(fsPath));
      watcher.onDidCreate(note);
      watcher.onDidChange(note);
      watcher.onDidDelete(note);
      return watcher;
    });
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
    if (directories.length > 0) this.#changed.fire(directories);
  }

  private async readRow(directory: string): Promise<void> {
    try {
      const row = await this.reader.row(directory);
      if (row) this.#rows.set(directory, row);
      else this.#rows.delete(directory);
    } catch (error) {
      this.log.error(`${directory}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private lookAtRunning(): void {
    for (const row of this.#rows.values()) {
      if (row.kind === "run" && row.state === "running") this.note(row.directory);
    }
  }
}

function newestFirst(a: RunRow, b: RunRow): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.directory < b.directory ? 1 : -1;
}
