/** How runs and sweeps of this window ended, told where it matters: success is seen in the tree, trouble is said. */
import * as vscode from "vscode";
import type { Services } from "./services";
import type { Ending, TrainedRun } from "./supervisor";
import type { SweepEnding, SweepView } from "./sweeps";

export function tellEndings(services: Services): vscode.Disposable {
  const { supervisor, sweeps } = services;
  return vscode.Disposable.from(
    supervisor.onDidEnd(({ run, ending }) => tell(services, run, ending)),
    sweeps.onDidEnd(({ view, ending }) => void tellSweep(services, view, ending)),
  );
}

/** That one is over is worth a word: it may have taken hours. */
async function tellSweep(
  { sweepPanels, log }: Services,
  { directory, title, state, done, failed, members }: SweepView,
  { trouble }: SweepEnding,
): Promise<void> {
  const showLog = vscode.l10n.t("Show Log");
  if (trouble !== null) {
    const choice = await vscode.window.showErrorMessage(`${title}: ${trouble}`, showLog);
    if (choice === showLog) log.show();
    return;
  }
  if (state !== "done") return;
  const open = vscode.l10n.t("Open Sweep");
  const choice = await (failed > 0
    ? vscode.window.showWarningMessage(
        vscode.l10n.t("{0}: {1} of {2} members done, {3} failed.", title, done, members, failed),
        open,
      )
    : vscode.window.showInformationMessage(
        vscode.l10n.t("{0}: all {1} members done.", title, members),
        open,
      ));
  if (choice === open) sweepPanels.open(directory, vscode.ViewColumn.Active);
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
