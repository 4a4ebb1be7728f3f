/**
 * The built pages in a real Chromium, as VS Code's webview would hold them: the same policy, the same colours, and in
 * place of VS Code's own script a stand-in for the one function that a page gets from it.
 */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { ensureChromium } from "../../build/workbench/index.mjs";
import type {
  FromPanel,
  FromSweepPanel,
  PanelContent,
  RunFacts,
  ToPanel,
  ToSweepPanel,
} from "../../core/protocol";
import { themes, type ThemeName } from "./themes";
import { posted } from "./posted";
import type { RecordedRun } from "./recorded";

const scriptFile = (name: string) => fileURLToPath(new URL(`../../dist/webview/${name}.js`, import.meta.url));
for (const name of ["inspector", "sweep"]) {
  if (!existsSync(scriptFile(name))) {
    throw new Error(`dist/webview/${name}.js is missing: run npm run build first`);
  }
}
const pictures = fileURLToPath(new URL("../../test-results/page/", import.meta.url));

export async function launchBrowser(): Promise<Browser> {
  const quiet = [
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return chromium.launch({
    executablePath: await ensureChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", ...quiet],
  });
}

export type Inspector = BuiltPage<ToPanel, FromPanel>;
export type SweepPage = BuiltPage<ToSweepPanel, FromSweepPanel>;

/** A page that is told `To` and says `From`. */
export interface BuiltPage<To, From extends { readonly kind: string }> {
  readonly page: Page;
  /** What the page said so far. */
  said(): Promise<From[]>;
  /** Resolves with the first that is so. */
  heard<Kind extends From["kind"]>(kind: Kind): Promise<Extract<From, { kind: Kind }>>;
  /** Resolves when the messages have arrived and what they change is drawn. */
  send(...messages: readonly To[]): Promise<void>;
  setTheme(theme: ThemeName): Promise<void>;
  /** Into test-results/page; where CI is set there is none. */
  picture(name: string): Promise<void>;
  /** Errors on the console, violations of the policy among it. */
  readonly complaints: readonly string[];
}

export interface Wishes {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
}

/** A page that has said `ready`. */
export function openInspector(browser: Browser, wishes: Wishes = {}): Promise<Inspector> {
  return openBuiltPage<ToPanel, FromPanel>(browser, "inspector", wishes);
}

/** A sweep's page that has said `ready`. */
export function openSweepPage(browser: Browser, wishes: Wishes = {}): Promise<SweepPage> {
  return openBuiltPage<ToSweepPanel, FromSweepPanel>(browser, "sweep", wishes);
}

async function openBuiltPage<To, From extends { readonly kind: string }>(
  browser: Browser,
  name: "inspector" | "sweep",
  wishes: Wishes,
): Promise<BuiltPage<To, From>> {
  const { theme = "dark", width = 1200, height = 900 } = wishes;
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.addInitScript(standIn);
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/") await route.fulfill({ contentType: "text/html", body: htmlOf(name) });
    else if (pathname === `/${name}.js`) await route.fulfill({ path: scriptFile(name) });
    else if (pathname === "/vscode.css") await route.fulfill({ contentType: "text/css", body: editorStyles });
    else await route.fulfill({ status: 404 });
  });
  const setTheme = async (wanted: ThemeName) => {
    await page.evaluate(applyTheme, themes[wanted]);
    await page.evaluate(afterDrawing);
  };
  await page.goto(origin);
  await setTheme(theme);
  const built: BuiltPage<To, From> = {
    page,
    complaints,
    setTheme,
    // What the page says is what is tested.
    said: async () => (await page.evaluate(() => window.said)) as unknown as From[],
    heard: async (kind) => {
      const found = await page.waitForFunction(
        (wanted) => window.said.find((one) => one.kind === wanted),
        kind,
      );
      return (await found.jsonValue()) as never;
    },
    send: async (...messages) => {
      for (const message of messages) {
        await page.evaluate((one) => window.postMessage(one, "*"), posted(message));
      }
      await page.evaluate(afterDrawing);
    },
    picture: async (title) => {
      // Nobody looks at them there.
      if (process.env.CI !== undefined) return;
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: path.join(pictures, `${title}.png`), fullPage: true });
    },
  };
  await built.heard("ready");
  return built;
}

/** What shows a finished run. */
export function showing(run: RecordedRun, facts: RunFacts = run.facts): ToPanel[] {
  return [
    { kind: "content", content: contentOf([{ role: "main", facts }]) },
    { kind: "recording", run: facts.run, recording: run.recording },
  ];
}

export function contentOf(runs: PanelContent["runs"], more: Partial<PanelContent> = {}): PanelContent {
  return { title: runs[0].facts.title, runs, differences: [], notice: null, ...more };
}

/** What people hear who do not see the page: roles, names and text. */
export function readAloud(
  { page }: { readonly page: Page },
  within = "induction-inspector",
): Promise<string> {
  return page.locator(within).ariaSnapshot();
}

/** The value that a `data` element inside `within` stands for, in full. */
export async function exactly(page: Page, within: string): Promise<number> {
  return Number(await page.locator(within).locator("data").first().getAttribute("value"));
}

const origin = "http://inspector.test";
const nonce = "r4nd0m";

const htmlOf = (name: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Induction Lab</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src ${origin}; font-src ${origin}; img-src ${origin} data:">
<link rel="stylesheet" href="/vscode.css">
</head><body>
<induction-${name}></induction-${name}>
<script type="module" nonce="${nonce}" src="/${name}.js"></script>
</body></html>`;

/** As VS Code gives them to every webview. */
const editorStyles = `
html { background: var(--vscode-editor-background); }
body { margin: 0; padding: 0 20px; color: var(--vscode-editor-foreground); background: transparent;
  font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }`;

declare global {
  interface Window {
    said: FromPanel[];
    /** When frames were sent, for measuring. */
    sentAt?: number[];
  }
}

/** Runs in the page before its own script. */
function standIn(): void {
  window.said = [];
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: FromPanel) => window.said.push(message),
      getState: (): unknown => JSON.parse(sessionStorage.getItem("state") ?? "null"),
      setState: (state: unknown) => sessionStorage.setItem("state", JSON.stringify(state)),
    }),
  });
}

function applyTheme({ classes, variables }: (typeof themes)[ThemeName]): void {
  const { style } = document.documentElement;
  style.cssText = "";
  for (const [name, value] of Object.entries(variables)) style.setProperty(`--vscode-${name}`, value);
  style.setProperty("--vscode-font-family", 'system-ui, "Ubuntu", "Droid Sans", sans-serif');
  style.setProperty("--vscode-font-size", "13px");
  style.setProperty("--vscode-editor-font-family", "monospace");
  document.body.className = classes;
}

/** Also what lags behind out of sight has caught up. */
async function afterDrawing(): Promise<void> {
  const drawn = () =>
    new Promise<void>((resolve) =>
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(), 0))),
    );
  const within = (root: ParentNode): Element[] =>
    Array.from(root.querySelectorAll("*")).flatMap((one) => [
      one,
      ...(one.shadowRoot ? within(one.shadowRoot) : []),
    ]);
  await drawn();
  for (const element of within(document)) {
    // Each of Lit's elements promises when its update is over.
    if ("updateComplete" in element) await element.updateComplete;
  }
  await drawn();
}
