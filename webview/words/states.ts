/** A run's states and what they mean, in words. */
import { t } from "@vscode/l10n";
import type { PanelAction, RunFacts, RunFactsState } from "../../core/protocol";

export function stateWord(state: RunFactsState): string {
  switch (state) {
    case "queued":
      return t("queued");
    case "starting":
      return t("starting");
    case "running":
      return t("training");
    case "paused":
      return t("paused");
    case "done":
      return t("done");
    case "stopped":
      return t("stopped");
    case "failed":
      return t("failed");
    case "interrupted":
      return t("interrupted");
  }
}

/** Why there are no buttons; empty where there are some. */
export function readOnlySentence({ trainedBy }: RunFacts): string {
  if (trainedBy !== "elsewhere") return "";
  return t("Another window or program trains this run: here it can be watched, not steered.");
}

/** What to do about a run that has ended before its end; empty for others. */
export function adviceOn({ state, trainedBy }: RunFacts): string {
  if (trainedBy !== "nobody") return "";
  switch (state) {
    case "failed":
      return t("Its last good step is kept: change the experiment and run it again, or resume.");
    case "interrupted":
      return t("Resuming goes on from its newest checkpoint.");
    default:
      return "";
  }
}

export function actionWord(action: PanelAction): string {
  switch (action) {
    case "pause":
      return t("Pause");
    case "resume":
      return t("Resume");
    case "stop":
      return t("Stop");
    case "step":
      return t("One Step");
    case "again":
      return t("Run Again");
    case "showLog":
      return t("Show Log");
    case "reveal":
      return t("Show Folder");
    case "openExperiment":
      return t("Open Experiment");
    case "report":
      return t("Write Report");
    case "theory":
      return t("Compute Theory");
    case "evaluate":
      return t("Evaluate …");
    case "ablate":
      return t("Ablate …");
    case "diagnose":
      return t("Diagnose");
  }
}
