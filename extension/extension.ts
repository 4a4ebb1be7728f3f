/** The VS Code side. So far: experiment files are completed and checked by their schema, and train in a terminal. */
import path from "node:path";
import * as vscode from "vscode";

const COMMAND = "inductionLab.trainInTerminal";

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand(COMMAND, (file?: vscode.Uri) => trainInTerminal(context, file)),
  );
}

async function trainInTerminal(context: vscode.ExtensionContext, file?: vscode.Uri): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const target = file ?? document?.uri;
  if (!target?.path.endsWith(".induction.json")) {
    await vscode.window.showErrorMessage(
      vscode.l10n.t("Open an experiment first: a file whose name ends in .induction.json."),
    );
    return;
  }
  if (document?.uri.toString() === target.toString() && !(await document.save())) return;
  vscode.window
    .createTerminal({
      name: vscode.l10n.t("Train {0}", path.basename(target.fsPath)),
      cwd: path.dirname(target.fsPath),
      // The editor's own Node runs the command line tool: nothing has to be installed for it.
      shellPath: process.execPath,
      shellArgs: [context.asAbsolutePath("dist/cli.cjs"), "train", target.fsPath],
      env: { ELECTRON_RUN_AS_NODE: "1" },
    })
    .show();
}
