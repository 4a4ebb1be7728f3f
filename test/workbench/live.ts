/**
 * A live workbench for a test: a server, a browser, and a workspace of its own, a copy of a fixture. How a test is
 * declared that has one is describe.ts; what can be done in its windows is in the files beside.
 */
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { startServer, type Server } from "../../build/workbench/index.mjs";
import { watchConsole } from "./console";
import { runCommand } from "./palette";
import type { Ready } from "./setup";

export interface WorkbenchOptions {
  /** The folder that is copied as workspace, from the root of the repository. Default: test/sample. */
  readonly fixture?: string;
  /** Default: true. */
  readonly trusted?: boolean;
  /** VS Code settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Extensions other than ours, installed: for tests of this harness. */
  readonly extensions?: string;
}

export interface LiveWorkbench {
  readonly server: Server;
  /** The first window. */
  readonly page: Page;
  /** The workspace on disk. */
  readonly folder: string;
  /** Another window on the same workspace, in the same browser. */
  readonly openWindow: () => Promise<Page>;
  /** Errors that any window said or threw, extensions' among them, but for VS Code's known ones. */
  readonly consoleErrors: () => readonly string[];
  /** Keeps a picture of the first window as test-results/NAME.png. */
  readonly screenshot: (name: string, page?: Page) => Promise<void>;
  /** Closes the windows, ends the server and all it started, and removes the workspace. */
  readonly dispose: () => Promise<void>;
}

export const windowSize = { width: 1280, height: 800 };

export async function openWorkbench(ready: Ready, options: WorkbenchOptions = {}): Promise<LiveWorkbench> {
  const root = await mkdtemp(path.join(tmpdir(), "induction-lab-workbench-"));
  const folder = path.join(root, "workspace");
  await cp(options.fixture ?? "test/sample", folder, { recursive: true });
  const server = await startServer({
    workbench: ready.workbench,
    data: path.join(root, "server"),
    extensions: options.extensions ?? ready.extensions,
    trusted: options.trusted ?? true,
    settings: options.settings ?? {},
  });
  const ending: (() => Promise<void>)[] = [() => server.dispose()];
  const dispose = async () => {
    for (const end of ending.reverse()) await end();
    await rm(root, { recursive: true, force: true });
  };
  try {
    const browser = await launchBrowser(ready.chromium);
    ending.push(() => browser.close());
    const context = await browser.newContext({ viewport: windowSize });
    const errors = watchConsole(context);
    const openWindow = () => openPage(context, server.address(folder));
    const page = await openWindow();
    const screenshot = async (name: string, shown = page) => {
      // Nobody looks at them there.
      if (process.env.CI === undefined) await takeScreenshot(shown, name);
    };
    return { server, page, folder, openWindow, consoleErrors: () => [...errors], screenshot, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Chromium as the recipe of code-server needs it: without a sandbox it also runs as root. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  const quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update"];
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync", ...quiet];
  return chromium.launch({ executablePath, headless: true, args });
}

/** Reloads a window and waits until it is restored. */
export async function reloadWindow(page: Page): Promise<void> {
  // The command, as a person gives it: VS Code then keeps the state of its editors before it goes.
  const reloaded = page.waitForEvent("domcontentloaded");
  await runCommand(page, "Developer: Reload Window");
  await reloaded;
  await restored(page);
}

/** Closes a window as a person does. A page that is only closed is one whose connection broke: its host lives on. */
export async function closeWindow(page: Page): Promise<void> {
  await page.goto("about:blank");
  await page.close();
}

async function openPage(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(address, { waitUntil: "domcontentloaded" });
  await restored(page);
  return page;
}

/** Views and editors are back; extensions may still be starting. */
async function restored(page: Page): Promise<void> {
  await page.locator(".monaco-workbench").waitFor();
  await page.waitForFunction(`performance.getEntriesByName("code/didStartWorkbench").length > 0`);
}

async function takeScreenshot(page: Page, name: string): Promise<void> {
  await mkdir("test-results", { recursive: true });
  const file = name.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-|-$/g, "");
  await page.screenshot({ path: `test-results/${file}.png` });
}
