/** The workspace's runs as one: those on disk and those that this window trains or keeps waiting, by experiment. */
import path from "node:path";
import * as vscode from "vscode";
import type { ExperimentFile } from "../experiments";
import type { Supervisor, TrainedRun } from "../supervisor";
import type { RunIndex } from "./runIndex";
import { viewOf, type RunView } from "./runView";

export class WorkspaceRuns {
  readonly #changed = new vscode.EventEmitter<readonly string[]>();
  /** Folders of runs that are different; empty when all may be. Live runs some four times a second. */
  readonly onDidChange = this.#changed.event;
  /** Runs whose folders have been read since they began to train. */
  readonly #begun = new WeakSet<TrainedRun>();
  readonly #subscriptions: vscode.Disposable;

  constructor(
    readonly index: RunIndex,
    private readonly supervisor: Supervisor,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      index.onDidChange((directories) => this.#changed.fire(directories)),
      supervisor.onDidChange((run) => this.hear(run)),
      // Its last state is on disk: read at once rather than when a watcher comes round to it.
      supervisor.onDidEnd(({ run }) => void index.refresh(run.directory)),
    );
  }

  get(directory: string): RunView | undefined {
    return viewOf(this.index.get(directory), this.supervisor.get(directory));
  }

  /** Those that wait first, then the newest first. */
  get all(): readonly RunView[] {
    return this.places.flatMap(({ directory }) => this.get(directory) ?? []);
  }

  /**
   * The folders of each experiment file's runs, and under null those of none: by the file they were begun from, or
   * else by name. In the order of `all`; cheap enough for thousands to be asked for whenever something is drawn.
   */
  byExperiment(files: readonly ExperimentFile[]): ReadonlyMap<string | null, readonly string[]> {
    const paths = new Map(files.map(({ uri }) => [uri.fsPath, uri.toString()]));
    const names = new Map(files.map(({ uri, name }) => [name, uri.toString()] as const).reverse());
    const groups = new Map<string | null, string[]>();
    for (const { directory, source, name } of this.places) {
      const key = paths.get(source ?? "") ?? (name === null ? null : (names.get(name) ?? null));
      const group = groups.get(key);
      if (group) group.push(directory);
      else groups.set(key, [directory]);
    }
    return groups;
  }

  /** Whether there is any run. */
  get any(): boolean {
    return this.index.rows.length > 0 || this.supervisor.runs.length > 0;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  private hear(run: TrainedRun): void {
    const { directory, started } = run;
    if (!this.index.isGuest(directory)) this.index.include(path.dirname(directory));
    this.#changed.fire([directory]);
    if (!started || this.#begun.has(run)) return;
    this.#begun.add(run);
    // With the edit it goes on with. A watcher may never come round to that: the first folder of a workspace's runs
    // and the run in it are made at the same moment, and VS Code watches only what it has seen being made.
    void this.index.refresh(directory);
  }

  /** Of every run what tells where it belongs. */
  private get places(): readonly Place[] {
    const unwritten = this.supervisor.runs.filter(({ directory }) => !this.index.get(directory)).reverse();
    return [
      ...unwritten.map(({ directory, request: { source, name } }) => ({ directory, source, name })),
      ...this.index.rows.map((row) =>
        row.kind === "run" ? row : { directory: row.directory, source: null, name: null },
      ),
    ];
  }
}

interface Place {
  readonly directory: string;
  readonly source: string | null;
  readonly name: string | null;
}
