/** How runs of this window ended, told where it matters: success is seen in the tree, trouble is said. */
import * as vscode from "vscode";
import type { Services } from "./services";
import type { Ending, TrainedRun } from "./supervisor";

export function tellEndings(services: Services): vscode.Disposable {
  return services.supervisor.onDidEnd(({ run, ending }) => tell(services, run, ending));
}

function tell(services: Services, { directory, request }: TrainedRun, ending: Ending): void {
  const trouble = troubleOf(ending);
  if (trouble === undefined) return;
  const title = services.runs.get(directory)?.title ?? request.name;
  const goOn = vscode.l10n.t("Resume");
  const showLog = vscode.l10n.t("Show Log");
  const choices = ending.kind === "died" ? [goOn, showLog] : [showLog];
  void vscode.window.showErrorMessage(`${title}: ${trouble}`, ...choices).then((choice) => {
    if (choice === showLog) services.log.show();
    if (choice === goOn) void vscode.commands.executeCommand("inductionLab.resume", { directory });
  });
}

function troubleOf(ending: Ending): string | undefined {
  switch (ending.kind) {
    case "died":
      return ending.message;
    case "refused":
      // A live edit that needs a new run gets one: no trouble.
      return ending.restart ? undefined : ending.message;
    case "outcome":
      return ending.outcome.status === "failed" ? ending.outcome.failure.message : undefined;
    case "withdrawn":
      return undefined;
  }
}
