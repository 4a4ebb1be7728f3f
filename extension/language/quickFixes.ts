/** Offers the fixes that core knows for the problems under the cursor. */
import * as vscode from "vscode";
import { fixEdits, type Fix, type Problem } from "../../core/config";
import { rangeAt } from "./conversions";
import { diagnosticOf, type FindProblems } from "./diagnostics";

export function quickFixProvider(find: FindProblems): vscode.CodeActionProvider {
  return {
    async provideCodeActions(document, range, { diagnostics }) {
      return (await find(document))
        .filter((problem) => rangeAt(document, problem).intersection(range) !== undefined)
        .flatMap((problem) => actionsFor(document, problem, diagnostics));
    },
  };
}

function actionsFor(
  document: vscode.TextDocument,
  problem: Problem,
  reported: readonly vscode.Diagnostic[],
): readonly vscode.CodeAction[] {
  const { range, message } = diagnosticOf(document, problem);
  // What was reported may be of an earlier text: only the same problem in the same place is the one that is mended.
  const solved = reported.filter((each) => each.message === message && each.range.isEqual(range));
  return problem.fixes.map((fix) => {
    const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
    action.edit = editFor(document, fix);
    action.diagnostics = solved;
    action.isPreferred = problem.fixes.length === 1;
    return action;
  });
}

function editFor(document: vscode.TextDocument, fix: Fix): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const part of fixEdits(document.getText(), fix)) {
    edit.replace(document.uri, rangeAt(document, part), part.content);
  }
  return edit;
}
