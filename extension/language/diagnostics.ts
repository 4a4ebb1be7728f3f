/** The problems of open experiment and sweep files, as core finds them, for VS Code's Problems panel. */
import * as vscode from "vscode";
import { describeProblem, parseExperiment, type Problem } from "../../core/config";
import { rangeAt } from "./conversions";

/** Milliseconds without a key pressed after which a text is checked. */
const pause = 150;

/** Everything that is to be said of a document as it stands. */
export type FindProblems = (document: vscode.TextDocument) => Promise<readonly Problem[]>;

/** Of experiments. */
export function experimentProblems(document: vscode.TextDocument): Promise<readonly Problem[]> {
  const result = parseExperiment(document.getText());
  return Promise.resolve(result.ok ? result.warnings : result.problems);
}

/** A problem as VS Code shows it. */
export function diagnosticOf(document: vscode.TextDocument, problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeAt(document, problem),
    describeProblem(problem),
    problem.severity === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = "Induction Lab";
  if (problem.pathText !== "") diagnostic.code = problem.pathText;
  return diagnostic;
}

/** Checks documents of a language as long as they are open: at once when opened or saved, after a pause when typed in. */
export function reportProblems(languageId: string, find: FindProblems): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection("induction-lab");
  const waiting = new Map<string, NodeJS.Timeout>();

  const isOurs = (document: vscode.TextDocument): boolean =>
    document.languageId === languageId && canBeMended(document.uri);
  const settle = (uri: vscode.Uri): void => {
    clearTimeout(waiting.get(uri.toString()));
    waiting.delete(uri.toString());
  };
  const check = (document: vscode.TextDocument): void => {
    if (!isOurs(document)) return;
    settle(document.uri);
    const { version } = document;
    void find(document).then((problems) => {
      // Typed on meanwhile, or closed: it is another text's turn, or nobody's.
      if (document.isClosed || document.version !== version) return;
      collection.set(
        document.uri,
        problems.map((problem) => diagnosticOf(document, problem)),
      );
    });
  };
  const checkSoon = (document: vscode.TextDocument): void => {
    if (!isOurs(document)) return;
    settle(document.uri);
    const timer = setTimeout(() => check(document), pause);
    waiting.set(document.uri.toString(), timer);
  };
  const forget = (uri: vscode.Uri): void => {
    settle(uri);
    collection.delete(uri);
  };

  vscode.workspace.textDocuments.forEach(check);
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.workspace.onDidSaveTextDocument(check),
    vscode.workspace.onDidChangeTextDocument(({ document }) => checkSoon(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => forget(uri)),
    vscode.workspace.onDidDeleteFiles(({ files }) => {
      for (const uri of reportedWithin(collection, files)) forget(uri);
    }),
    new vscode.Disposable(() => waiting.forEach((timer) => clearTimeout(timer))),
  );
}

/** Old versions that source control shows, and the like, are not there to be mended. */
function canBeMended({ scheme }: vscode.Uri): boolean {
  return scheme === "untitled" || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
}

/** What is reported of files that are gone, or were in folders that are gone. */
function reportedWithin(
  collection: vscode.DiagnosticCollection,
  gone: readonly vscode.Uri[],
): readonly vscode.Uri[] {
  return Array.from(collection, ([uri]) => uri).filter((uri) =>
    gone.some(({ scheme, path }) => uri.scheme === scheme && `${uri.path}/`.startsWith(`${path}/`)),
  );
}
