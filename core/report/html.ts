/**
 * The file around a report: the inspector's page as the editor would show it, in colours of its own. Nothing but its
 * one script may run, which the policy knows by its hash, and nothing may be loaded from anywhere.
 */
import { createHash } from "node:crypto";
import { colourStyles } from "./colours";

export interface ReportPage {
  readonly title: string;
  /** Sentences below the page: when it was made, with what, and what it holds. */
  readonly footer: string;
  /** The inspector's program. */
  readonly program: string;
  /** A packed report, compressed. */
  readonly data: Uint8Array;
}

export function reportHtml({ title, footer, program, data }: ReportPage): string {
  const script = inlineScript(program);
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(styles)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Induction Lab</title>
<style>${styles}</style>
</head>
<body>
<header><button type="button" id="colours" hidden>${halfDisc}</button></header>
<noscript><p>This report draws itself with the script that is in it: allow scripts for this file to see it.</p></noscript>
<induction-inspector></induction-inspector>
<footer>${escaped(footer)}</footer>
<script type="application/octet-stream" id="report">${Buffer.from(data).toString("base64")}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** As VS Code gives them to every page, and what stands around the page here. */
const styles = `${colourStyles}
html {
  background: var(--vscode-editor-background);
}
body {
  position: relative;
  margin: 0;
  padding: 14px 20px 0;
  color: var(--vscode-editor-foreground);
  font: var(--vscode-font-size)/1.35 var(--vscode-font-family);
}
footer {
  max-width: 1352px;
  width: calc(100% - 8px);
  margin: 0 auto;
  padding: 12px 0 24px;
  border-top: 1px solid var(--vscode-widget-border);
  color: var(--vscode-descriptionForeground);
  line-height: 1.5;
}
#colours {
  position: absolute;
  top: 8px;
  right: 12px;
  padding: 4px;
  border: 0;
  border-radius: 5px;
  background: none;
  color: var(--vscode-descriptionForeground);
  line-height: 0;
  cursor: pointer;
}
#colours:hover {
  background: var(--vscode-toolbar-hoverBackground);
}
#colours:focus-visible {
  outline: 1px solid var(--vscode-focusBorder);
}
#colours[hidden] {
  display: none;
}`;

const halfDisc =
  '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">' +
  '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor"/>' +
  '<path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/></svg>';

/** Without the note on where its source map lies, and with nothing in it that could end the element around it. */
function inlineScript(program: string): string {
  const alone = program.replace(/\n\/\/# sourceMappingURL=\S*\s*$/, "\n");
  // In strings, templates and regular expressions alike \x3c is <, and nowhere else does a program hold these.
  return alone.replace(/<(?=\/script|!--)/gi, "\\x3c");
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character]);
}
