/** Results in words and tables, shown as a rendered Markdown page that belongs to no file. */
import * as vscode from "vscode";
import { markdownText } from "../words";

const scheme = "induction-lab-report";

/** Keeps the pages of this window; to be made once. */
export class Reports implements vscode.TextDocumentContentProvider {
  readonly #pages = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  #count = 0;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#pages.get(uri.path) ?? vscode.l10n.t("This report was made in an earlier window and is gone.")
    );
  }

  /** @param title also the tab's */
  async show(title: string, markdown: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${++this.#count}/${title.replace(/[\\/]/g, "-")}.md` });
    this.#pages.set(uri.path, markdown);
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** A Markdown table; cells are plain text. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownText).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
