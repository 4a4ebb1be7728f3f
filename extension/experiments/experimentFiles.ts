/** The experiment files of the workspace and their names, found once and kept up by watching. */
import * as vscode from "vscode";
import { parseExperiment } from "../../core/config";
import { ending } from "./fileNames";

export interface ExperimentFile {
  readonly uri: vscode.Uri;
  /** What the file calls the experiment; while it has faults what it last did, or null. */
  readonly name: string | null;
  /** Faults in it. */
  readonly problems: number;
}

const pattern = "**/*.induction.json";
const ignored = "**/{node_modules,.trash}/**";
/** More than anyone writes by hand; a search that finds more has gone astray. */
const most = 2_000;

export function isExperimentFile(uri: vscode.Uri | undefined): uri is vscode.Uri {
  return uri?.path.endsWith(ending) === true;
}

export class ExperimentFiles {
  readonly #files = new Map<string, ExperimentFile>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #watcher = vscode.workspace.createFileSystemWatcher(pattern);
  readonly #folders: vscode.Disposable;
  #loading: Promise<void> | undefined;

  constructor() {
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
  get files(): readonly ExperimentFile[] {
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

  dispose(): void {
    vscode.Disposable.from(this.#watcher, this.#folders, this.#changed).dispose();
  }

  private async find(): Promise<void> {
    const found = await vscode.workspace.findFiles(pattern, ignored, most);
    const files = await Promise.all(found.map((uri) => readFile(uri, null)));
    this.#files.clear();
    for (const file of files) if (file) this.#files.set(file.uri.toString(), file);
    this.#changed.fire();
  }

  private async update(uri: vscode.Uri): Promise<void> {
    if (/\/(node_modules|\.trash)\//.test(uri.path)) return;
    const file = await readFile(uri, this.#files.get(uri.toString())?.name ?? null);
    if (file) this.#files.set(uri.toString(), file);
    else this.#files.delete(uri.toString());
    this.#changed.fire();
  }
}

/** Undefined where the file is gone. */
async function readFile(uri: vscode.Uri, lastName: string | null): Promise<ExperimentFile | undefined> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const parsed = parseExperiment(text);
    return parsed.ok
      ? { uri, name: parsed.experiment.name, problems: 0 }
      : {
          uri,
          name: lastName,
          problems: parsed.problems.filter(({ severity }) => severity === "error").length,
        };
  } catch {
    return undefined;
  }
}
