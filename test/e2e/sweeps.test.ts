/** Sweeps as a person lives them: from a new file to a figure whose dots open runs; stopped, reloaded, gone on with. */
import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { listSweeps } from "../../core/sweep";
import {
  activeTab,
  answer,
  chooseFromMenu,
  clickInline,
  closeEditors,
  describeWorkbench,
  expand,
  find,
  notification,
  openFile,
  openProblems,
  openSidebar,
  pressButton,
  problem,
  reloadWindow,
  replaceText,
  runCommand,
  save,
  treeRow,
  untilWorks,
  useTheme,
  webview,
  type LiveWorkbench,
} from "../workbench";

/** Done in a moment, but for `endless` ones. */
const sweep = (name: string, learningRates: readonly number[], seeds: number, steps = 40) =>
  JSON.stringify(
    {
      name,
      experiment: {
        name,
        data: { sequenceLength: 20, trainSequences: 40, validationSequences: 10 },
        training: { stages: [{ train: ["coefficients", "rpe", "scale"], steps, learningRate: 0.1 }] },
      },
      grid: { "training.stages[0].learningRate": learningRates },
      seeds,
    },
    null,
    2,
  );

const endless = 900_000_000;

/** The newest sweep of that name on disk. */
async function onDisk({ folder }: LiveWorkbench, name: string) {
  const listings = await listSweeps(path.join(folder, "sweeps"));
  for (const listing of listings) {
    if (listing.kind === "sweep" && listing.sweep.plan.name === name) return listing;
  }
  throw new Error(`There is no sweep ${name} on disk.`);
}

