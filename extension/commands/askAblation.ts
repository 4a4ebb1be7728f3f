/** How thoroughly a run is to be taken apart: knocking out takes seconds, training variants of it up to hours. */
import path from "node:path";
import * as vscode from "vscode";
import type { RunView } from "../runs";

/** Long enough for the circuits of the presets to have formed. */
const briefSteps = 2_000;

/** @returns options of `ablate`; undefined where that was cancelled */
export async function askAblation({ title, directory, totalSteps }: RunView): Promise<string[] | undefined> {
  const brief = Math.min(briefSteps, totalSteps);
  const chosen = await vscode.window.showQuickPick(
    [
      {
        label: vscode.l10n.t("Only Knock Parts Out"),
        detail: vscode.l10n.t(
          "Each part is taken out of the trained model and its loss measured. Takes seconds.",
        ),
        options: ["--knock-outs-only"],
      },
      retrained(vscode.l10n.t("Also Train Without Them, Briefly"), 3, brief),
      ...(brief < totalSteps
        ? [retrained(vscode.l10n.t("Also Train Without Them, in Full"), 5, totalSteps)]
        : []),
    ],
    { title: vscode.l10n.t("Take {0} Apart", title), ignoreFocusOut: true },
  );
  if (!chosen?.options.includes("--seeds") || !(await exists(path.join(directory, "ablation")))) {
    return chosen?.options;
  }
  const begun = await askWhetherAnew();
  return begun && [...chosen.options, ...begun];
}

function retrained(label: string, seeds: number, steps: number) {
  return {
    label,
    detail: vscode.l10n.t(
      "Then variants that never had the part are trained, with {0} seeds and {1} steps each.",
      seeds,
      steps.toLocaleString("en-US"),
    ),
    options: ["--seeds", String(seeds), "--steps", String(steps)],
  };
}

async function askWhetherAnew(): Promise<readonly string[] | undefined> {
  const chosen = await vscode.window.showQuickPick(
    [
      {
        label: vscode.l10n.t("Go On with the Earlier Trainings"),
        detail: vscode.l10n.t("They must have been begun with as many seeds and steps."),
        options: [],
      },
      {
        label: vscode.l10n.t("Delete Them and Begin Anew"),
        detail: vscode.l10n.t("The trainings in the run’s folder ablation are lost."),
        options: ["--anew"],
      },
    ],
    { title: vscode.l10n.t("Variants of this run have been trained before"), ignoreFocusOut: true },
  );
  return chosen?.options;
}

function exists(file: string): Thenable<boolean> {
  return vscode.workspace.fs.stat(vscode.Uri.file(file)).then(
    () => true,
    () => false,
  );
}
