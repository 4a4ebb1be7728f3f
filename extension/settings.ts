/** The extension's settings, read where they are needed, and what they mean for a folder or an experiment. */
import path from "node:path";
import * as vscode from "vscode";

export type LiveRetrain = "onSave" | "onType" | "off";
/** `experiment`: as it says. With a slash: the tfjs engine on one backend. */
export const engineChoices = [
  ...(["experiment", "auto", "cpu", "tfjs", "tfjs/cuda", "tfjs/webgpu", "tfjs/wasm", "tfjs/cpu"] as const),
  ...(["webgpu", "reference"] as const),
] as const;
export type EngineChoice = (typeof engineChoices)[number];

const section = "inductionLab";

export function maximumRuns(): number {
  const value = vscode.workspace.getConfiguration(section).get("maximumRuns", 2);
  return Number.isInteger(value) && value >= 1 ? value : 1;
}

export function engineChoice(): EngineChoice {
  return vscode.workspace.getConfiguration(section).get<EngineChoice>("engine", "experiment");
}

/** What the choice changes of an experiment, `path=value` each. */
export function engineOverrides(choice: EngineChoice = engineChoice()): readonly string[] {
  if (choice === "experiment") return [];
  const [kind, backend] = choice.split("/");
  return [`engine.kind=${kind}`, ...(backend === undefined ? [] : [`engine.backend=${backend}`])];
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

/** What is kept in folders of the workspace, and what these are called where nobody says otherwise. */
const standard = { runsFolder: "runs", sweepsFolder: "sweeps" } as const;

/** Where the runs, or the sweeps, of a workspace folder are kept. */
function keptFolder(setting: keyof typeof standard, folder: vscode.WorkspaceFolder): string {
  const value = vscode.workspace
    .getConfiguration(section, folder.uri)
    .get<string>(setting, standard[setting]);
  const absolute = path.resolve(folder.uri.fsPath, value.trim() === "" ? standard[setting] : value);
  // As VS Code writes paths: on Windows with a small drive letter.
  return vscode.Uri.file(absolute).fsPath;
}

/** Of a file: with its workspace folder, or else beside it. */
function keptFolderOf(setting: keyof typeof standard, file: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(file);
  return folder ? keptFolder(setting, folder) : path.join(path.dirname(file.fsPath), standard[setting]);
}

function allKeptFolders(setting: keyof typeof standard): string[] {
  return [...new Set((vscode.workspace.workspaceFolders ?? []).map((folder) => keptFolder(setting, folder)))];
}

/** Where the runs of an experiment file are kept. */
export function runsFolderOf(file: vscode.Uri): string {
  return keptFolderOf("runsFolder", file);
}

/** Where the sweeps of a sweep file are kept. */
export function sweepsFolderOf(file: vscode.Uri): string {
  return keptFolderOf("sweepsFolder", file);
}

/** Every folder where runs of this workspace are kept. */
export function allRunsFolders(): string[] {
  return allKeptFolders("runsFolder");
}

/** Every folder where sweeps of this workspace are kept. */
export function allSweepsFolders(): string[] {
  return allKeptFolders("sweepsFolder");
}

/** Calls `react` when a setting that decides where runs are kept may have changed. */
export function onDidChangeRunsFolders(react: () => void): vscode.Disposable {
  return onDidChangeFolders("runsFolder", react);
}

/** The same for sweeps. */
export function onDidChangeSweepsFolders(react: () => void): vscode.Disposable {
  return onDidChangeFolders("sweepsFolder", react);
}

function onDidChangeFolders(setting: keyof typeof standard, react: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(react),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.${setting}`)) react();
    }),
  );
}

/** Members of a sweep that train side by side; null: as many as the machine has cores. */
export function sweepProcesses(): number | null {
  const value = vscode.workspace.getConfiguration(section).get("sweepProcesses", 0);
  return Number.isInteger(value) && value >= 1 ? value : null;
}

export function onDidChangeMaximumRuns(react: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${section}.maximumRuns`)) react();
  });
}
