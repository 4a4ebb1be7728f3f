/** How commands are registered: whatever one throws is told where people look, and logged. */
import * as vscode from "vscode";

/** By the name behind `inductionLab.`; called with what menus, links or keys pass. */
export type Commands = Readonly<Record<string, (target?: unknown, selection?: unknown) => Promise<unknown>>>;

/** Something a person has to know, not a fault of the program. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

export function register(log: vscode.LogOutputChannel, commands: Commands): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, command]) =>
      vscode.commands.registerCommand(
        `inductionLab.${name}`,
        async (target?: unknown, selection?: unknown) => {
          try {
            return await command(target, selection);
          } catch (error) {
            tell(log, name, error);
            return undefined;
          }
        },
      ),
    ),
  );
}

function tell(log: vscode.LogOutputChannel, name: string, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CommandError) {
    log.info(`${name}: ${message}`);
    void vscode.window.showErrorMessage(message);
    return;
  }
  log.error(`${name}: ${error instanceof Error ? (error.stack ?? message) : message}`);
  const showLog = vscode.l10n.t("Show Log");
  void vscode.window.showErrorMessage(message, showLog).then((choice) => {
    if (choice === showLog) log.show();
  });
}
