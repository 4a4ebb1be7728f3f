/** Which sweep, or which sweep file, a command is about: passed, in front, the only one that fits, or chosen. */
import path from "node:path";
import * as vscode from "vscode";
import type { Services } from "../services";
import { isSweepFile, type SweepView } from "../sweeps";
import { CommandError } from "./register";
import { directoryOf, uriOf } from "./targets";

export interface SweepChoice {
  /** What the list asks. */
  readonly title: string;
  readonly fits: (sweep: SweepView) => boolean;
  /** Said where none fits. */
  readonly none: string;
}

/** Undefined where the choice was cancelled. */
export async function sweepFileTarget(services: Services, target: unknown): Promise<vscode.Uri | undefined> {
  const passed = uriOf(target);
  if (passed) return passed;
  const active = vscode.window.activeTextEditor?.document.uri;
  if (isSweepFile(active)) return active;
  await services.sweepFiles.load();
  const { files } = services.sweepFiles;
  if (files.length === 0) {
    throw new CommandError(
      vscode.l10n.t("There is no sweep in this workspace yet. Create one with Induction Lab: New Sweep…"),
    );
  }
  const items = files.map(({ uri, name }) => ({
    label: name ?? path.basename(uri.path),
    description: vscode.workspace.asRelativePath(uri),
    uri,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("Which sweep?") });
  return chosen?.uri;
}

/** Undefined where the choice was cancelled. */
export async function sweepTarget(
  { sweeps, sweepPanels }: Services,
  target: unknown,
  { title, fits, none }: SweepChoice,
): Promise<SweepView | undefined> {
  const directory = directoryOf(target);
  if (directory !== undefined) {
    const known = sweeps.get(directory) ?? ((await sweeps.index.refresh(directory)) && sweeps.get(directory));
    if (known) return known;
    throw new CommandError(vscode.l10n.t("There is no sweep in {0} any more.", directory));
  }
  const active = sweepPanels.all.find(({ panel }) => panel.active)?.directory;
  const inFront = active === undefined ? undefined : sweeps.get(active);
  if (inFront && fits(inFront)) return inFront;
  await sweeps.index.load();
  const candidates = sweeps.all.filter(fits);
  if (candidates.length === 0) throw new CommandError(none);
  if (candidates.length === 1) return candidates[0];
  const items = candidates.map((sweep) => ({
    label: sweep.title,
    description: vscode.l10n.t("{0} of {1} done", sweep.done, sweep.members),
    sweep,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: title }))?.sweep;
}
