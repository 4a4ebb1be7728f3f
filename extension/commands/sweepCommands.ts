/** Sweeps: their files, running and stopping them, and what their pages ask for. */
import path from "node:path";
import * as vscode from "vscode";
import { formatProblem } from "../../core/config";
import { isFromSweepPanel, type SweepAction } from "../../core/protocol";
import { memberDirectory, sweepPaths, sweepPresets, sweepPresetText } from "../../core/sweep";
import type { Services } from "../services";
import { opensInspectorOnRun } from "../settings";
import { sweepEnding, sweepNameOf, type SweepPanelRequest, type SweepView } from "../sweeps";
import { refuseUntrusted } from "../trust";
import { askName, chooseFolder, writeNew } from "./newFile";
import { saveContents } from "./saveContents";
import { CommandError, type Commands } from "./register";
import { revealFile } from "./showFile";
import { sweepFileTarget, sweepTarget } from "./sweepTargets";
import { watchSweep } from "./watchSweep";
import { panelColumn } from "./viewCommands";

export function sweepCommands(services: Services): Commands {
  const { sweeps, sweepPanels } = services;
  return {
    newSweep: () => newSweep(),
    runSweep: async (target) => {
      refuseUntrusted();
      const uri = await sweepFileTarget(services, target);
      return uri && runSweep(services, uri);
    },
    resumeSweep: async (target) => {
      refuseUntrusted();
      const view = await sweepTarget(services, target, {
        title: vscode.l10n.t("Which sweep is to go on?"),
        fits: ({ state, failed, damaged }) =>
          !damaged && (state === "stopped" || (state === "done" && failed > 0)),
        none: vscode.l10n.t("No sweep is stopped, and none has failed members."),
      });
      if (!view) return undefined;
      if (view.steeredBy === "elsewhere") throw new CommandError(foreignText(view));
      watchSweep(await sweeps.resume(view.directory), services);
      show(services, view.directory);
      return view.directory;
    },
    stopSweep: async (target) => {
      const view = await sweepTarget(services, target, {
        title: vscode.l10n.t("Which sweep is to stop?"),
        fits: ({ steeredBy }) => steeredBy === "thisWindow",
        none: vscode.l10n.t("No sweep goes on in this window."),
      });
      if (view?.steeredBy === "elsewhere") throw new CommandError(foreignText(view));
      if (view) sweeps.stop(view.directory);
    },
    openSweep: async (target) => {
      const view = await sweepTarget(services, target, {
        title: vscode.l10n.t("Which sweep is to be shown?"),
        fits: () => true,
        none: vscode.l10n.t("There is no sweep yet. Run one first."),
      });
      if (view) sweepPanels.open(view.directory, panelColumn());
    },
    openLastSweep: async () => {
      const uri = await sweepFileTarget(services, undefined);
      const last = uri && sweeps.byFile(services.sweepFiles.files).get(uri.toString())?.[0];
      if (last !== undefined) sweepPanels.open(last, panelColumn());
    },
    // Anybody may call a command by its name.
    fromSweepPanel: async (message, directory) => {
      if (!isFromSweepPanel(message) || message.kind === "ready" || typeof directory !== "string") return;
      await answer(services, message, directory);
    },
  };
}

async function newSweep(): Promise<vscode.Uri | undefined> {
  const folder = await chooseFolder();
  const own = {
    label: vscode.l10n.t("A sweep of my own"),
    description: "sweep",
    detail: vscode.l10n.t("Three learning rates and three seeds of the quick start, to be changed."),
    text: ownSweepText,
  };
  const ready = sweepPresets.map(({ id, title, description }) => ({
    ...{ label: title, description: id, detail: description },
    text: (name: string) => sweepPresetText(id, name),
  }));
  const chosen = await vscode.window.showQuickPick([...ready, own], {
    title: vscode.l10n.t("New Sweep"),
    placeHolder: vscode.l10n.t("Which ready sweep is it to start from?"),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen) return undefined;
  const uri = await askName(folder.uri, chosen.description, vscode.l10n.t("New Sweep"), sweepEnding);
  if (!uri) return undefined;
  await writeNew(uri, chosen.text(sweepNameOf(uri)));
  await vscode.window.showTextDocument(uri);
  return uri;
}

function ownSweepText(name: string): string {
  const sweep = {
    name,
    experiment: "quickstart",
    grid: { "training.stages[0].learningRate": [0.03, 0.1, 0.3] },
    seeds: 3,
  };
  return `${JSON.stringify(sweep, null, 2)}\n`;
}

/** The file as it stands in the editor. @returns the sweep's folder, undefined where the file has faults */
async function runSweep(services: Services, uri: vscode.Uri): Promise<string | undefined> {
  const { sweepFiles, sweeps } = services;
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty) await document.save();
  const { name, problems } = await sweepFiles.check(document);
  if (name === null) {
    const errors = problems.filter(({ severity }) => severity === "error");
    await tellFaults(
      uri,
      errors.map((problem) => formatProblem(problem, path.basename(uri.path))),
    );
    return undefined;
  }
  const going = await sweeps.begin(uri, name);
  watchSweep(going, services);
  show(services, going.directory);
  return going.directory;
}

async function answer(services: Services, message: SweepPanelRequest, directory: string): Promise<unknown> {
  switch (message.kind) {
    case "open":
      openMember(services, directory, message.member);
      return undefined;
    case "act":
      return act(message.action, directory);
    case "save":
      return saveContents(message, directory);
    case "copy":
      return vscode.env.clipboard.writeText(message.text);
  }
}

/** Beside the sweep, and all its members in one column. */
function openMember({ inspectors }: Services, directory: string, member: number): void {
  const { members } = sweepPaths(directory);
  const other = inspectors.all.find(
    ({ shown, panel }) => panel.visible && path.dirname(shown.main) === members,
  );
  inspectors.open(
    { main: memberDirectory(directory, member), ghost: null, compared: [] },
    other?.panel.viewColumn ?? vscode.ViewColumn.Beside,
  );
}

function act(action: SweepAction, directory: string): Thenable<unknown> | Promise<void> {
  switch (action) {
    case "stop":
    case "resume":
      return vscode.commands.executeCommand(`inductionLab.${action}Sweep`, { directory });
    case "reveal":
      return revealFile(vscode.Uri.file(directory));
    case "showLog":
      return vscode.commands.executeCommand("inductionLab.showLog");
  }
}

/** Beside, if the settings want it and nothing shows the sweep already. */
function show({ sweepPanels }: Services, directory: string): void {
  if (!opensInspectorOnRun() || sweepPanels.all.some((panel) => panel.directory === directory)) return;
  sweepPanels.open(directory, vscode.ViewColumn.Beside, true);
}

function foreignText({ title }: SweepView): string {
  return vscode.l10n.t(
    "{0} is steered by another window or program, which alone can stop it. Here it can be watched.",
    title,
  );
}

async function tellFaults(uri: vscode.Uri, problems: readonly string[]): Promise<void> {
  const look = vscode.l10n.t("Show Problems");
  const more = problems.length > 1 ? vscode.l10n.t(" (and {0} more)", problems.length - 1) : "";
  const choice = await vscode.window.showErrorMessage(
    vscode.l10n.t("The sweep has faults, so nothing trains. {0}{1}", problems[0], more),
    look,
  );
  if (choice !== look) return;
  await vscode.window.showTextDocument(uri);
  await vscode.commands.executeCommand("workbench.actions.view.problems");
}
