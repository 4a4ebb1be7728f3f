/** The workspace's runs as one: those on disk and those that this window trains or keeps waiting, by experiment. */
import * as vscode from "vscode";
import type { ExperimentFile } from "../experiments";
import type { Supervisor } from "../supervisor";
import type { RunIndex } from "./runIndex";
import { viewOf, type RunView } from "./runView";

export class WorkspaceRuns {
  readonly #changed = new vscode.EventEmitter<readonly string[]>();
  /** Folders of runs that are different; empty when all may be. Live runs some four times a second. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(
    readonly index: RunIndex,
    private readonly supervisor: Supervisor,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      index.onDidChange((directories) => this.#changed.fire(directories)),
      supervisor.onDidChange(({ directory }) => this.#changed.fire([directory])),
      // Its last state is on disk: read at once rather than when a watcher comes round to it.
      supervisor.onDidEnd(({ run }) => void index.refresh(run.directory)),
    );
  }

  get(directory: string): RunView | undefined {
    return viewOf(this.index.get(directory), this.supervisor.get(directory));
  }

  /** Those that wait first, then the newest first. */
  get all(): readonly RunView[] {
    const unwritten = this.supervisor.runs.filter(({ directory }) => !this.index.get(directory)).reverse();
    return [...unwritten, ...this.index.rows].flatMap(({ directory }) => this.get(directory) ?? []);
  }

  /** Each experiment file's runs, and under null those of none: by the file they were begun from, or else by name. */
  byExperiment(files: readonly ExperimentFile[]): ReadonlyMap<string | null, readonly RunView[]> {
    const paths = new Map(files.map(({ uri }) => [uri.fsPath, uri.toString()]));
    const names = new Map(files.map(({ uri, name }) => [name, uri.toString()] as const).reverse());
    const groups = new Map<string | null, RunView[]>();
    for (const run of this.all) {
      const key = paths.get(run.source ?? "") ?? names.get(run.name) ?? null;
      const group = groups.get(key);
      if (group) group.push(run);
      else groups.set(key, [run]);
    }
    return groups;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}
