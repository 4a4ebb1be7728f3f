/** What a command is about: what a menu passed, what is in front, or what is chosen from a list. */
import path from "node:path";
import * as vscode from "vscode";
import { isExperimentFile } from "../experiments";
import type { RunView } from "../runs";
import type { Services } from "../services";
import { CommandError } from "./register";

/** The experiment file: passed, in the active editor, or chosen. Undefined where the choice was cancelled. */
export async function experimentTarget(services: Services, target: unknown): Promise<vscode.Uri | undefined> {
  const passed = uriOf(target);
  if (passed) return passed;
  const active = vscode.window.activeTextEditor?.document.uri;
  if (isExperimentFile(active)) return active;
  await services.files.load();
  const { files } = services.files;
  if (files.length === 0) {
    throw new CommandError(
      vscode.l10n.t(
        "There is no experiment in this workspace yet. Create one with Induction Lab: New Experiment…",
      ),
    );
  }
  const items = files.map(({ uri, name }) => ({
    label: name ?? path.basename(uri.path),
    description: vscode.workspace.asRelativePath(uri),
    uri,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t("Which experiment?"),
  });
  return chosen?.uri;
}

export interface RunChoice {
  /** What the list asks. */
  readonly title: string;
  readonly fits: (run: RunView) => boolean;
  /** Said where no run fits. */
  readonly none: string;
}

/** The run: passed, in the active inspector, the only one that fits, or chosen. Undefined where that was cancelled. */
export async function runTarget(
  services: Services,
  target: unknown,
  choice: RunChoice,
): Promise<RunView | undefined> {
  const directory = directoryOf(target);
  if (directory !== undefined) return knownRun(services, directory);
  const active = services.inspectors.all.find(({ panel }) => panel.active)?.shown.main;
  const inFront = active === undefined ? undefined : services.runs.get(active);
  if (inFront && choice.fits(inFront)) return inFront;
  const candidates = await fitting(services, choice);
  if (candidates.length === 1) return candidates[0];
  const chosen = await vscode.window.showQuickPick(candidates.map(itemOf), {
    placeHolder: choice.title,
    matchOnDescription: true,
  });
  return chosen?.run;
}

/** Several runs: those selected in the tree, or chosen from a list. */
export async function runTargets(
  services: Services,
  target: unknown,
  selection: unknown,
  choice: RunChoice,
): Promise<readonly RunView[] | undefined> {
  const selected = (Array.isArray(selection) ? selection : [target]).flatMap(
    (node) => directoryOf(node) ?? [],
  );
  if (selected.length > 1) {
    return Promise.all(selected.map((directory) => knownRun(services, directory)));
  }
  const candidates = await fitting(services, choice);
  const first = selected[0] ?? services.inspectors.all.find(({ panel }) => panel.active)?.shown.main;
  const items = candidates.map((run) => ({ ...itemOf(run), picked: run.directory === first }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: choice.title,
    canPickMany: true,
    matchOnDescription: true,
  });
  return chosen?.map(({ run }) => run);
}

export function directoryOf(target: unknown): string | undefined {
  if (typeof target !== "object" || target === null || !("directory" in target)) return undefined;
  return typeof target.directory === "string" ? target.directory : undefined;
}

/** Of an experiment in the tree, or as VS Code's own menus pass it. */
export function uriOf(target: unknown): vscode.Uri | undefined {
  if (target instanceof vscode.Uri) return target;
  if (typeof target !== "object" || target === null || !("file" in target)) return undefined;
  const { file } = target;
  return typeof file === "object" && file !== null && "uri" in file && file.uri instanceof vscode.Uri
    ? file.uri
    : undefined;
}

/** A file of an experiment or a sweep, or the folder of a run, a sweep or one of its members. */
export interface Place {
  readonly kind: "file" | "run" | "sweep" | "member";
  readonly uri: vscode.Uri;
}

/** @throws CommandError for anything else, such as a checkpoint */
export function placeOf(node: unknown): Place {
  const file = uriOf(node);
  if (file) return { kind: "file", uri: file };
  const directory = directoryOf(node);
  const kind = kindOf(node) ?? "run";
  if (directory !== undefined && (kind === "run" || kind === "sweep" || kind === "member")) {
    return { kind, uri: vscode.Uri.file(directory) };
  }
  throw new CommandError(vscode.l10n.t("Choose an experiment, a run or a sweep in the side bar first."));
}

function kindOf(node: unknown): unknown {
  return typeof node === "object" && node !== null && "kind" in node ? node.kind : undefined;
}

/** A key in the tree passes nothing: what is selected is meant. */
export function nodeOf({ treeView }: Services, target: unknown): unknown {
  return target ?? treeView.selection[0];
}

/** The same for several. */
export function nodesOf({ treeView }: Services, target: unknown, selection: unknown): readonly unknown[] {
  if (Array.isArray(selection) && selection.length > 0) return selection;
  return target === undefined ? treeView.selection : [target];
}

async function fitting({ runs, index }: Services, { fits, none }: RunChoice): Promise<RunView[]> {
  await index.load();
  const candidates = runs.all.filter(fits);
  if (candidates.length === 0) throw new CommandError(none);
  return candidates;
}

/** Wherever it lies. */
async function knownRun({ runs }: Services, directory: string): Promise<RunView> {
  await runs.index.visit(directory);
  const run = runs.get(directory);
  if (!run) throw new CommandError(vscode.l10n.t("There is no run in {0} any more.", directory));
  return run;
}

function itemOf(run: RunView) {
  return { label: run.title, description: run.sentence, run };
}
