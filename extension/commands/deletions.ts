/** Deleting: into the runs' trash, back again with the last deletion first, and for good. */
import path from "node:path";
import * as vscode from "vscode";
import { discard, emptyTrash, restore, trashedIn, type Discarded } from "../runs";
import type { Services } from "../services";
import { allRunsFolders, allSweepsFolders, runsFolderOf } from "../settings";
import { CommandError } from "./register";
import { placeOf, type Place } from "./targets";

const memoryKey = "deletions";
/** Deletions that can be undone, at most; older ones stay in the trash and can be moved back by hand. */
const remembered = 50;

export class Deletions {
  constructor(private readonly services: Services) {
    void this.showContext();
  }

  /** @param nodes files, runs and sweeps of the tree */
  async delete(nodes: readonly unknown[]): Promise<void> {
    const places = unique(nodes.map(placeOf));
    for (const place of places) this.refuseGoingOn(place);
    const discarded: Discarded[] = [];
    try {
      for (const { kind, uri } of places) {
        if (kind === "member") {
          throw new CommandError(vscode.l10n.t("A sweep's members belong to it: delete the sweep."));
        }
        if (kind === "file") await saveIfOpen(uri);
        const folder = kind === "file" ? runsFolderOf(uri) : path.dirname(uri.fsPath);
        discarded.push(await discard(kind, uri.fsPath, folder));
      }
    } finally {
      if (discarded.length > 0) await this.remember([...this.all, discarded], discarded);
    }
    await this.offerUndo(discarded);
  }

  /** Brings back what was deleted last. What cannot be brought back can be tried again. */
  async undo(): Promise<void> {
    const last = this.all.at(-1);
    if (!last) throw new CommandError(vscode.l10n.t("There is nothing to bring back."));
    await this.bringBack(last);
  }

  /** Asks, and deletes for good what lies in the trash. */
  async empty(): Promise<void> {
    const folders = [...new Set([...allRunsFolders(), ...allSweepsFolders()])];
    const items = (await Promise.all(folders.map(trashedIn))).flat();
    if (items.length === 0) {
      await vscode.window.showInformationMessage(vscode.l10n.t("The runs' trash is empty."));
      return;
    }
    if (!(await confirmEmptying(items))) return;
    await Promise.all(folders.map(emptyTrash));
    await this.remember([], []);
  }

  private get all(): readonly (readonly Discarded[])[] {
    return this.services.context.workspaceState.get<readonly (readonly Discarded[])[]>(memoryKey, []);
  }

  private refuseGoingOn({ uri }: Place): void {
    const { runs, sweeps } = this.services;
    const run = runs.get(uri.fsPath);
    const sweep = sweeps.get(uri.fsPath);
    const view = run ?? sweep;
    const goesOn = run ? run.trainedBy !== "nobody" : sweep?.state === "running";
    if (view && goesOn) {
      throw new CommandError(vscode.l10n.t("{0} goes on: stop it before you delete it.", view.title));
    }
  }

  private async bringBack(discarded: readonly Discarded[]): Promise<void> {
    const others = this.all.filter((one) => JSON.stringify(one) !== JSON.stringify(discarded));
    let left = discarded;
    try {
      for (const one of discarded) {
        await restore(one);
        left = left.filter((other) => other !== one);
      }
    } finally {
      await this.remember(left.length > 0 ? [...others, left] : others, discarded);
    }
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
    if (choice === undo) await this.bringBack(discarded);
  }

  /** @param concerned what has moved and is to be read again */
  private async remember(
    all: readonly (readonly Discarded[])[],
    concerned: readonly Discarded[],
  ): Promise<void> {
    const { context, index, files, sweeps, sweepFiles } = this.services;
    await context.workspaceState.update(memoryKey, all.slice(-remembered));
    const placesOf = (wanted: Discarded["kind"]) =>
      concerned.flatMap(({ kind, from }) => (kind === wanted ? [from] : []));
    await Promise.all([
      this.showContext(),
      ...placesOf("run").map((directory) => index.refresh(directory)),
      ...placesOf("sweep").map((directory) => sweeps.index.refresh(directory)),
      ...(placesOf("file").length > 0 ? [files.reload(), sweepFiles.reload()] : []),
    ]);
  }

  private async showContext(): Promise<void> {
    await vscode.commands.executeCommand("setContext", "inductionLab.canUndoDelete", this.all.length > 0);
  }
}

function unique(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [place.uri.toString(), place])).values()];
}

/** So that the trash holds what was last written, and no editor is left with text of a file that is gone. */
async function saveIfOpen(uri: vscode.Uri): Promise<void> {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  if (document?.isDirty) await document.save();
}

async function confirmEmptying(items: readonly string[]): Promise<boolean> {
  const forGood = vscode.l10n.t("Delete for Good");
  const names = items.map((item) => path.basename(item)).slice(0, 12);
  const question =
    items.length === 1
      ? vscode.l10n.t("Delete {0} for good?", names[0])
      : vscode.l10n.t("Delete {0} items for good?", items.length);
  const detail = names.join("\n");
  const choice = await vscode.window.showWarningMessage(question, { modal: true, detail }, forGood);
  return choice === forGood;
}
