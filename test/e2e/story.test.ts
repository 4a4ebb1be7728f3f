/** The whole story, as a person lives it: from a preset to runs that are compared, deleted and brought back. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { listRuns, type RunListing } from "../../core/runs";
import {
  activeTab,
  answer,
  chooseFromMenu,
  clickInline,
  describeWorkbench,
  notification,
  openSidebar,
  pick,
  pressButton,
  quickInput,
  replaceText,
  runCommand,
  save,
  statusItem,
  treeRow,
  untilWorks,
  useTheme,
  webview,
  type LiveWorkbench,
} from "../workbench";

const file = "mine.induction.json";

/** Long enough to be watched, paused and edited, on any machine. */
const experiment = (learningRate: number, heads = 3) =>
  JSON.stringify(
    {
      name: "mine",
      seed: 1,
      data: { sequenceLength: 50, trainSequences: 500, validationSequences: 100 },
      model: { heads },
      training: {
        stages: [{ train: ["coefficients", "rpe", "scale"], steps: 900_000_000, learningRate }],
      },
    },
    null,
    2,
  );

const runsOf = ({ folder }: LiveWorkbench) => listRuns(path.join(folder, "runs"));
const manifestOf = (listing: RunListing | undefined) =>
  listing?.kind === "run" ? listing.manifest : undefined;