describeWorkbench("Sweeps", {}, (workbench) => {
  const page = () => webview(workbench().page);
  const inFolder = (...parts: string[]) => path.join(workbench().folder, ...parts);

  test("New Sweep makes a file from a ready sweep, which the tree lists", async () => {
    const { page: window, screenshot } = workbench();
    await openSidebar(window);
    await runCommand(window, "Induction Lab: New Sweep…");
    await find(window, "A sweep of my own");
    await answer(window, "rates");
    await activeTab(window).filter({ hasText: "rates.sweep.json" }).waitFor();
    expect(existsSync(inFolder("rates.sweep.json"))).toBe(true);
    await treeRow(window, "Sweeps").first().waitFor();
    await treeRow(window, "rates.sweep.json").waitFor();
    await window.locator(".codelens-decoration").getByText("Run Sweep (9 runs)").waitFor();
    await screenshot("sweeps 1 a new file");
  });

  test("a fault in the file is named at its place, and nothing runs", async () => {
    const { page: window, screenshot } = workbench();
    await replaceText(window, sweep("rates", [0.05, 0.1], 2).replace('learningRate": [', 'learningrate": ['));
    await save(window);
    await openProblems(window);
    await problem(window, /learningrate/)
      .first()
      .waitFor();
    await runCommand(window, "Induction Lab: Run Sweep");
    await notification(window, /The sweep has faults, so nothing trains/).waitFor();
    await screenshot("sweeps 2 a fault");
    expect(existsSync(inFolder("sweeps"))).toBe(false);
  });

  test("Run Sweep trains all members, in sight of tree and page", async () => {
    const { page: window, screenshot } = workbench();
    await openFile(window, "rates.sweep.json");
    await replaceText(window, sweep("rates", [0.03, 0.1, 0.3], 3, 400));
    await save(window);
    await runCommand(window, "Induction Lab: Run Sweep");
    await treeRow(window, /^rates-.*(running|done)/).waitFor();
    await treeRow(window, /^rates-.*done 9\/9/).waitFor();
    const { counts } = await onDisk(workbench(), "rates");
    expect(counts).toEqual({ members: 9, done: 9, failed: 0 });
    await page().getByText("9 of 9 done").waitFor();
    await screenshot("sweeps 3 done");
  });

  test("the figure has a dot for each member, and one opens its inspector", async () => {
    const { page: window, screenshot } = workbench();
    await closeEditors(window);
    await treeRow(window, /^rates-.*done 9\/9/).click();
    const figure = page().getByRole("slider", { name: /^validation loss over training/ });
    await untilWorks(async () => expect(await figure.getAttribute("aria-valuemax")).toBe("9"));
    // Makes its column the active one, as a person's click does.
    await page().getByRole("heading", { name: "Members" }).click();
    await figure.focus();
    await figure.press("Home");
    await figure.press("Enter");
    await activeTab(window)
      .filter({ hasText: /^rates-.* 00000/ })
      .waitFor();
    const { directory } = await onDisk(workbench(), "rates");
    expect(existsSync(path.join(directory, "members", "00000", "run.json"))).toBe(true);
    await webview(window, 1).getByRole("slider", { name: "Step that the page shows" }).waitFor();
    await screenshot("sweeps 4 a member");
    await closeEditors(window);
  });

  test("its members stand in the tree with their values, and open there too", async () => {
    const { page: window, screenshot } = workbench();
    await expand(treeRow(window, /^rates-.*done/));
    const member = treeRow(window, /^learningRate 0\.1, seed \d+.*done · \d/);
    await member.first().waitFor();
    expect(await member.count()).toBe(3);
    await screenshot("sweeps 5 members");
    await member.first().click();
    await activeTab(window)
      .filter({ hasText: /^rates-.* 0000\d/ })
      .waitFor();
    await page().getByRole("slider", { name: "Step that the page shows" }).waitFor();
    await closeEditors(window);
  });

  test("a sweep is stopped from its page and goes on from there", async () => {
    const { page: window, screenshot } = workbench();
    await writeFile(inFolder("long.sweep.json"), sweep("long", [0.1, 0.2], 2, endless));
    await clickInline(treeRow(window, "long.sweep.json"), "Run Sweep");
    await treeRow(window, /^long-.*running 0\/4/).waitFor();
    // Under its file, from the beginning.
    expect(await treeRow(window, /^long-/).getAttribute("aria-level")).toBe("3");
    await page().getByText("0 of 4 done").waitFor();
    await untilWorks(async () => expect(await page().locator("td.state.running").count()).toBeGreaterThan(0));
    await screenshot("sweeps 6 running");
    await page().getByRole("button", { name: "Stop" }).click();
    await treeRow(window, /^long-.*stopped 0\/4/).waitFor();
    expect((await onDisk(workbench(), "long")).sweep.running).toBeUndefined();
    await page().getByRole("button", { name: "Resume" }).click();
    await treeRow(window, /^long-.*running 0\/4/).waitFor();
  });

  test("a window reloaded in mid-sweep stops it in good order, keeps its page and offers to go on", async () => {
    const { page: window, screenshot } = workbench();
    await untilWorks(async () => expect(await page().locator("td.state.running").count()).toBeGreaterThan(0));
    await reloadWindow(window);
    const offer = notification(window, /long-.* was going on when this window was closed/);
    await offer.waitFor();
    expect((await onDisk(workbench(), "long")).sweep.running).toBeUndefined();
    await page().getByText("stopped").first().waitFor();
    await screenshot("sweeps 7 reloaded");
    await pressButton(offer, "Resume");
    await openSidebar(window);
    await treeRow(window, /^long-.*running/).waitFor();
    await clickInline(treeRow(window, /^long-.*running/), "Stop Sweep");
    await treeRow(window, /^long-.*stopped/).waitFor();
  });

  test("a sweep goes to the trash and comes back", async () => {
    const { page: window } = workbench();
    await chooseFromMenu(treeRow(window, /^long-.*stopped/), "Delete");
    const told = notification(window, /long-.* is in the runs' trash/);
    await told.waitFor();
    await treeRow(window, /^long-.*stopped/).waitFor({ state: "hidden" });
    expect(await readdir(inFolder("sweeps", ".trash"))).toHaveLength(1);
    await pressButton(told, "Undo");
    await treeRow(window, /^long-.*stopped/).waitFor();
  });

  test("it looks at home in light and high contrast, and the console stayed quiet", async () => {
    const { page: window, screenshot } = workbench();
    await closeEditors(window);
    await treeRow(window, /^rates-.*done/).click();
    await page()
      .getByRole("slider", { name: /^validation loss/ })
      .waitFor();
    for (const theme of ["light", "high contrast", "dark"] as const) {
      await useTheme(workbench(), theme);
      await screenshot(`sweeps 8 ${theme}`);
    }
    // What a notification says of a fault is an error on the console too.
    const unexpected = workbench()
      .consoleErrors()
      .filter((text) => !text.includes("The sweep has faults"));
    expect(unexpected).toEqual([]);
  });
});
