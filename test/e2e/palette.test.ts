/** The packaged extension, installed in a real workbench. */
import { expect, test } from "vitest";
import { describeWorkbench, hasCommand, openFile, untilWorks } from "../workbench";

describeWorkbench("The installed extension", {}, (workbench) => {
  test("has its commands in the palette", async () => {
    const { page, screenshot, consoleErrors } = workbench();
    await openFile(page, "quickstart.induction.json");
    await untilWorks(async () => expect(await hasCommand(page, "Induction Lab: Show Log")).toBe(true));
    await screenshot("palette");
    expect(consoleErrors()).toEqual([]);
  });
});
