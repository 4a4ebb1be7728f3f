/** The workspace's sweeps as one: those on disk and those that this window steers; begun, stopped and gone on with. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { runDirectoryName } from "../../core/runs";
import { engineOverrides, sweepProcesses, sweepsFolderOf } from "../settings";
import { refuseUntrusted } from "../trust";
import type { SweepFile } from "./sweepFiles";
import type { SweepIndex } from "./sweepIndex";
import { SweepProcess, type SweepEnding } from "./sweepProcess";
import { sweepViewOf, type SweepView } from "./sweepView";

export interface SweepsParts {
  readonly index: SweepIndex;
  /** dist/cli.cjs */
  readonly program: string;
  readonly log: vscode.LogOutputChannel;
  /** Of the workspace: what goes on is kept in it until it ends. */
  readonly memory: vscode.Memento;
}

const memoryKey = "sweepsGoingOn";
/** Milliseconds in which a folder is read once, however much its program tells. */
const gathering = 250;

export class WorkspaceSweeps {
  readonly index: SweepIndex;
  readonly #going = new Map<string, SweepProcess>();
  readonly #changed = new vscode.EventEmitter<readonly string[]>();
  /** Folders of sweeps that are different. */
  readonly onDidChange = this.#changed.event;
  readonly #ended = new vscode.EventEmitter<{ readonly view: SweepView; readonly ending: SweepEnding }>();
  readonly onDidEnd = this.#ended.event;
  readonly #reading = new Map<string, NodeJS.Timeout>();
  readonly #subscription: vscode.Disposable;
  #leaving = false;

  constructor(private readonly parts: SweepsParts) {
    this.index = parts.index;
    this.#subscription = parts.index.onDidChange((directories) => this.#changed.fire(directories));
  }

  /** Those without a folder yet first, then the newest first. */
  get all(): readonly SweepView[] {
    const unwritten = [...this.#going.keys()].filter((directory) => !this.index.get(directory));
    const directories = [...unwritten, ...this.index.rows.map(({ directory }) => directory)];
    return directories.flatMap((directory) => this.get(directory) ?? []);
  }

  get(directory: string): SweepView | undefined {
    return sweepViewOf(this.index.get(directory), this.#going.get(directory));
  }

  /** By the file that they seem to come from, and under null those of none: files and sweeps share a name. */
  byFile(files: readonly SweepFile[]): ReadonlyMap<string | null, readonly string[]> {
    const keys = new Map(files.map(({ uri, name }) => [name, uri.toString()] as const).reverse());
    const groups = new Map<string | null, string[]>();
    for (const { directory, name } of this.all) {
      const key = keys.get(name) ?? null;
      const group = groups.get(key);
      if (group) group.push(directory);
      else groups.set(key, [directory]);
    }
    return groups;
  }

  process(directory: string): SweepProcess | undefined {
    return this.#going.get(directory);
  }

  /** Begins the sweep of a file, as it lies on disk. @throws Error in a workspace that is not trusted */
  async begin(file: vscode.Uri, name: string): Promise<SweepProcess> {
    refuseUntrusted();
    const root = sweepsFolderOf(file);
    await this.index.include(root);
    const taken = [...(await readdir(root).catch(() => [])), ...this.goingIn(root)];
    const directory = path.join(root, runDirectoryName(name, taken, new Date()));
    const chosen = engineOverrides().flatMap((override) => ["--set", override]);
    return this.start(
      directory,
      name,
      [file.fsPath, "--out", directory, ...chosen],
      path.dirname(file.fsPath),
    );
  }

  /** Goes on with it, and trains what has failed anew where nothing else is left. @throws Error, as `begin` */
  async resume(directory: string): Promise<SweepProcess> {
    refuseUntrusted();
    const known = this.#going.get(directory);
    if (known && !known.stopping) return known;
    await known?.ended;
    const view = this.get(directory);
    const retry = view?.state === "done" ? ["--retry"] : [];
    return this.start(directory, view?.name ?? "", [directory, ...retry], path.dirname(directory));
  }

  stop(directory: string): void {
    this.#going.get(directory)?.stop();
    this.#changed.fire([directory]);
  }

  /**
   * Sweeps that went on when an earlier window was closed, and can go on. They are told of once.
   * @param patience milliseconds that processes of that window get to end
   */
  async leftBehind(patience: number): Promise<readonly SweepView[]> {
    const directories = this.parts.memory.get<readonly string[]>(memoryKey, []);
    await this.parts.memory.update(memoryKey, [...this.#going.keys()]);
    const views = await Promise.all(directories.map((directory) => this.settled(directory, patience)));
    return views.flatMap((view) => (view?.state === "stopped" && !view.damaged ? [view] : []));
  }

  /** When nobody steers it any more, or patience is at its end. */
  private async settled(directory: string, patience: number): Promise<SweepView | undefined> {
    for (const until = Date.now() + patience; ;) {
      await this.index.refresh(directory);
      const view = this.get(directory);
      if (view?.steeredBy !== "elsewhere" || Date.now() > until) return view;
      await new Promise((resolve) => setTimeout(resolve, gathering));
    }
  }

  dispose(): void {
    this.#reading.forEach((timer) => clearTimeout(timer));
    vscode.Disposable.from(this.#subscription, this.#changed, this.#ended).dispose();
  }

  /** Stops everything in good order; what went on stays written down for the next window. */
  async leave(): Promise<void> {
    this.#leaving = true;
    await Promise.all([...this.#going.values()].map((one) => one.leave()));
  }

  private goingIn(root: string): string[] {
    return [...this.#going.keys()]
      .filter((directory) => path.dirname(directory) === root)
      .map((directory) => path.basename(directory));
  }

  private start(directory: string, name: string, args: readonly string[], cwd: string): SweepProcess {
    const processes = sweepProcesses();
    const { program, log } = this.parts;
    const going = new SweepProcess({
      ...{ directory, name, program, cwd, log },
      args: [...args, ...(processes === null ? [] : ["--processes", String(processes)])],
    });
    this.#going.set(directory, going);
    going.onDidChange(() => this.readSoon(directory));
    void going.ended.then((ending) => this.end(directory, ending));
    this.remember();
    this.#changed.fire([directory]);
    return going;
  }

  private readSoon(directory: string): void {
    if (this.#reading.has(directory)) return;
    const timer = setTimeout(() => {
      this.#reading.delete(directory);
      void this.index.refresh(directory);
    }, gathering);
    this.#reading.set(directory, timer);
  }

  private async end(directory: string, ending: SweepEnding): Promise<void> {
    if (this.#leaving) return;
    await this.index.refresh(directory);
    const view = this.get(directory);
    this.#going.delete(directory);
    this.remember();
    this.#changed.fire([directory]);
    const now = this.get(directory) ?? view;
    if (now) this.#ended.fire({ view: now, ending });
  }

  private remember(): void {
    if (!this.#leaving) void this.parts.memory.update(memoryKey, [...this.#going.keys()]);
  }
}
