/** The files that are edited side by side: opened, listened to, and found again after the window was reloaded. */
import * as vscode from "vscode";
import type { Experiment } from "../../core/config";
import { withAbsolutePaths } from "../../core/training";
import { isExperimentFile, readExperiment, type ExperimentFiles } from "../experiments";
import type { InspectorPanel, Inspectors } from "../inspector";
import type { RunReader } from "../reader";
import { beginRun, type WorkspaceRuns } from "../runs";
import { liveRetrain } from "../settings";
import type { Supervisor } from "../supervisor";
import { RetrainSession } from "./session";

export interface LiveRetrainParts {
  readonly files: ExperimentFiles;
  readonly runs: WorkspaceRuns;
  readonly reader: RunReader;
  readonly supervisor: Supervisor;
  readonly inspectors: Inspectors;
  readonly log: vscode.LogOutputChannel;
  readonly memory: vscode.Memento;
}

/** Milliseconds after the last key. */
const typingPause = 500;
const memoryKey = "retrainSessions";

export class LiveRetrain {
  readonly #sessions = new Map<string, RetrainSession>();
  readonly #typing = new Map<string, NodeJS.Timeout>();
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly parts: LiveRetrainParts) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidSaveTextDocument((document) => this.hear(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && liveRetrain(document.uri) === "onType")
          this.hear(document, typingPause);
      }),
      parts.inspectors.onDidRevive((panel) => this.takeUp(panel)),
    );
  }

  /** The file on the left, its newest run on the right; a run begins where there is none or the file has changed since. */
  async open(uri: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
    const known = this.#sessions.get(uri.toString());
    if (known) {
      known.panel.panel.reveal(undefined, true);
      if (liveRetrain(uri) !== "off") await known.sync();
      return;
    }
    const last = await this.lastRun(uri);
    const directory = last ?? (await this.firstRun(uri));
    if (directory === undefined) return;
    const panel = this.parts.inspectors.open(
      { main: directory, ghost: null, compared: [] },
      vscode.ViewColumn.Two,
      true,
    );
    const session = this.add(uri, panel, directory);
    if (last !== undefined && liveRetrain(uri) !== "off") await session.sync();
  }

  /** A run of the file was begun by other means. @returns whether a session shows it now */
  adopt(uri: vscode.Uri, directory: string): boolean {
    const session = this.#sessions.get(uri.toString());
    session?.adopt(directory);
    return session !== undefined;
  }

  /** A run has another folder now. */
  renamed(from: string, to: string): void {
    for (const session of this.#sessions.values()) if (session.directory === from) session.renamed(to);
  }

  dispose(): void {
    for (const timer of this.#typing.values()) clearTimeout(timer);
    this.#subscriptions.dispose();
  }

  private async lastRun(uri: vscode.Uri): Promise<string | undefined> {
    const { files, runs } = this.parts;
    await Promise.all([files.load(), runs.index.load()]);
    const own = runs.byExperiment(files.files).get(uri.toString()) ?? [];
    return own.find((directory) => runs.get(directory)?.state !== "damaged");
  }

  /** Undefined where the file has faults, which is said. */
  private async firstRun(uri: vscode.Uri): Promise<string | undefined> {
    const read = await readExperiment(uri);
    if (read.ok) return (await beginRun(this.parts.supervisor, read)).directory;
    void vscode.window.showErrorMessage(
      vscode.l10n.t("The experiment has faults, so nothing trains yet. {0}", read.problems[0]),
    );
    return undefined;
  }

  /** A panel that an earlier window left open goes on with its file. */
  private takeUp(panel: InspectorPanel): void {
    const { main, compared } = panel.shown;
    if (compared.length > 0) return;
    const kept = Object.entries(this.remembered).find(([, directory]) => directory === main);
    if (!kept || this.#sessions.has(kept[0])) return;
    this.add(vscode.Uri.parse(kept[0]), panel, main);
  }

  private add(uri: vscode.Uri, panel: InspectorPanel, directory: string): RetrainSession {
    const key = uri.toString();
    const { runs, supervisor, log } = this.parts;
    const session = new RetrainSession(
      {
        uri,
        panel,
        runs,
        supervisor,
        log,
        experimentOf: (run) => this.experimentOf(run),
        moved: (run) => this.remember(key, run),
      },
      directory,
    );
    this.#sessions.set(key, session);
    this.remember(key, directory);
    panel.panel.onDidDispose(() => {
      this.#sessions.delete(key);
      this.remember(key, undefined);
    });
    return session;
  }

  /** As a run's folder keeps it: with absolute paths. */
  private async experimentOf(directory: string): Promise<Experiment | null> {
    const task = this.parts.supervisor.get(directory)?.request.task;
    if (task?.kind === "train") return withAbsolutePaths(task.experiment, task.baseDirectory);
    return (await this.parts.reader.contents(directory)).experiment;
  }

  private hear(document: vscode.TextDocument, delay: number): void {
    const { uri } = document;
    const key = uri.toString();
    const session = this.#sessions.get(key);
    if (!session || !isExperimentFile(uri) || !vscode.workspace.isTrusted || liveRetrain(uri) === "off")
      return;
    clearTimeout(this.#typing.get(key));
    this.#typing.set(
      key,
      setTimeout(() => void session.sync(), delay),
    );
  }

  private get remembered(): Readonly<Record<string, string>> {
    return this.parts.memory.get<Readonly<Record<string, string>>>(memoryKey, {});
  }

  private remember(key: string, directory: string | undefined): void {
    const { [key]: _, ...others } = this.remembered;
    const all = directory === undefined ? others : { ...others, [key]: directory };
    void this.parts.memory.update(memoryKey, all);
  }
}
