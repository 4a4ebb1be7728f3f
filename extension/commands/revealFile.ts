/** A file or folder shown where this window can: in the explorer, or with the system's file manager. */
import * as vscode from "vscode";

export async function revealFile(uri: vscode.Uri): Promise<void> {
  const command = vscode.workspace.getWorkspaceFolder(uri) ? "revealInExplorer" : "revealFileInOS";
  await vscode.commands.executeCommand(command, uri);
}
