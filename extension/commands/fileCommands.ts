/** Files and folders behind the tree: renamed, deleted and brought back, shown, their paths copied. */
import path from "node:path";
import * as vscode from "vscode";
import { renameRun } from "../../core/runs";
import { discard, emptyTrash, restore, trashedIn, type Discarded } from "../runs";
import type { Services } from "../services";
import { allRunsFolders, runsFolderOf } from "../settings";
import { exists, faultOfName, nameOf } from "./experimentCommands";
import { CommandError, type Commands } from "./register";
import { directoryOf, uriOf } from "./targets";

export function fileCommands(services: Services): Commands {
  const deletions = new Deletions(services);
  return {
    rename: (target) => rename(services, nodeOf(services, target)),
    delete: (target, selection) =>
      deletions.delete(Array.isArray(selection) ? selection : [nodeOf(services, target)]),
    undoDelete: () => deletions.undo(),
    emptyTrash: () => empty(),
    reveal: (target) => reveal(placeOf(nodeOf(services, target))),
    copyPath: async (target) => vscode.env.clipboard.writeText(placeOf(nodeOf(services, target)).fsPath),
    openExperiment: (target) => openExperiment(services, target),
    refresh: async () => Promise.all([services.files.reload(), services.index.reload()]),
    // Passed by the tree's own item.
    showMore: (node) => {
      services.tree.showMore(node as Parameters<typeof services.tree.showMore>[0]);
      return Promise.resolve();
    },
  };
}

/** A key in the tree passes nothing: what is selected is meant. */
function nodeOf({ treeView }: Services, target: unknown): unknown {
  return target ?? treeView.selection[0];
}

function placeOf(target: unknown): vscode.Uri {
  const directory = directoryOf(target);
  const uri = directory === undefined ? uriOf(target) : vscode.Uri.file(directory);
  if (uri) return uri;
  throw new CommandError(vscode.l10n.t("Choose an experiment or a run in the side bar first."));
}

async function rename(services: Services, target: unknown): Promise<void> {
  const directory = directoryOf(target);
  if (directory !== undefined) await renameRunFolder(services, directory);
  else await renameExperiment(placeOf(target));
}

async function renameRunFolder({ supervisor, index }: Services, directory: string): Promise<void> {
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
}

/** Its runs follow it by the experiment's name. */
async function renameExperiment(from: vscode.Uri): Promise<void> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t("Rename Experiment File"),
    value: path.basename(from.path),
    valueSelection: [0, nameOf(from).length],
    validateInput: (wish) => faultOfName(wish),
  });
  if (typed === undefined || typed.trim() === path.basename(from.path)) return;
  const name = typed.trim().endsWith(".induction.json") ? typed.trim() : `${typed.trim()}.induction.json`;
  const to = vscode.Uri.joinPath(from, "..", name);
  if (await exists(to)) throw new CommandError(vscode.l10n.t("{0} exists already.", to.fsPath));
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(from, to, { overwrite: false });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new CommandError(vscode.l10n.t("{0} cannot be renamed.", from.fsPath));
  }
}

/** Into the runs' trash and back again, the last deletion first. */
class Deletions {
  readonly #done: (readonly Discarded[])[] = [];

  constructor(private readonly services: Services) {}

  async delete(targets: readonly unknown[]): Promise<void> {
    const places = targets.map(placeOf);
    for (const { fsPath } of places) this.refuseGoingOn(fsPath);
    const discarded: Discarded[] = [];
    try {
      for (const { fsPath } of places) {
        const runsFolder = fsPath.endsWith(".json")
          ? runsFolderOf(vscode.Uri.file(fsPath))
          : path.dirname(fsPath);
        discarded.push(await discard(fsPath, runsFolder));
      }
    } finally {
      await this.note(discarded);
    }
    await this.offerUndo(discarded);
  }

  async undo(): Promise<void> {
    const last = this.#done.pop();
    await this.showContext();
    if (!last) throw new CommandError(vscode.l10n.t("There is nothing to bring back."));
    for (const discarded of last) await restore(discarded);
    await this.readAgain(last);
  }

  private refuseGoingOn(directory: string): void {
    const view = this.services.runs.get(directory);
    if (view && view.trainedBy !== "nobody") {
      throw new CommandError(vscode.l10n.t("{0} goes on: stop it before you delete it.", view.title));
    }
  }

  private async note(discarded: readonly Discarded[]): Promise<void> {
    if (discarded.length === 0) return;
    this.#done.push(discarded);
    await Promise.all([this.showContext(), this.readAgain(discarded)]);
  }

  private async offerUndo(discarded: readonly Discarded[]): Promise<void> {
    const undo = vscode.l10n.t("Undo");
    const what =
      discarded.length === 1
        ? path.basename(discarded[0].from)
        : vscode.l10n.t("{0} items", discarded.length);
    const choice = await vscode.window.showInformationMessage(
      vscode.l10n.t("{0} is in the runs' trash.", what),
      undo,
    );
    if (choice !== undo || !this.#done.includes(discarded)) return;
    this.#done.splice(this.#done.indexOf(discarded), 1);
    this.#done.push(discarded);
    await this.undo();
  }

  private async readAgain(discarded: readonly Discarded[]): Promise<void> {
    const { index, files } = this.services;
    const runs = discarded.filter(({ from }) => !from.endsWith(".json"));
    await Promise.all([
      ...runs.map(({ from }) => index.refresh(from)),
      ...(runs.length < discarded.length ? [files.reload()] : []),
    ]);
  }

  private async showContext(): Promise<void> {
    await vscode.commands.executeCommand("setContext", "inductionLab.canUndoDelete", this.#done.length > 0);
  }
}

async function empty(): Promise<void> {
  const folders = allRunsFolders();
  const items = (await Promise.all(folders.map(trashedIn))).flat();
  if (items.length === 0) {
    await vscode.window.showInformationMessage(vscode.l10n.t("The runs' trash is empty."));
    return;
  }
  const forGood = vscode.l10n.t("Delete for Good");
  const choice = await vscode.window.showWarningMessage(
    items.length === 1
      ? vscode.l10n.t("Delete {0} for good?", path.basename(items[0]))
      : vscode.l10n.t("Delete {0} items for good?", items.length),
    {
      modal: true,
      detail: items
        .map((item) => path.basename(item))
        .slice(0, 12)
        .join("\n"),
    },
    forGood,
  );
  if (choice === forGood) await Promise.all(folders.map(emptyTrash));
}

/** Files in the explorer, folders of runs too, wherever the window shows them. */
async function reveal(uri: vscode.Uri): Promise<void> {
  const command = vscode.workspace.getWorkspaceFolder(uri) ? "revealInExplorer" : "revealFileInOS";
  await vscode.commands.executeCommand(command, uri);
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
