/** What every file of page tests stands on: a browser, and a folder of its own for the runs that it trains. */
import { rm, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchBrowser } from "./inspectorPage";

export interface Stage {
  readonly browser: Browser;
  readonly folder: string;
}

/** To be called once, at the top of a file; there from before its first `beforeAll` to after its last test. */
export function setStage(): Stage {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    [browser, folder] = await Promise.all([
      launchBrowser(),
      mkdtemp(path.join(tmpdir(), "induction-lab-page-")),
    ]);
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    get browser() {
      return browser;
    },
    get folder() {
      return folder;
    },
  };
}
