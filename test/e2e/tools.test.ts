/** What is done with experiments and runs beside training: each tool as a person uses it, and what it leaves on disk. */
import { existsSync } from "node:fs";
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { listRuns } from "../../core/runs";
import { readStudies } from "../../core/studies";
import {
  activeTab,
  answer,
  answerPath,
  chooseFromMenu,
  closeEditors,
  describeWorkbench,
  dialog,
  expand,
  fill,
  find,
  hasCommand,
  notification,
  openFile,
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

/** Done in a moment, also by the slowest engine. */
const small = (name: string, steps = 60) =>
  JSON.stringify(
    {
      name,
      data: { sequenceLength: 20, trainSequences: 40, validationSequences: 10 },
      training: { stages: [{ train: ["coefficients", "rpe", "scale"], steps, learningRate: 0.1 }] },
    },
    null,
    2,
  );

/** The runs of that name that are on disk, the newest first. */
async function runsOf({ folder }: LiveWorkbench, name: string) {
  const listings = await listRuns(path.join(folder, "runs"));
  return listings.flatMap((run) => (run.kind === "run" && run.manifest.name === name ? [run] : []));
}

/** The newest run of that name, once there are `count` of them and it is done. */
function doneRun(workbench: LiveWorkbench, name: string, count = 1) {
  return untilWorks(async () => {
    const runs = await runsOf(workbench, name);
    expect(runs.map(({ manifest }) => manifest.status)).toEqual(Array<string>(count).fill("done"));
    return runs[0];
  });
}

describeWorkbench("The tools", { settings: { "inductionLab.openInspectorOnRun": false } }, (workbench) => {
  const inFolder = (...parts: string[]) => path.join(workbench().folder, ...parts);
  const experimentRow = (name: string) => treeRow(workbench().page, `${name}.induction.json`);
  const runRow = (directory: string) => treeRow(workbench().page, path.basename(directory));
  const report = () => webview(workbench().page);

  test("Duplicate Experiment makes a copy with a name of its own, which opens", async () => {
    const { page } = workbench();
    await openSidebar(page);
    await chooseFromMenu(experimentRow("quickstart"), "Duplicate Experiment");
    await answer(page, "small");
    await activeTab(page).filter({ hasText: "small.induction.json" }).waitFor();
    const [copy, original] = await Promise.all(
      ["small", "quickstart"].map((name) => readFile(inFolder(`${name}.induction.json`), "utf8")),
    );
    expect(copy).toBe(original.replace('"name": "quickstart"', '"name": "small"'));
    await experimentRow("small").waitFor();
  });

  test("Run with Changes names the fault of a value, runs with a sound one and leaves the file as it is", async () => {
    const { page, screenshot } = workbench();
    await replaceText(page, small("small"));
    await save(page);
    await chooseFromMenu(experimentRow("small"), "Run with Changes…");
    await find(page, "training.stages[0].steps");
    await quickInput(page)
      .getByText(/Allowed:/)
      .waitFor();
    await fill(page, "many");
    await quickInput(page)
      .getByText(/training\.stages\[0\]\.steps.*many/)
      .waitFor();
    await screenshot("tools 1 a wrong value");
    await page.keyboard.press("Enter");
    await quickInput(page)
      .getByText(/training\.stages\[0\]\.steps.*many/)
      .waitFor();
    await answer(page, "90");
    await pick(page, "Run with 1 change");
    const { directory } = await doneRun(workbench(), "small");
    // The run's own words.
    const config = JSON.parse(await readFile(path.join(directory, "config.json"), "utf8")) as object;
    expect(config).toMatchObject({ training: { stages: [{ steps: 90 }] } });
    expect(await readFile(inFolder("small.induction.json"), "utf8")).toBe(small("small"));
  });

  test("pointing at a run shows a table of it", async () => {
    const { page, screenshot } = workbench();
    const { directory } = await doneRun(workbench(), "small");
    const rows = page.locator(".monaco-hover table tr");
    await untilWorks(async () => {
      // A tree that is drawn anew takes the hover away.
      await treeRow(page, "quickstart").first().hover({ timeout: 5000 });
      await runRow(directory).hover({ timeout: 5000 });
      await rows.filter({ hasText: "experiment" }).waitFor({ timeout: 5000 });
      expect(await rows.filter({ hasText: /^\s*step\s*90/ }).innerText()).toMatch(/step\s+90 \/ 90/);
      expect(await rows.filter({ hasText: "engine" }).innerText()).toMatch(/cpu, threads: \d+/);
    });
    await screenshot("tools 2 a table");
    await page.keyboard.press("Escape");
  });

  test("Copy Path puts a run's folder on the clipboard", async () => {
    const { page } = workbench();
    const { directory } = await doneRun(workbench(), "small");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await chooseFromMenu(runRow(directory), "Copy Path");
    await untilWorks(async () =>
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(directory),
    );
  });

  test("Export Run writes a csv where one says", async () => {
    const { page } = workbench();
    const { directory } = await doneRun(workbench(), "small");
    await chooseFromMenu(runRow(directory), "Export Run…");
    await pick(page, "csv");
    // What the dialogue proposes: typed over while it still looks at the disk, it would take its own proposal.
    const file = inFolder(`${path.basename(directory)}.csv`);
    await answerPath(page, file);
    await untilWorks(async () => expect(await readFile(file, "utf8")).toContain("step"));
    const [header, ...rows] = (await readFile(file, "utf8")).trim().split("\r\n");
    expect(header).toMatch(/^step,.*loss/);
    expect(header).toContain('"rpe[1,1]"');
    expect(rows.at(-1)).toMatch(/^90,/);
  });

  test("Evaluate keeps what it finds at each length with the run, and shows the run", async () => {
    const { page, screenshot } = workbench();
    const { directory } = await doneRun(workbench(), "small");
    await chooseFromMenu(runRow(directory), "Evaluate…");
    await answer(page, "15, 30");
    await quickInput(page)
      .getByText(/concentrations/)
      .waitFor();
    await answer(page, "0.1");
    await untilWorks(async () => {
      const { evaluation } = (await readStudies(directory)).studies;
      expect(evaluation?.cells.map(({ sequenceLength, alpha }) => [sequenceLength, alpha])).toEqual([
        [15, 0.1],
        [30, 0.1],
      ]);
    });
    await webview(page).getByRole("slider", { name: "Step that the page shows" }).waitFor();
    await screenshot("tools 3 evaluation");
    await closeEditors(page);
  });

  test("Verify Against Reference Values says which engines pass", async () => {
    const { page, screenshot } = workbench();
    const reference = inFolder("reference.json");
    await copyFile("test/vectors/gih-paper.json", reference);
    await runCommand(page, "Induction Lab: Verify Against Reference Values…");
    await answerPath(page, reference);
    await report().getByRole("heading", { name: "Verification" }).waitFor();
    const rows = await report().locator("tbody").getByRole("row").allInnerTexts();
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row).toMatch(/^reference\.json.*passed$/);
    await screenshot("tools 4 verification");
    await closeEditors(page);
  });

  test("Select Compute Engine decides for new runs, until the experiment decides again", async () => {
    const { page } = workbench();
    const choose = async (label: string) => {
      await runCommand(page, "Induction Lab: Select Compute Engine…");
      await find(page, label);
      await notification(page, `New runs are computed so: ${label}`).waitFor();
      await page.keyboard.press("Escape");
    };
    await openFile(page, "small.induction.json");
    await choose("reference");
    await runCommand(page, "Induction Lab: Run Experiment");
    expect((await doneRun(workbench(), "small", 2)).manifest.engine.kind).toBe("reference");
    await choose("As the experiment says");
    await runCommand(page, "Induction Lab: Run Experiment");
    expect((await doneRun(workbench(), "small", 3)).manifest.engine.kind).toBe("cpu");
  });

  test("a run can be given another name", async () => {
    const { page } = workbench();
    const { directory } = await doneRun(workbench(), "small", 3);
    await chooseFromMenu(runRow(directory), "Rename…");
    await answer(page, "the-good-one");
    await runRow("the-good-one").waitFor();
    await runRow(directory).waitFor({ state: "hidden" });
    expect(existsSync(directory)).toBe(false);
    expect(existsSync(inFolder("runs", "the-good-one", "run.json"))).toBe(true);
  });

  test("Resume from This Checkpoint takes back what came later, once one agrees", async () => {
    const { page, screenshot } = workbench();
    await writeFile(inFolder("long.induction.json"), small("long", 900_000_000));
    await experimentRow("long").waitFor();
    await chooseFromMenu(experimentRow("long"), "Run Experiment");
    const running = () => treeRow(page, /^long.*running/);
    await running().waitFor();
    await statusItem(page, /all at once/).waitFor();
    await chooseFromMenu(running(), "Stop");
    const row = treeRow(page, /^long.*stopped/);
    await row.waitFor();
    const [{ directory, manifest }] = await runsOf(workbench(), "long");
    const checkpoints = () => readdir(path.join(directory, "checkpoints"));
    const last = `step-${String(manifest.step).padStart(8, "0")}.safetensors`;
    expect(await checkpoints()).toContain(last);
    await expand(row);
    const first = treeRow(page, /^step 0$/);
    await chooseFromMenu(first, "Resume from This Checkpoint…");
    await dialog(page, /Resume long.* from step 0\?/).waitFor();
    await screenshot("tools 5 from a checkpoint");
    await pressButton(dialog(page, /from step 0/), "Cancel");
    await dialog(page, /from step 0/).waitFor({ state: "hidden" });
    expect(await checkpoints()).toContain(last);
    await chooseFromMenu(first, "Resume from This Checkpoint…");
    await pressButton(dialog(page, /from step 0/), "Resume from Step 0");
    await running().waitFor();
    await untilWorks(async () => expect(await checkpoints()).not.toContain(last));
    await chooseFromMenu(running(), "Stop");
    await row.waitFor();
  });

  test("Empty the Runs' Trash deletes for good, and then there is nothing to undo", async () => {
    const { page, screenshot } = workbench();
    const trash = inFolder("runs", ".trash");
    await chooseFromMenu(runRow("the-good-one"), "Delete");
    await notification(page, "the-good-one is in the runs' trash").waitFor();
    expect(await readdir(trash)).toEqual(["the-good-one"]);
    expect(await hasCommand(page, "Induction Lab: Undo Delete")).toBe(true);
    await runCommand(page, "Induction Lab: Empty the Runs' Trash…");
    await dialog(page, "Delete the-good-one for good?").waitFor();
    await screenshot("tools 6 for good");
    await pressButton(dialog(page, "for good"), "Delete for Good");
    await expect.poll(() => existsSync(trash), { timeout: 60_000 }).toBe(false);
    await untilWorks(async () => expect(await hasCommand(page, "Induction Lab: Undo Delete")).toBe(false));
  });

  test("the walkthrough has four steps, each with its picture", async () => {
    const { page, screenshot } = workbench();
    await closeEditors(page);
    await runCommand(page, "Induction Lab: Open Walkthrough");
    // Beside the sidebar there is no room for the pictures.
    await page.keyboard.press("ControlOrMeta+b");
    await page.locator(".sidebar").waitFor({ state: "hidden" });
    const steps = page.locator(".getting-started-step");
    await untilWorks(async () =>
      expect(await steps.locator(".step-title").allInnerTexts()).toEqual([
        "Create an experiment",
        "Run it and watch",
        "Change something",
        "Compare runs",
      ]),
    );
    for (const theme of ["dark", "light"] as const) {
      await useTheme(workbench(), theme);
      for (const index of [0, 1, 2, 3]) {
        await steps.nth(index).click();
        await webview(page).locator("svg").first().waitFor();
        await screenshot(`tools 7 walkthrough ${index + 1} ${theme}`);
      }
    }
    await useTheme(workbench(), "dark");
    expect(workbench().consoleErrors()).toEqual([]);
  });
});
