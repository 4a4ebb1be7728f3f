/** The document around a page: nothing but its script may run, and nothing is loaded from anywhere else. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** @param folder dist/webview @param page also its element, behind `induction-` */
export function pageHtml(webview: vscode.Webview, folder: vscode.Uri, page: "inspector" | "sweep"): string {
  const nonce = randomBytes(16).toString("base64");
  const script = webview.asWebviewUri(vscode.Uri.joinPath(folder, `${page}.js`)).toString();
  const { cspSource } = webview;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
  ].join("; ");
  const words = JSON.stringify(vscode.l10n.bundle ?? {}).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${vscode.l10n.t("Induction Lab")}</title>
</head>
<body>
<induction-${page}></induction-${page}>
<script type="application/json" id="l10n" nonce="${nonce}">${words}</script>
<script type="module" nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
