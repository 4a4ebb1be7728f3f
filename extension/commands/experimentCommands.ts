/** Experiment files come to be: from a preset, or as a copy. */
import * as vscode from "vscode";
import { fixEdits, presets, presetText, withEdits } from "../../core/config";
import { ending, exists, faultOfName, nameOf } from "../experiments";
import type { Services } from "../services";
import { CommandError, type Commands } from "./register";
import { experimentTarget } from "./targets";

export function experimentCommands(services: Services): Commands {
  return {
    newExperiment: () => newExperiment(),
    duplicate: async (target) => {
      const uri = await experimentTarget(services, target);
      if (uri) await duplicate(uri);
    },
  };
}

async function newExperiment(): Promise<vscode.Uri | undefined> {
  const folder = await chooseFolder();
  const preset = await vscode.window.showQuickPick(
    presets.map(({ id, title, description }) => ({ label: title, description: id, detail: description, id })),
    {
      title: vscode.l10n.t("New Experiment"),
      placeHolder: vscode.l10n.t("Which preset is it to start from?"),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  if (!preset) return undefined;
  const uri = await askName(folder.uri, preset.id, vscode.l10n.t("New Experiment"));
  if (!uri) return undefined;
  await writeNew(uri, presetText(preset.id, nameOf(uri)));
  await vscode.window.showTextDocument(uri);
  return uri;
}

/** A copy beside it, with a name of its own. */
async function duplicate(from: vscode.Uri): Promise<void> {
  const folder = vscode.Uri.joinPath(from, "..");
  const uri = await askName(folder, nameOf(from), vscode.l10n.t("Duplicate Experiment"));
  if (!uri) return;
  const text = (await vscode.workspace.openTextDocument(from)).getText();
  await writeNew(
    uri,
    withEdits(text, fixEdits(text, { title: "", kind: "set", path: ["name"], value: nameOf(uri) })),
  );
  await vscode.window.showTextDocument(uri);
}

async function chooseFolder(): Promise<vscode.WorkspaceFolder> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    throw new CommandError(vscode.l10n.t("Open a folder first: experiments and their runs are kept in it."));
  }
  if (folders.length === 1) return folders[0];
  const chosen = await vscode.window.showWorkspaceFolderPick();
  if (!chosen) throw new vscode.CancellationError();
  return chosen;
}

async function askName(folder: vscode.Uri, wish: string, title: string): Promise<vscode.Uri | undefined> {
  const value = await freeName(folder, wish);
  const typed = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("File name, in {0}", vscode.workspace.asRelativePath(folder, true)),
    value,
    valueSelection: [0, value.length - ending.length],
    validateInput: async (name) =>
      (await exists(place(folder, name))) ? vscode.l10n.t("This file exists already.") : faultOfName(name),
  });
  return typed === undefined ? undefined : place(folder, typed);
}

async function freeName(folder: vscode.Uri, wish: string): Promise<string> {
  for (let count = 1; ; count++) {
    const name = `${count === 1 ? wish : `${wish}-${count}`}${ending}`;
    if (!(await exists(vscode.Uri.joinPath(folder, name)))) return name;
  }
}

function place(folder: vscode.Uri, name: string): vscode.Uri {
  const trimmed = name.trim();
  return vscode.Uri.joinPath(folder, trimmed.endsWith(ending) ? trimmed : `${trimmed}${ending}`);
}

async function writeNew(uri: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { contents: new TextEncoder().encode(text), overwrite: false });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new CommandError(vscode.l10n.t("{0} cannot be written.", uri.fsPath));
  }
}
