/** "Run with Changes…": a list of all that the experiment says; choose, type, and choose again until it is run. */
import * as vscode from "vscode";
import { describeProblem, experimentFields, parseExperiment, type ExperimentField } from "../../core/config";
import { CommandError } from "./register";

/** @returns `path=value` each, undefined when it was cancelled. @throws CommandError where the file has faults */
export async function chooseChanges(uri: vscode.Uri): Promise<readonly string[] | undefined> {
  const text = (await vscode.workspace.openTextDocument(uri)).getText();
  const changes = new Map<string, string>();
  for (;;) {
    const parsed = parseExperiment(text, { overrides: assignments(changes) });
    if (!parsed.ok) throw new CommandError(vscode.l10n.t("The experiment has faults: correct them first."));
    const choice = await chooseField(experimentFields(parsed.experiment), changes);
    if (choice === "run") return assignments(changes);
    if (!choice) return undefined;
    const value = await chooseValue(text, choice, changes);
    if (value !== undefined) changes.set(choice.pathText, value);
  }
}

function assignments(changes: ReadonlyMap<string, string>): string[] {
  return Array.from(changes, ([path, value]) => `${path}=${value}`);
}

async function chooseField(
  fields: readonly ExperimentField[],
  changes: ReadonlyMap<string, string>,
): Promise<ExperimentField | "run" | undefined> {
  const count = changes.size;
  const runLabel =
    count === 0
      ? vscode.l10n.t("Run as it is")
      : count === 1
        ? vscode.l10n.t("Run with 1 change")
        : vscode.l10n.t("Run with {0} changes", count);
  const items = [
    { label: `$(play) ${runLabel}`, description: assignments(changes).join(", "), field: "run" as const },
    { label: vscode.l10n.t("fields"), kind: vscode.QuickPickItemKind.Separator, field: undefined },
    ...fields.map((field) => ({
      label: `${changes.has(field.pathText) ? "$(edit) " : ""}${field.pathText}`,
      description: JSON.stringify(field.value) ?? vscode.l10n.t("not set"),
      detail: field.description,
      field,
    })),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Run with Changes"),
    placeHolder: vscode.l10n.t("Choose a field to change, or run"),
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return chosen?.field;
}

async function chooseValue(
  text: string,
  field: ExperimentField,
  changes: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const { pathText, choices, allowed, value } = field;
  if (choices) {
    const items = choices.map((choice) => ({
      label: JSON.stringify(choice.value),
      description: choice.value === value ? vscode.l10n.t("now") : "",
      detail: choice.description ?? "",
    }));
    return (await vscode.window.showQuickPick(items, { title: pathText, ignoreFocusOut: true }))?.label;
  }
  return vscode.window.showInputBox({
    title: pathText,
    prompt: `${field.description} ${vscode.l10n.t("Allowed: {0}.", allowed)}`,
    value: changes.get(pathText) ?? JSON.stringify(value) ?? "",
    ignoreFocusOut: true,
    validateInput: (typed) => faultOf(text, new Map(changes).set(pathText, typed)),
  });
}

function faultOf(text: string, changes: ReadonlyMap<string, string>): string | undefined {
  const parsed = parseExperiment(text, { overrides: assignments(changes) });
  if (parsed.ok) return undefined;
  const error = parsed.problems.find(({ severity }) => severity === "error");
  return error && describeProblem(error);
}
