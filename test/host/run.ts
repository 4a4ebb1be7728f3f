/**
 * Runs the suites beside it in the extension host, where VS Code loads it as `extensionTestsPath`, and reports every
 * test to the outside. test/e2e/host.test.ts makes vitest tests of them.
 */
import { readdir } from "node:fs/promises";
import path from "node:path";
import Mocha from "mocha";
import { writeEvent, type HostEvent } from "./report";

/** Milliseconds a test may take on a busy machine. */
const patience = 120_000;

export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  try {
    await runSuites();
  } catch (error) {
    tell({ kind: "broken", error: describe(error) });
  }
}

async function runSuites(): Promise<void> {
  // The one that prints nothing: the console is for the events.
  const reporter = Mocha.reporters.Base;
  const mocha = new Mocha({ ui: "bdd", timeout: patience, color: false, reporter });
  const names = await readdir(__dirname);
  for (const name of names.filter((one) => one.endsWith(".host.cjs")).sort()) {
    mocha.addFile(path.join(__dirname, name));
  }
  let tests = 0;
  const report = (test: Mocha.Runnable, state: "passed" | "failed" | "pending", error?: unknown) => {
    tests++;
    const [title, ...around] = test.titlePath().reverse();
    const how = error === undefined ? {} : { error: describe(error) };
    tell({ kind: "test", suites: around.reverse(), title, state, duration: test.duration ?? 0, ...how });
  };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on("pass", (test) => report(test, "passed"))
      .on("pending", (test) => report(test, "pending"))
      // Also a hook that failed, whose tests do not run.
      .on("fail", (test, error) => report(test, "failed", error));
  });
  tell({ kind: "end", tests });
}

function tell(event: HostEvent): void {
  console.log(writeEvent(event));
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.stack ?? error.message;
}
