/** A file or folder shown where this window can: in the explorer, or with the system's file manager. */
import * as vscode from "vscode";

export async function revealFile(uri: vscode.Uri): Promise<void> {
  const command = vscode.workspace.getWorkspaceFolder(uri) ? "revealInExplorer" : "revealFileInOS";
  await vscode.commands.executeCommand(command, uri);
}

export interface WrittenFile {
  /** Whether to offer opening it, beside showing where it is. */
  readonly opens?: boolean;
  /** What of a damaged run is not in it, in words. */
  readonly missing?: readonly string[];
}

/** Says where a file was written, and offers to go there. */
export async function tellWritten(
  uri: vscode.Uri,
  { opens = false, missing = [] }: WrittenFile = {},
): Promise<void> {
  const [open, show] = [vscode.l10n.t("Open"), vscode.l10n.t("Show File")];
  const offers = opens ? [open, show] : [show];
  const choice = await (missing.length > 0
    ? vscode.window.showWarningMessage(
        vscode.l10n.t("Wrote {0}, without what is damaged: {1}", uri.fsPath, missing.join("; ")),
        ...offers,
      )
    : vscode.window.showInformationMessage(vscode.l10n.t("Wrote {0}.", uri.fsPath), ...offers));
  if (choice === open) await vscode.env.openExternal(uri);
  if (choice === show) await revealFile(uri);
}
