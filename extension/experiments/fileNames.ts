/** What experiment files may be called, and what their names say. */
import path from "node:path";
import * as vscode from "vscode";

/** Of every experiment file's name. */
export const ending = ".induction.json";

/** What is wrong with a file's name; undefined where nothing is. @param kept its ending */
export function faultOfName(name: string, kept = ending): string | undefined {
  const bare = name.trim();
  if (bare === "" || bare === kept) return vscode.l10n.t("A name is needed.");
  if (/[\\/:*?"<>|]|\p{Cc}/u.test(bare)) return vscode.l10n.t('A name has none of \\ / : * ? " < > | in it.');
  return undefined;
}

/** The file's name without its ending: what the experiment is called. */
export function nameOf(uri: vscode.Uri): string {
  return path.basename(uri.path).slice(0, -ending.length);
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
