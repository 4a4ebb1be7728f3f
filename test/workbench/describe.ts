/** Groups of tests that share one live workbench. */
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, inject } from "vitest";
import { openWorkbench, type LiveWorkbench, type WorkbenchOptions } from "./live";

/** Milliseconds for a start on a busy machine. */
const startTime = 300_000;

/**
 * A group of tests in a workbench of their own, which `workbench()` gives them. A test that fails leaves a picture in
 * test-results. Where no workbench can be had the tests are skipped, and the group's name says why.
 */
export function describeWorkbench(
  name: string,
  options: WorkbenchOptions,
  declare: (workbench: () => LiveWorkbench) => void,
): void {
  const provided = inject("workbench");
  if (provided.kind === "unavailable") {
    describe.skip(`${name} (${provided.reason})`, () => declare(absent));
    return;
  }
  describe(name, () => {
    let live: LiveWorkbench | undefined;
    beforeAll(async () => {
      live = await openWorkbench(provided, options);
    }, startTime);
    afterAll(() => live?.dispose(), startTime);
    beforeEach(({ task, onTestFailed }) => {
      onTestFailed(() =>
        live?.screenshot(`failed ${path.basename(task.file.name, ".test.ts")} ${task.name}`),
      );
    });
    declare(() => live ?? absent());
  });
}

function absent(): never {
  throw new Error("There is a workbench only while tests and hooks run.");
}
