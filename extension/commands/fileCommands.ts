/** Files and folders behind the tree: renamed, shown, their paths copied. Deleting is deletions.ts. */
import path from "node:path";
import * as vscode from "vscode";
import { renameRun } from "../../core/runs";
import { ending, exists, faultOfName } from "../experiments";
import type { Services } from "../services";
import { isSweepFile, sweepEnding } from "../sweeps";
import { Deletions } from "./deletions";
import { CommandError, type Commands } from "./register";
import { revealFile } from "./showFile";
import { directoryOf, nodeOf, nodesOf, placeOf } from "./targets";

export function fileCommands(services: Services): Commands {
  const deletions = new Deletions(services);
  return {
    rename: (target) => rename(services, nodeOf(services, target)),
    delete: (target, selection) => deletions.delete(nodesOf(services, target, selection)),
    undoDelete: () => deletions.undo(),
    emptyTrash: () => deletions.empty(),
    reveal: (target) => revealFile(placeOf(nodeOf(services, target)).uri),
    copyPath: async (target, selection) => {
      const paths = nodesOf(services, target, selection).map((node) => placeOf(node).uri.fsPath);
      await vscode.env.clipboard.writeText(paths.join("\n"));
    },
    openExperiment: (target) => openExperiment(services, target),
    refresh: async () => {
      const { files, index, sweepFiles, sweeps } = services;
      await Promise.all([files.reload(), index.reload(), sweepFiles.reload(), sweeps.index.reload()]);
    },
    // Passed by the tree's own item.
    showMore: (node) => {
      services.tree.showMore(node as Parameters<typeof services.tree.showMore>[0]);
      return Promise.resolve();
    },
  };
}

async function rename(services: Services, target: unknown): Promise<void> {
  const { kind, uri } = placeOf(target);
  if (kind === "run") await renameRunFolder(services, uri.fsPath);
  else if (kind === "file") await renameFile(uri);
  else throw new CommandError(vscode.l10n.t("A sweep and its members keep their names."));
}

async function renameRunFolder(services: Services, directory: string): Promise<void> {
  const { supervisor, index, inspectors, retrain } = services;
  if (supervisor.get(directory)) throw new CommandError(vscode.l10n.t("Stop the run before you rename it."));
  const name = path.basename(directory);
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t("Rename Run"),
    value: name,
    validateInput: (wish) => faultOfName(wish),
  });
  if (typed === undefined || typed.trim() === name) return;
  const renamed = await renameRun(directory, typed.trim());
  await Promise.all([index.refresh(directory), index.refresh(renamed)]);
  retrain.renamed(directory, renamed);
  inspectors.renamed(directory, renamed);
}

/** Its runs, or its sweeps, follow it by the name in it. */
async function renameFile(from: vscode.Uri): Promise<void> {
  const kept = isSweepFile(from) ? sweepEnding : ending;
  const typed = await vscode.window.showInputBox({
    title: isSweepFile(from) ? vscode.l10n.t("Rename Sweep File") : vscode.l10n.t("Rename Experiment File"),
    value: path.basename(from.path),
    valueSelection: [0, path.basename(from.path).length - kept.length],
    validateInput: (wish) => faultOfName(wish),
  });
  if (typed === undefined || typed.trim() === path.basename(from.path)) return;
  const name = typed.trim().endsWith(kept) ? typed.trim() : `${typed.trim()}${kept}`;
  const to = vscode.Uri.joinPath(from, "..", name);
  if (await exists(to)) throw new CommandError(vscode.l10n.t("{0} exists already.", to.fsPath));
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(from, to, { overwrite: false });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new CommandError(vscode.l10n.t("{0} cannot be renamed.", from.fsPath));
  }
}

async function openExperiment(services: Services, target: unknown): Promise<void> {
  const directory = directoryOf(target);
  if (directory === undefined) throw new CommandError(vscode.l10n.t("Choose a run first."));
  const source = services.runs.get(directory)?.source ?? null;
  if (source !== null && (await exists(vscode.Uri.file(source)))) {
    await vscode.window.showTextDocument(vscode.Uri.file(source));
    return;
  }
  // What the run itself has kept of it.
  await vscode.window.showTextDocument(vscode.Uri.file(path.join(directory, "config.json")), {
    preview: true,
  });
}
