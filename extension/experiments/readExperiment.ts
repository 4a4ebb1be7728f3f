/** An experiment file as it would be trained: the editor's text where it is open, the disk's where it is not. */
import path from "node:path";
import * as vscode from "vscode";
import { formatProblem, parseExperiment, type Experiment } from "../../core/config";
import { engineOverrides } from "../settings";

export type ReadExperiment =
  | {
      readonly ok: true;
      readonly experiment: Experiment;
      /** Where relative paths in it start. */
      readonly baseDirectory: string;
      /** The file. */
      readonly source: string;
    }
  /** `problems`: one line each, with their places. */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * @param overrides `path=value` each; the engine that the settings choose is one more
 * @throws Error when the file cannot be read
 */
export async function readExperiment(
  uri: vscode.Uri,
  overrides: readonly string[] = [],
): Promise<ReadExperiment> {
  const document = await vscode.workspace.openTextDocument(uri);
  return checkedExperiment(document, overrides);
}

export function checkedExperiment(
  document: vscode.TextDocument,
  overrides: readonly string[] = [],
): ReadExperiment {
  const parsed = parseExperiment(document.getText(), { overrides: [...engineOverrides(), ...overrides] });
  const source = document.uri.fsPath;
  if (!parsed.ok) {
    const errors = parsed.problems.filter(({ severity }) => severity === "error");
    return { ok: false, problems: errors.map((problem) => formatProblem(problem, path.basename(source))) };
  }
  return { ok: true, experiment: parsed.experiment, baseDirectory: path.dirname(source), source };
}
