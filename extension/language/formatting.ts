/** Formats experiments: indentation and blanks, while lines stay as their author broke them. */
import type * as vscode from "vscode";
import type { TextDocument, TextEdit } from "vscode-json-languageservice";
import { rangeFor, textEditOf } from "./conversions";
import { jsonService } from "./jsonService";

export const formattingProvider: vscode.DocumentFormattingEditProvider &
  vscode.DocumentRangeFormattingEditProvider = {
  provideDocumentFormattingEdits: (document, options) => formatted(document, undefined, options),
  provideDocumentRangeFormattingEdits: formatted,
};

async function formatted(
  document: vscode.TextDocument,
  range: vscode.Range | undefined,
  { tabSize, insertSpaces }: vscode.FormattingOptions,
): Promise<vscode.TextEdit[]> {
  const { service, read } = await jsonService();
  const { text } = read(document);
  // Short lists and objects on one line are how experiments are written; the service would give every number its own.
  const edits = service.format(text, range && rangeFor(range), { tabSize, insertSpaces, keepLines: true });
  return edits.map((edit) => textEditOf(isInBracket(text, edit) ? { ...edit, newText: "" } : edit));
}

/** Whether an edit puts a blank inside of a bracket: the service writes [ 1, 2 ], experiments have [1, 2]. */
function isInBracket(text: TextDocument, { range, newText }: TextEdit): boolean {
  const content = text.getText();
  const before = content[text.offsetAt(range.start) - 1];
  const behind = content[text.offsetAt(range.end)];
  return newText === " " && (before === "[" || behind === "]");
}
