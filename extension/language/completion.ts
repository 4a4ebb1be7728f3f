/** Completes keys and values of experiments. */
import * as vscode from "vscode";
import type * as lsp from "vscode-json-languageservice";
import { familyGroups, readSource, trainableGroups } from "../../core/config";
import { completionItemOf, positionFor } from "./conversions";
import { jsonService } from "./jsonService";

export const completionProvider: vscode.CompletionItemProvider = {
  async provideCompletionItems(document, position, token) {
    const { service, read } = await jsonService();
    if (token.isCancellationRequested) return undefined;
    const { text, json } = read(document);
    const list = await service.doComplete(text, positionFor(position), json);
    if (!list) return undefined;
    const items = fitting(list.items, text.getText());
    return new vscode.CompletionList(items.map(itemOf), list.isIncomplete);
  },
};

/** Of groups to train, those that the file's model has; of a sweep's, which may have models of any family, all. */
function fitting(items: readonly lsp.CompletionItem[], text: string): readonly lsp.CompletionItem[] {
  const groups = trainableGroups.map((group) => JSON.stringify(group));
  if (!items.every(({ label }) => groups.includes(label))) return items;
  const family = familyIn(readSource(text).value) ?? "disentangled";
  const has = Object.entries(familyGroups).find(([name]) => name === family)?.[1];
  return has ? items.filter(({ label }) => has.some((group) => label === JSON.stringify(group))) : items;
}

function familyIn(value: unknown): unknown {
  const { model, experiment } = isObject(value) ? value : {};
  if (experiment !== undefined) return "of a sweep";
  return isObject(model) ? model.family : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** Snippets are found by their names, and keys and values by their text, quotes included. */
function itemOf(item: lsp.CompletionItem): vscode.CompletionItem {
  const converted = completionItemOf(item);
  const isSnippet = item.filterText !== undefined && !item.filterText.includes(item.label);
  if (isSnippet) converted.filterText = item.label;
  return converted;
}
