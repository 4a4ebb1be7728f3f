/** Looking at runs: inspector, comparison, editing side by side, log and walkthrough. */
import * as vscode from "vscode";
import type { RunView } from "../runs";
import type { Services } from "../services";
import { CommandError, type Commands } from "./register";
import { experimentTarget, runTarget, runTargets } from "./targets";

/** Runs that one comparison may show. */
const fewest = 2;
const most = 6;

export function viewCommands(services: Services): Commands {
  const { inspectors, sweepPanels, log, context } = services;
  const open = (directory: string) =>
    inspectors.open({ main: directory, ghost: null, compared: [] }, panelColumn());
  return {
    openInspector: async (target) => {
      const run = await runTarget(services, target, {
        title: vscode.l10n.t("Which run is to be shown?"),
        fits: isReadable,
        none: vscode.l10n.t("There is no run yet. Run an experiment first."),
      });
      if (run) open(run.directory);
    },
    openSelectedRun: () => {
      const [node] = services.treeView.selection;
      if (node?.kind === "run" || node?.kind === "member") open(node.directory);
      if (node?.kind === "sweep") sweepPanels.open(node.directory, panelColumn());
      return Promise.resolve();
    },
    openRunInStatusBar: () => {
      if (services.statusBar.shown !== undefined) open(services.statusBar.shown);
      return Promise.resolve();
    },
    openLastRun: async () => {
      const uri = await experimentTarget(services, undefined);
      const last = uri && services.runs.byExperiment(services.files.files).get(uri.toString())?.[0];
      if (last !== undefined) open(last);
    },
    editAndRetrain: async (target) => {
      const uri = await experimentTarget(services, target);
      if (uri) await services.retrain.open(uri);
    },
    compare: async (target, selection) => {
      const runs = await runTargets(services, target, selection, {
        title: vscode.l10n.t("Which runs are to be compared? Choose two to six."),
        fits: isReadable,
        none: vscode.l10n.t("There is no run yet. Run an experiment first."),
      });
      if (runs) compare(services, runs);
    },
    showLog: () => {
      log.show();
      return Promise.resolve();
    },
    openWalkthrough: async () =>
      vscode.commands.executeCommand(
        "workbench.action.openWalkthrough",
        `${context.extension.id}#start`,
        false,
      ),
  };
}

/** Beside a text that is in front, and over anything else. */
export function panelColumn(): vscode.ViewColumn {
  return vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
}

function compare({ inspectors }: Services, runs: readonly RunView[]): void {
  if (runs.length < fewest) {
    throw new CommandError(vscode.l10n.t("A comparison takes two to six runs: choose at least two."));
  }
  if (runs.length > most) {
    throw new CommandError(
      vscode.l10n.t("A comparison takes two to six runs, and {0} are chosen: choose fewer.", runs.length),
    );
  }
  const [main, ...compared] = runs.map(({ directory }) => directory);
  inspectors.open({ main, ghost: null, compared }, vscode.ViewColumn.Active);
}

function isReadable({ state }: RunView): boolean {
  return state !== "damaged" && state !== "queued";
}
