/** The outline of an experiment: its keys, and its stages by name. */
import * as vscode from "vscode";
import { experimentOutline, type OutlineItem } from "../../core/config";
import { rangeAt } from "./conversions";

export const symbolProvider: vscode.DocumentSymbolProvider = {
  provideDocumentSymbols: (document) =>
    experimentOutline(document.getText()).map((item) => symbolOf(document, item)),
};

function symbolOf(document: vscode.TextDocument, item: OutlineItem): vscode.DocumentSymbol {
  const symbol = new vscode.DocumentSymbol(
    item.name,
    item.detail,
    kinds[item.kind],
    rangeAt(document, item),
    rangeAt(document, item.mark),
  );
  symbol.children = item.children.map((child) => symbolOf(document, child));
  return symbol;
}

const kinds: Readonly<Record<OutlineItem["kind"], vscode.SymbolKind>> = {
  object: vscode.SymbolKind.Module,
  list: vscode.SymbolKind.Array,
  text: vscode.SymbolKind.String,
  number: vscode.SymbolKind.Number,
  boolean: vscode.SymbolKind.Boolean,
  null: vscode.SymbolKind.Null,
};
