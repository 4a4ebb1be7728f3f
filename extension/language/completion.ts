/** Completes keys and values of experiments. */
import * as vscode from "vscode";
import type * as lsp from "vscode-json-languageservice";
import { completionItemOf, positionFor } from "./conversions";
import { jsonService } from "./jsonService";

export const completionProvider: vscode.CompletionItemProvider = {
  async provideCompletionItems(document, position, token) {
    const { service, read } = await jsonService();
    if (token.isCancellationRequested) return undefined;
    const { text, json } = read(document);
    const list = await service.doComplete(text, positionFor(position), json);
    return list && new vscode.CompletionList(list.items.map(itemOf), list.isIncomplete);
  },
};

/** Snippets are found by their names, and keys and values by their text, quotes included. */
function itemOf(item: lsp.CompletionItem): vscode.CompletionItem {
  const converted = completionItemOf(item);
  const isSnippet = item.filterText !== undefined && !item.filterText.includes(item.label);
  if (isSnippet) converted.filterText = item.label;
  return converted;
}
