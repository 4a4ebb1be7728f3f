/**
 * Runs the suites of test/host inside the extension host of a workbench of its own, and collects what they report.
 * VS Code tests itself like that: the window has the host load a program, and tells the page what that prints.
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { format } from "node:util";
import type { Page } from "playwright-core";
import { startServer } from "../../build/workbench/index.mjs";
import { readEvent, type HostEvent } from "../host/report";
import { launchBrowser } from "./live";
import type { Ready } from "./setup";

export type HostTest = Extract<HostEvent, { kind: "test" }>;

export interface HostReport {
  readonly tests: readonly HostTest[];
  /** Why there may have been more tests than these. */
  readonly trouble?: string;
}

/** Milliseconds for all suites. */
const patience = 900_000;
/** Lines of the console that are shown with a trouble. */
const tail = 30;

export async function runHostSuites(ready: Ready): Promise<HostReport> {
  return reportOf(await runInHost(ready, "dist/test/host/run.cjs"));
}

/** Runs a program in the extension host of a workbench on test/sample. @returns what it printed */
export async function runInHost(ready: Ready, program: string): Promise<readonly string[]> {
  const root = await mkdtemp(path.join(tmpdir(), "induction-lab-host-"));
  const folder = path.join(root, "workspace");
  await cp("test/sample", folder, { recursive: true });
  const server = await startServer({
    workbench: ready.workbench,
    data: path.join(root, "server"),
    extensions: path.join(root, "extensions"),
    automation: true,
  });
  try {
    const remote = (file: string) => `vscode-remote://${server.authority}${path.resolve(file)}`;
    const address = server.address(folder, [
      // As installed: the packed files, not those of the repository.
      ["extensionDevelopmentPath", remote(ready.extension)],
      ["extensionTestsPath", remote(program)],
    ]);
    const browser = await launchBrowser(ready.chromium);
    try {
      return await linesOf(await browser.newPage(), address);
    } finally {
      await browser.close();
    }
  } finally {
    await server.dispose();
    await rm(root, { recursive: true, force: true });
  }
}

/** What the host prints until its program ends. */
async function linesOf(page: Page, address: string): Promise<readonly string[]> {
  const lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<void>((resolve, reject) => {
    timer = setTimeout(resolve, patience);
    page.on("crash", () => reject(new Error("The window of the extension host crashed.")));
    void page.exposeFunction("codeAutomationExit", () => resolve());
  });
  await page.exposeFunction("codeAutomationLog", (_type: string, words: unknown[]) => {
    lines.push(format(...words));
  });
  try {
    await page.goto(address, { waitUntil: "domcontentloaded" });
    await ended;
  } finally {
    clearTimeout(timer);
  }
  return lines;
}

function reportOf(lines: readonly string[]): HostReport {
  const events = lines.map(readEvent).filter((event) => event !== undefined);
  const tests = events.filter((event) => event.kind === "test");
  const broken = events.find((event) => event.kind === "broken");
  const end = events.find((event) => event.kind === "end");
  if (broken) return { tests, trouble: `The suites could not be run: ${broken.error}` };
  if (end?.tests === tests.length && tests.length > 0) return { tests };
  const last = lines.filter((line) => readEvent(line) === undefined).slice(-tail);
  return {
    tests,
    trouble:
      `The extension host reported ${tests.length} tests and ${end ? `counted ${end.tests}` : "no end"}. ` +
      `It said last:\n${last.join("\n")}`,
  };
}
