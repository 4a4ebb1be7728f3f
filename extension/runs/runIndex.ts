/**
 * All runs of the workspace by their folders, read once in the reading thread and kept up by watching what a row is
 * read from and, since watchers miss things, by a look at the folders every few seconds.
 */
import { readdir } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import type { RunReader, RunRow } from "../reader";
import { allRunsFolders, onDidChangeRunsFolders } from "../settings";

/** Milliseconds: changes are taken together, and so often the folders are looked at. */
const gathering = 150;
const lookInterval = 4_000;

export class RunIndex {
  readonly #rows = new Map<string, RunRow>();
  /** Runs that lie elsewhere, such as a sweep's members, of which somebody asked. Not among `rows`. */
  readonly #guests = new Map<string, RunRow>();
  readonly #guestWatchers = new Map<string, vscode.Disposable>();
  /** All rows, newest first, until one of them is different. */
  #sorted: readonly RunRow[] | undefined;
  readonly #changed = new vscode.EventEmitter<readonly string[]>();
  /** Folders whose rows are new, different or gone; empty when everything may be different. */
  readonly onDidChange = this.#changed.event;
  readonly #dirty = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #watchers: readonly vscode.Disposable[] = [];
  #roots: readonly string[] = [];
  /** Folders beside those of the workspace. */
  readonly #included = new Set<string>();
  #reading = 0;
  #loading: Promise<void> | undefined;
  #problems: readonly string[] = [];
  readonly #subscriptions: vscode.Disposable[];
  readonly #looking: NodeJS.Timeout;

  constructor(
    private readonly reader: RunReader,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#subscriptions = [onDidChangeRunsFolders(() => void this.reload())];
    this.#looking = setInterval(() => void this.look(), lookInterval);
  }

  /** Newest first; complete once `load` has been awaited. */
  get rows(): readonly RunRow[] {
    return (this.#sorted ??= [...this.#rows.values()].sort(newestFirst));
  }

  get(directory: string): RunRow | undefined {
    return this.#rows.get(directory) ?? this.#guests.get(directory);
  }

  /** Whether it is known, and lies in none of the folders that are listed. */
  isGuest(directory: string): boolean {
    return this.#guests.has(directory);
  }

  /** Makes sure that a run that lies in none of the folders that are listed is known, and keeps it known. */
  async visit(directory: string): Promise<RunRow | undefined> {
    // At once it is settled which folders those are.
    void this.load();
    if (this.#roots.includes(path.dirname(directory))) return this.get(directory);
    if (!this.get(directory)) await this.refresh(directory);
    if (this.isGuest(directory) && !this.#guestWatchers.has(directory)) {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(directory), "run.json");
      this.#guestWatchers.set(
        directory,
        this.watcherOf(pattern, () => directory),
      );
    }
    return this.get(directory);
  }

  /** Why runs cannot be listed, a sentence for each folder. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Reads everything, the first time it is called. */
  load(): Promise<void> {
    return (this.#loading ??= this.read());
  }

  /** Looks into this folder too: a file outside the workspace keeps its runs beside it. */
  include(root: string): void {
    if (this.#roots.includes(root) || this.#included.has(root)) return;
    this.#included.add(root);
    void this.reload();
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
    return this.get(directory);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#looking);
    vscode.Disposable.from(
      ...this.#subscriptions,
      ...this.#watchers,
      ...this.#guestWatchers.values(),
    ).dispose();
    this.#changed.dispose();
  }

  private async read(): Promise<void> {
    const reading = ++this.#reading;
    const roots = [...new Set([...allRunsFolders(), ...this.#included])];
    this.watch(roots);
    const known = [...this.#rows.keys()];
    const found = new Set<string>();
    const problems: string[] = [];
    for (const root of roots) {
      try {
        await this.reader.list(root, (rows) => {
          for (const row of rows) {
            found.add(row.directory);
            this.put(row);
          }
          this.#changed.fire([]);
        });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        problems.push(message);
        this.log.error(message);
      }
    }
    // Settings have changed meanwhile: the later reading counts.
    if (reading !== this.#reading) return;
    this.#problems = problems;
    for (const directory of known) if (!found.has(directory)) this.drop(directory);
    this.#changed.fire([]);
  }

  private watch(roots: readonly string[]): void {
    vscode.Disposable.from(...this.#watchers).dispose();
    this.#roots = roots;
    this.#watchers = roots.map((root) => {
      const pattern = new vscode.RelativePattern(
        vscode.Uri.file(root),
        "{*/run.json,*/studies/diagnosis.json}",
      );
      return this.watcherOf(pattern, (file) => path.join(root, path.relative(root, file).split(path.sep)[0]));
    });
  }

  /** @param directoryOf the run that a file belongs to */
  private watcherOf(
    pattern: vscode.RelativePattern,
    directoryOf: (file: string) => string,
  ): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const note = ({ fsPath }: vscode.Uri) => this.note(directoryOf(fsPath));
    watcher.onDidCreate(note);
    watcher.onDidChange(note);
    watcher.onDidDelete(note);
    return watcher;
  }

  private note(directory: string): void {
    this.#dirty.add(directory);
    this.#timer ??= setTimeout(() => void this.readDirty(), gathering);
  }

  private async readDirty(): Promise<void> {
    this.#timer = undefined;
    const directories = [...this.#dirty];
    this.#dirty.clear();
    const news = await Promise.all(directories.map((directory) => this.readRow(directory)));
    const changed = directories.filter((_, index) => news[index]);
    if (changed.length > 0) this.#changed.fire(changed);
  }

  /** @returns whether there is a run, or was one */
  private async readRow(directory: string): Promise<boolean> {
    try {
      const row = await this.reader.row(directory);
      if (!row) return this.drop(directory);
      this.put(row);
      return true;
    } catch (error) {
      this.log.error(`${directory}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  private put(row: RunRow): void {
    if (this.#roots.includes(path.dirname(row.directory))) {
      this.#rows.set(row.directory, row);
      this.#guests.delete(row.directory);
    } else this.#guests.set(row.directory, { ...row, title: guestTitle(row.directory) });
    this.#sorted = undefined;
  }

  /** @returns whether it was there */
  private drop(directory: string): boolean {
    this.#sorted = undefined;
    this.#guestWatchers.get(directory)?.dispose();
    this.#guestWatchers.delete(directory);
    return this.#rows.delete(directory) || this.#guests.delete(directory);
  }

  /** What no watcher tells: a writer that died, folders deleted as a whole, network disks. */
  private async look(): Promise<void> {
    for (const row of [...this.#rows.values(), ...this.#guests.values()]) {
      if (row.kind === "run" && (row.written || row.state === "running")) this.note(row.directory);
    }
    const found = new Set<string>();
    for (const root of this.#roots) {
      const names = await readdir(root).catch(() => []);
      for (const name of names) if (!name.startsWith(".")) found.add(path.join(root, name));
    }
    for (const directory of found) if (!this.#rows.has(directory)) this.note(directory);
    for (const directory of this.#rows.keys()) if (!found.has(directory)) this.note(directory);
  }
}

/** A sweep's members are called by numbers: it takes the sweep's name to know them apart. */
function guestTitle(directory: string): string {
  const [sweep, members, member] = directory.split(path.sep).slice(-3);
  return members === "members" ? `${sweep} ${member}` : path.basename(directory);
}

function newestFirst(a: RunRow, b: RunRow): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.directory < b.directory ? 1 : -1;
}