describeWorkbench("From a preset to a comparison", { fixture: "test/e2e/empty" }, (workbench) => {
  const inspector = (index = 0) => webview(workbench().page, index);
  const stepShown = async (index = 0) => {
    const scrubber = inspector(index).getByRole("slider", { name: "Step that the page shows" });
    return Number(await scrubber.getAttribute("aria-valuenow", { timeout: 10_000 }));
  };

  test("an empty workspace says how to begin, and its button makes a file from a preset", async () => {
    const { page, folder, screenshot } = workbench();
    await openSidebar(page);
    const create = page.locator(".sidebar").getByRole("button", { name: "Create an experiment" });
    await create.waitFor();
    await screenshot("story 1 welcome");
    await create.click();
    await pick(page, "Quick start");
    await answer(page, file);
    await activeTab(page).filter({ hasText: file }).waitFor();
    expect(existsSync(path.join(folder, file))).toBe(true);
    await treeRow(page, "mine").first().waitFor();
  });

  test("running it opens the inspector, where live values arrive", async () => {
    const { page, screenshot } = workbench();
    await replaceText(page, experiment(0.1));
    await save(page);
    await runCommand(page, "Induction Lab: Run Experiment");
    await untilWorks(async () => expect(await stepShown()).toBeGreaterThan(100));
    const earlier = await stepShown();
    await untilWorks(async () => expect(await stepShown()).toBeGreaterThan(earlier));
    await statusItem(page, /all at once/).waitFor();
    await treeRow(page, /running/).waitFor();
    await screenshot("story 2 running");
  });

  test("pause holds it and resume lets it go on, from the inspector and from the tree", async () => {
    const { page, screenshot } = workbench();
    await inspector().getByRole("button", { name: "Pause" }).click();
    await treeRow(page, /paused/).waitFor();
    await untilWorks(async () => {
      const rested = await stepShown();
      const [listing] = await runsOf(workbench());
      expect(manifestOf(listing)).toMatchObject({ status: "paused", step: rested });
    });
    const held = await stepShown();
    await inspector().getByRole("button", { name: "One step" }).click();
    await untilWorks(async () => expect(await stepShown()).toBe(held + 1));
    await screenshot("story 3 paused");
    await clickInline(treeRow(page, /paused/), "Resume");
    await untilWorks(async () => expect(await stepShown()).toBeGreaterThan(held + 1));
  });

  test("side by side, a change of the learning rate continues the run and says so", async () => {
    const { page, screenshot } = workbench();
    await clickInline(treeRow(page, "mine").first(), "Edit and Retrain Side by Side");
    await replaceText(page, experiment(0.3));
    await save(page);
    await inspector()
      .getByText(/learning rate 0\.1 → 0\.3.*continued at step/)
      .waitFor();
    const [listing, ...others] = await runsOf(workbench());
    expect(others).toEqual([]);
    expect(manifestOf(listing)?.edits?.[0].changes[0].words).toContain("learning rate 0.1 → 0.3");
    const step = await stepShown();
    await untilWorks(async () => expect(await stepShown()).toBeGreaterThan(step));
    await screenshot("story 4 continued");
  });

  test("a change of the model starts anew, with the run before as a ghost", async () => {
    const { page, screenshot } = workbench();
    await replaceText(page, experiment(0.3, 2));
    await save(page);
    await inspector()
      .getByText(/heads 3 → 2.*started anew/)
      .waitFor();
    await untilWorks(async () => expect(await runsOf(workbench())).toHaveLength(2));
    await untilWorks(async () => expect(await stepShown()).toBeGreaterThan(0));
    await untilWorks(async () => {
      const states = (await runsOf(workbench())).map((run) => run.kind === "run" && run.description.state);
      expect(states).toEqual(["running", "stopped"]);
    });
    await screenshot("story 5 restarted");
    await useTheme(workbench(), "light");
    await screenshot("story 5 restarted light");
    await useTheme(workbench(), "dark");
  });

  test("a half-typed file changes nothing and says so", async () => {
    const { page } = workbench();
    const before = await runsOf(workbench());
    await replaceText(page, experiment(0.3, 4).slice(0, -20));
    await save(page);
    await inspector()
      .getByText(/The file has faults/)
      .waitFor();
    const step = await stepShown();
    await untilWorks(async () => expect(await stepShown()).toBeGreaterThan(step));
    expect((await runsOf(workbench())).map(({ directory }) => directory)).toEqual(
      before.map(({ directory }) => directory),
    );
    await replaceText(page, experiment(0.3, 2));
    await save(page);
    await inspector()
      .getByText(/The file has faults/)
      .waitFor({ state: "hidden" });
  });

  test("two runs are compared over the same axes, with what differs in a table", async () => {
    const { page, screenshot } = workbench();
    await clickInline(treeRow(page, /running/), "Stop");
    await treeRow(page, /running/).waitFor({ state: "hidden" });
    await runCommand(page, "Induction Lab: Compare Runs…");
    const boxes = quickInput(page).locator(".monaco-list-row").getByRole("checkbox");
    await untilWorks(async () => {
      for (const box of await boxes.all()) if (!(await box.isChecked())) await box.click();
      expect(await boxes.evaluateAll((all) => all.map((box) => box.getAttribute("aria-checked")))).toEqual([
        "true",
        "true",
      ]);
    });
    await quickInput(page).getByRole("button", { name: "OK" }).click();
    await activeTab(page).filter({ hasText: "Compare 2 runs" }).waitFor();
    // The second panel of the window.
    const row = webview(page, 1)
      .locator("induction-comparison")
      .getByRole("row", { name: /model\.heads/ });
    // Not innerText: below the window's edge nothing is laid out.
    await row.waitFor({ state: "attached" });
    const cells = row.locator("th, td");
    expect((await cells.allTextContents()).map((text) => text.trim())).toEqual(["model.heads", "2", "3"]);
    await screenshot("story 6 compare");
  });

  test("a deleted run is in the trash, and Undo brings it back", async () => {
    const { page, folder } = workbench();
    const [newest] = await runsOf(workbench());
    const title = path.basename(newest.directory);
    await chooseFromMenu(treeRow(page, title), "Delete");
    await treeRow(page, title).waitFor({ state: "hidden" });
    expect(await readdir(path.join(folder, "runs", ".trash"))).toEqual([title]);
    await pressButton(notification(page, "trash"), "Undo");
    await treeRow(page, title).waitFor();
    expect((await runsOf(workbench())).map(({ directory }) => directory)).toContain(newest.directory);
    expect(workbench().consoleErrors()).toEqual([]);
  });
});
