/** The extension's settings, read where they are needed, and what they mean for a folder or an experiment. */
import path from "node:path";
import * as vscode from "vscode";

export type LiveRetrain = "onSave" | "onType" | "off";
export type EngineChoice = "experiment" | "auto" | "cpu" | "reference";

const section = "inductionLab";

export function maximumRuns(): number {
  const value = vscode.workspace.getConfiguration(section).get("maximumRuns", 2);
  return Number.isInteger(value) && value >= 1 ? value : 1;
}

export function engineChoice(): EngineChoice {
  return vscode.workspace.getConfiguration(section).get<EngineChoice>("engine", "experiment");
}

/** Where the choice counts: in the workspace, if it says something of its own, or else for this machine. */
export async function chooseEngine(choice: EngineChoice): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section);
  const own = configuration.inspect<EngineChoice>("engine")?.workspaceValue !== undefined;
  const { Global, Workspace } = vscode.ConfigurationTarget;
  await configuration.update("engine", choice, own ? Workspace : Global);
}

export function liveRetrain(file: vscode.Uri): LiveRetrain {
  return vscode.workspace.getConfiguration(section, file).get<LiveRetrain>("liveRetrain", "onSave");
}

export function opensInspectorOnRun(): boolean {
  return vscode.workspace.getConfiguration(section).get("openInspectorOnRun", true);
}

/** Where the runs of a workspace folder are kept. */
export function runsFolder(folder: vscode.WorkspaceFolder): string {
  const value = vscode.workspace.getConfiguration(section, folder.uri).get("runsFolder", "runs");
  const absolute = path.resolve(folder.uri.fsPath, value.trim() === "" ? "runs" : value);
  // As VS Code writes paths: on Windows with a small drive letter.
  return vscode.Uri.file(absolute).fsPath;
}

/** Where the runs of an experiment file are kept: with its workspace folder, or else beside it. */
export function runsFolderOf(file: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(file);
  return folder ? runsFolder(folder) : path.join(path.dirname(file.fsPath), "runs");
}

/** Every folder where runs of this workspace are kept. */
export function allRunsFolders(): string[] {
  return [...new Set((vscode.workspace.workspaceFolders ?? []).map(runsFolder))];
}

/** Calls `react` when a setting that decides where runs are kept may have changed. */
export function onDidChangeRunsFolders(react: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(react),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.runsFolder`)) react();
    }),
  );
}

export function onDidChangeMaximumRuns(react: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${section}.maximumRuns`)) react();
  });
}
