/** What a page wants to be kept as a file: where the user says. */
import path from "node:path";
import * as vscode from "vscode";
import { writeAtomically } from "../../core/runs";
import { tellWritten } from "./showFile";

/**
 * At first in the workspace's folder; nothing where that is cancelled.
 * @param about the folder of what the page shows
 */
export async function saveContents(
  { fileName, contents }: { readonly fileName: string; readonly contents: Uint8Array },
  about: string,
): Promise<void> {
  const place = vscode.Uri.file(about);
  const folder = vscode.workspace.getWorkspaceFolder(place)?.uri ?? place;
  const ending = path.extname(fileName).slice(1);
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, fileName),
    ...(ending !== "" && { filters: { [ending.toUpperCase()]: [ending] } }),
  });
  if (!target) return;
  await writeAtomically(target.fsPath, contents);
  await tellWritten(target);
}
