/** A new file in the workspace: in which folder, under which name, and written so that it can be undone. */
import * as vscode from "vscode";
import { exists, faultOfName } from "../experiments";
import { CommandError } from "./register";

/** @throws CommandError where no folder is open, CancellationError where none was chosen */
export async function chooseFolder(): Promise<vscode.WorkspaceFolder> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    throw new CommandError(vscode.l10n.t("Open a folder first: experiments and their runs are kept in it."));
  }
  if (folders.length === 1) return folders[0];
  const chosen = await vscode.window.showWorkspaceFolderPick();
  if (!chosen) throw new vscode.CancellationError();
  return chosen;
}

/** Undefined where that was cancelled. @param ending of the file's name, which nobody has to type */
export async function askName(
  folder: vscode.Uri,
  wish: string,
  title: string,
  ending: string,
): Promise<vscode.Uri | undefined> {
  const place = (name: string) => {
    const trimmed = name.trim();
    return vscode.Uri.joinPath(folder, trimmed.endsWith(ending) ? trimmed : `${trimmed}${ending}`);
  };
  const value = await freeName(folder, wish, ending);
  const typed = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("File name, in {0}", vscode.workspace.asRelativePath(folder, true)),
    value,
    valueSelection: [0, value.length - ending.length],
    validateInput: async (name) =>
      (await exists(place(name))) ? vscode.l10n.t("This file exists already.") : faultOfName(name, ending),
  });
  return typed === undefined ? undefined : place(typed);
}

/** @throws CommandError where it cannot be written */
export async function writeNew(uri: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { contents: new TextEncoder().encode(text), overwrite: false });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new CommandError(vscode.l10n.t("{0} cannot be written.", uri.fsPath));
  }
}

async function freeName(folder: vscode.Uri, wish: string, ending: string): Promise<string> {
  for (let count = 1; ; count++) {
    const name = `${count === 1 ? wish : `${wish}-${count}`}${ending}`;
    if (!(await exists(vscode.Uri.joinPath(folder, name)))) return name;
  }
}
