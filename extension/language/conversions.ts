/** From places in a text and from the language service's types to VS Code's. Nothing here knows experiments. */
import * as vscode from "vscode";
import type * as lsp from "vscode-json-languageservice";

/** Offsets count UTF-16 units, as VS Code does. */
export function rangeAt(
  document: vscode.TextDocument,
  { offset, length }: { readonly offset: number; readonly length: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

export function rangeOf({ start, end }: lsp.Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

export function rangeFor({ start, end }: vscode.Range): lsp.Range {
  return { start: positionFor(start), end: positionFor(end) };
}

export function positionFor({ line, character }: vscode.Position): lsp.Position {
  return { line, character };
}

export function textEditOf({ range, newText }: lsp.TextEdit): vscode.TextEdit {
  return vscode.TextEdit.replace(rangeOf(range), newText);
}

/** The library's own constant is not used: the library is loaded when it is needed, types cost nothing. */
const snippetFormat: lsp.InsertTextFormat = 2;

/** The kinds that the service gives, as the protocol numbers them. */
const kinds: Readonly<Partial<Record<number, vscode.CompletionItemKind>>> = {
  9: vscode.CompletionItemKind.Module,
  10: vscode.CompletionItemKind.Property,
  12: vscode.CompletionItemKind.Value,
};

export function completionItemOf(item: lsp.CompletionItem): vscode.CompletionItem {
  const result = new vscode.CompletionItem(
    item.labelDetails ? { label: item.label, ...item.labelDetails } : item.label,
  );
  const kind = kinds[item.kind ?? 0];
  if (kind !== undefined) result.kind = kind;
  if (item.detail !== undefined) result.detail = item.detail;
  if (item.sortText !== undefined) result.sortText = item.sortText;
  if (item.filterText !== undefined) result.filterText = item.filterText;
  const documentation = documentationOf(item.documentation);
  if (documentation !== undefined) result.documentation = documentation;
  const text = item.textEdit?.newText ?? item.insertText ?? item.label;
  result.insertText = item.insertTextFormat === snippetFormat ? new vscode.SnippetString(text) : text;
  if (item.textEdit) {
    result.range =
      "range" in item.textEdit
        ? rangeOf(item.textEdit.range)
        : { inserting: rangeOf(item.textEdit.insert), replacing: rangeOf(item.textEdit.replace) };
  }
  if (item.command) result.command = { title: item.command.title, command: item.command.command };
  return result;
}

function documentationOf(
  documentation: lsp.CompletionItem["documentation"],
): string | vscode.MarkdownString | undefined {
  if (documentation === undefined || typeof documentation === "string") return documentation || undefined;
  return documentation.kind === "markdown"
    ? new vscode.MarkdownString(documentation.value)
    : documentation.value;
}

/** Undefined where there is nothing to say. */
export function hoverOf({ contents, range }: lsp.Hover): vscode.Hover | undefined {
  const parts = (Array.isArray(contents) ? contents : [contents])
    .map((part) => (typeof part === "string" ? part : part.value))
    .filter((part) => part !== "");
  if (parts.length === 0) return undefined;
  return new vscode.Hover(
    parts.map((part) => new vscode.MarkdownString(part)),
    range && rangeOf(range),
  );
}
