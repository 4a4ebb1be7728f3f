/** The sweep files of the workspace and what they call their sweeps, found once and kept up by watching. */
import path from "node:path";
import * as vscode from "vscode";
import type { RunReader, SweepFileReading } from "../reader";

export interface SweepFile {
  readonly uri: vscode.Uri;
  /** What the file calls the sweep; while it has faults what it last did, or null. */
  readonly name: string | null;
  /** Runs that it means; 0 while it has faults. */
  readonly members: number;
  /** Faults in it. */
  readonly problems: number;
}

/** Of every sweep file's name. */
export const sweepEnding = ".sweep.json";
const pattern = `**/*${sweepEnding}`;
const ignored = "**/{node_modules,.trash}/**";
/** More than anyone writes by hand; a search that finds more has gone astray. */
const most = 2_000;

export function isSweepFile(uri: vscode.Uri | undefined): uri is vscode.Uri {
  return uri?.path.endsWith(sweepEnding) === true;
}

/** The file's name without its ending. */
export function sweepNameOf(uri: vscode.Uri): string {
  return path.basename(uri.path).slice(0, -sweepEnding.length);
}

export class SweepFiles {
  readonly #files = new Map<string, SweepFile>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #watcher = vscode.workspace.createFileSystemWatcher(pattern);
  readonly #folders: vscode.Disposable;
  #loading: Promise<void> | undefined;

  constructor(private readonly reader: RunReader) {
    this.#watcher.onDidCreate((uri) => void this.update(uri));
    this.#watcher.onDidChange((uri) => void this.update(uri));
    this.#watcher.onDidDelete((uri) => {
      if (this.#files.delete(uri.toString())) this.#changed.fire();
    });
    const reload = () => void this.reload();
    this.#folders = vscode.Disposable.from(
      vscode.workspace.onDidChangeWorkspaceFolders(reload),
      // Of a folder that goes as a whole, watchers do not name the files.
      vscode.workspace.onDidDeleteFiles(reload),
      vscode.workspace.onDidRenameFiles(reload),
    );
  }

  /** By path; complete once `load` has been awaited. */
  get files(): readonly SweepFile[] {
    return [...this.#files.values()].sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
  }

  /** Finds everything, the first time it is called. */
  load(): Promise<void> {
    return (this.#loading ??= this.find());
  }

  async reload(): Promise<void> {
    this.#loading = this.find();
    await this.#loading;
  }

  /** What a text says, as it stands in an editor. Checked in the reading thread: sweeps may mean thousands of runs. */
  check(document: vscode.TextDocument): Promise<SweepFileReading> {
    return this.reader.sweepFile(document.getText(), document.uri.fsPath);
  }

  dispose(): void {
    vscode.Disposable.from(this.#watcher, this.#folders, this.#changed).dispose();
  }

  private async find(): Promise<void> {
    const found = await vscode.workspace.findFiles(pattern, ignored, most);
    const files = await Promise.all(found.map((uri) => this.read(uri)));
    this.#files.clear();
    for (const file of files) if (file) this.#files.set(file.uri.toString(), file);
    this.#changed.fire();
  }

  private async update(uri: vscode.Uri): Promise<void> {
    if (/\/(node_modules|\.trash)\//.test(uri.path)) return;
    const file = await this.read(uri);
    if (file) this.#files.set(uri.toString(), file);
    else this.#files.delete(uri.toString());
    this.#changed.fire();
  }

  /** Undefined where the file is gone. */
  private async read(uri: vscode.Uri): Promise<SweepFile | undefined> {
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const { name, members, problems } = await this.reader.sweepFile(text, uri.fsPath);
      const before = this.#files.get(uri.toString())?.name ?? null;
      const faults = problems.filter(({ severity }) => severity === "error").length;
      return { uri, name: name ?? before, members, problems: faults };
    } catch {
      return undefined;
    }
  }
}
