/** Runs test/host inside a real extension host; every mocha test there is a test here, by the same name. */
import { describe, inject, test } from "vitest";
import { runHostSuites, type HostTest } from "../workbench";

const provided = inject("workbench");

if (provided.kind === "unavailable") {
  test.skip(`the suites in the extension host (${provided.reason})`, () => undefined);
} else {
  const { tests, trouble } = await runHostSuites(provided);
  if (trouble !== undefined) {
    test("the extension host runs all suites to their end", () => {
      throw new Error(trouble);
    });
  }
  for (const [suite, members] of bySuite(tests)) describe(suite, () => members.forEach(declare));
}

function bySuite(tests: readonly HostTest[]): Map<string, HostTest[]> {
  const suites = new Map<string, HostTest[]>();
  for (const one of tests) {
    const suite = one.suites.join(" › ");
    suites.set(suite, [...(suites.get(suite) ?? []), one]);
  }
  return suites;
}

function declare({ title, state, error }: HostTest): void {
  test.skipIf(state === "pending")(title, () => {
    if (state === "failed") throw new Error(error);
  });
}
