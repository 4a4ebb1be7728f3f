/** Experiment files come to be: from a preset, or as a copy. */
import * as vscode from "vscode";
import { fixEdits, presets, presetText, withEdits } from "../../core/config";
import { ending, nameOf } from "../experiments";
import type { Services } from "../services";
import { askName, chooseFolder, writeNew } from "./newFile";
import type { Commands } from "./register";
import { experimentTarget } from "./targets";

export function experimentCommands(services: Services): Commands {
  return {
    newExperiment: () => newExperiment(),
    duplicate: async (target) => {
      const uri = await experimentTarget(services, target);
      if (uri) await duplicate(uri);
    },
  };
}

async function newExperiment(): Promise<vscode.Uri | undefined> {
  const folder = await chooseFolder();
  const preset = await vscode.window.showQuickPick(
    presets.map(({ id, title, description }) => ({ label: title, description: id, detail: description, id })),
    {
      title: vscode.l10n.t("New Experiment"),
      placeHolder: vscode.l10n.t("Which preset is it to start from?"),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  if (!preset) return undefined;
  const uri = await askName(folder.uri, preset.id, vscode.l10n.t("New Experiment"), ending);
  if (!uri) return undefined;
  await writeNew(uri, presetText(preset.id, nameOf(uri)));
  await vscode.window.showTextDocument(uri);
  return uri;
}

/** A copy beside it, with a name of its own. */
async function duplicate(from: vscode.Uri): Promise<void> {
  const folder = vscode.Uri.joinPath(from, "..");
  const uri = await askName(folder, nameOf(from), vscode.l10n.t("Duplicate Experiment"), ending);
  if (!uri) return;
  const text = (await vscode.workspace.openTextDocument(from)).getText();
  await writeNew(
    uri,
    withEdits(text, fixEdits(text, { title: "", kind: "set", path: ["name"], value: nameOf(uri) })),
  );
  await vscode.window.showTextDocument(uri);
}
