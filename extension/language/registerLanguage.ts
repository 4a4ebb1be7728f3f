/** Tells VS Code who answers for experiment files. What is answered is in the files beside this one. */
import * as vscode from "vscode";
import { completionProvider } from "./completion";
import { reportProblems } from "./diagnostics";
import { formattingProvider } from "./formatting";
import { hoverProvider } from "./hover";
import { quickFixProvider } from "./quickFixes";
import { symbolProvider } from "./symbols";

/** The language of `*.induction.json`, as package.json contributes it. */
export const languageId = "induction-experiment";

/** Works in every workspace, trusted or not: nothing here runs anything or writes a file. */
export function registerLanguage(context: vscode.ExtensionContext): void {
  const { languages } = vscode;
  context.subscriptions.push(
    reportProblems(languageId),
    languages.registerCodeActionsProvider(languageId, quickFixProvider, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    languages.registerCompletionItemProvider(languageId, completionProvider, '"', ":"),
    languages.registerHoverProvider(languageId, hoverProvider),
    languages.registerDocumentSymbolProvider(languageId, symbolProvider, {
      label: vscode.l10n.t("Experiment"),
    }),
    languages.registerDocumentFormattingEditProvider(languageId, formattingProvider),
    languages.registerDocumentRangeFormattingEditProvider(languageId, formattingProvider),
  );
}
