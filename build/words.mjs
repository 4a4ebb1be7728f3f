/** Collects the texts that extension and page show, for translators: dist/l10n/bundle.l10n.json, as VS Code reads it. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import ts from "typescript";
import { root } from "./install.mjs";

/** A translation lies beside it as bundle.l10n.<language>.json, and package.nls.<language>.json beside package.json. */
export async function writeWords() {
  /** @type {Set<string>} */
  const texts = new Set();
  for (const folder of ["extension", "webview"]) {
    for (const file of await sourcesIn(path.join(root, folder))) {
      const source = ts.createSourceFile(file, await readFile(file, "utf8"), ts.ScriptTarget.Latest, true);
      collect(source, texts);
    }
  }
  const bundle = Object.fromEntries([...texts].sort().map((text) => [text, text]));
  await mkdir(path.join(root, "dist/l10n"), { recursive: true });
  await writeFile(path.join(root, "dist/l10n/bundle.l10n.json"), JSON.stringify(bundle, null, 2) + "\n");
}

/** @param {ts.Node} node @param {Set<string>} texts */
function collect(node, texts) {
  if (ts.isCallExpression(node) && ["t", "vscode.l10n.t"].includes(node.expression.getText())) {
    const [text] = node.arguments;
    if (text && ts.isStringLiteralLike(text)) texts.add(text.text);
  }
  ts.forEachChild(node, (child) => collect(child, texts));
}

/** @param {string} folder @returns {Promise<string[]>} */
async function sourcesIn(folder) {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith(".ts")).map((name) => path.join(folder, name));
}
