/** Nothing is computed from the files of a workspace that is not trusted. */
import * as vscode from "vscode";

/** @throws Error that says how to trust it */
export function refuseUntrusted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new Error(
    vscode.l10n.t(
      "This workspace is not trusted, so nothing trains here. Trust it with Workspaces: Manage Workspace Trust.",
    ),
  );
}
