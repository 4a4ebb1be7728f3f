/** Tells VS Code who answers for experiment and sweep files. What is answered is in the files beside this one. */
import * as vscode from "vscode";
import { completionProvider } from "./completion";
import { experimentProblems, reportProblems, type FindProblems } from "./diagnostics";
import { formattingProvider } from "./formatting";
import { hoverProvider } from "./hover";
import { quickFixProvider } from "./quickFixes";
import { symbolProvider } from "./symbols";

/** The language of `*.induction.json`, as package.json contributes it. */
export const languageId = "induction-experiment";
/** And of `*.sweep.json`. */
export const sweepLanguageId = "induction-sweep";

/**
 * Works in every workspace, trusted or not: nothing here runs anything or writes a file.
 * @param sweepProblems what is wrong with a sweep's text; it may take a while
 */
export function registerLanguage(context: vscode.ExtensionContext, sweepProblems: FindProblems): void {
  context.subscriptions.push(
    ...providers(languageId, experimentProblems, vscode.l10n.t("Experiment")),
    ...providers(sweepLanguageId, sweepProblems, vscode.l10n.t("Sweep")),
  );
}

function providers(language: string, find: FindProblems, label: string): vscode.Disposable[] {
  const { languages } = vscode;
  return [
    reportProblems(language, find),
    languages.registerCodeActionsProvider(language, quickFixProvider(find), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    languages.registerCompletionItemProvider(language, completionProvider, '"', ":"),
    languages.registerHoverProvider(language, hoverProvider),
    languages.registerDocumentSymbolProvider(language, symbolProvider, { label }),
    languages.registerDocumentFormattingEditProvider(language, formattingProvider),
    languages.registerDocumentRangeFormattingEditProvider(language, formattingProvider),
  ];
}
