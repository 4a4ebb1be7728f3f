/** A sweep under way in a notification that tells how far it is and can stop it, and at its end what came of it. */
import * as vscode from "vscode";
import type { Services } from "../services";
import type { SweepProcess, SweepView } from "../sweeps";
import { grouped } from "../words";

export function watchSweep(going: SweepProcess, { sweeps }: Services): void {
  const { directory } = going;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t("Sweep {0}", sweeps.get(directory)?.title ?? directory),
    cancellable: true,
  };
  void vscode.window.withProgress(options, async (progress, token) => {
    let shown = 0;
    const tell = () => {
      const view = sweeps.get(directory);
      if (!view || view.members === 0) return;
      const share = (100 * (view.done + view.failed)) / view.members;
      progress.report({ message: progressText(view), increment: Math.max(0, share - shown) });
      shown = Math.max(shown, share);
    };
    const following = vscode.Disposable.from(
      sweeps.onDidChange((directories) => {
        if (directories.includes(directory)) tell();
      }),
      token.onCancellationRequested(() => sweeps.stop(directory)),
    );
    tell();
    await going.ended;
    following.dispose();
  });
}

function progressText({ done, failed, members, stopping }: SweepView): string {
  const ended = vscode.l10n.t("{0} of {1}", grouped(done + failed), grouped(members));
  const failures = failed > 0 ? `, ${vscode.l10n.t("{0} failed", grouped(failed))}` : "";
  return stopping ? vscode.l10n.t("stopping, {0}", ended) : ended + failures;
}
