/** What goes wrong, in a real workbench: killed workers, reloads, damage, strangers. Nothing is lost, all is said. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { listRuns } from "../../core/runs";
import { untilEnded } from "../processes";
import {
  describeWorkbench,
  expand,
  hasCommand,
  notification,
  openFile,
  openSidebar,
  pressButton,
  quickFix,
  reloadWindow,
  replaceText,
  runCommand,
  save,
  textEditor,
  treeRow,
  untilWorks,
  webview,
  type LiveWorkbench,
} from "../workbench";

const endless = (name: string) =>
  JSON.stringify(
    {
      name,
      data: { sequenceLength: 50, trainSequences: 300, validationSequences: 50 },
      training: {
        stages: [{ train: ["coefficients", "rpe", "scale"], steps: 900_000_000, learningRate: 0.1 }],
      },
    },
    null,
    2,
  );

const file = "quickstart.induction.json";

async function startEndless({ page }: LiveWorkbench, name: string): Promise<void> {
  await openFile(page, file);
  await replaceText(page, endless(name));
  await save(page);
  await runCommand(page, "Induction Lab: Run Experiment");
  await treeRow(page, new RegExp(`${name}.*running`)).waitFor();
}

/** The run of that name as it is on disk. */
async function onDisk({ folder }: LiveWorkbench, name: string) {
  const listing = (await listRuns(path.join(folder, "runs"))).find(
    (run) => run.kind === "run" && run.manifest.name === name,
  );
  if (listing?.kind !== "run") throw new Error(`there is no run ${name} yet`);
  return listing;
}

async function workerOf(workbench: LiveWorkbench, name: string): Promise<number> {
  const { manifest } = await onDisk(workbench, name);
  if (!manifest.process) throw new Error(`nobody trains ${name}`);
  return manifest.process.pid;
}

describeWorkbench("Trouble", {}, (workbench) => {
  test("a worker killed in mid-run leaves a failed run with the reason, and Resume goes on with it", async () => {
    const { page, screenshot } = workbench();
    await openSidebar(page);
    await startEndless(workbench(), "killed");
    await untilWorks(async () =>
      expect((await onDisk(workbench(), "killed")).manifest.step).toBeGreaterThan(100),
    );
    process.kill(await workerOf(workbench(), "killed"), "SIGKILL");
    const message = notification(page, /was killed by SIGKILL/);
    await message.waitFor();
    await treeRow(page, /killed.*failed/).waitFor();
    await screenshot("trouble 1 killed");
    const { manifest } = await onDisk(workbench(), "killed");
    expect(manifest).toMatchObject({
      status: "failed",
      failure: { message: expect.stringContaining("SIGKILL") as string },
    });
    await pressButton(message, "Resume");
    await treeRow(page, /killed.*running/).waitFor();
    await untilWorks(async () =>
      expect((await onDisk(workbench(), "killed")).manifest.step).toBeGreaterThan(manifest.step),
    );
  });

  test("a window reloaded in mid-run stops the run in good order, keeps its inspector and offers to go on", async () => {
    const { page, screenshot } = workbench();
    const pid = await workerOf(workbench(), "killed");
    await reloadWindow(page);
    const offer = notification(page, /was going on when this window was closed/);
    await offer.waitFor();
    await untilEnded(pid);
    const { manifest } = await onDisk(workbench(), "killed");
    expect(manifest.status).toBe("stopped");
    await webview(page)
      .getByText(/stopped/i)
      .first()
      .waitFor();
    await screenshot("trouble 2 reloaded");
    await pressButton(offer, "Resume");
    await treeRow(page, /killed.*running/).waitFor();
    await webview(page).getByRole("button", { name: "Pause" }).waitFor();
  });

  test("another window on the workspace shows the run and cannot steer it", async () => {
    const other = await workbench().openWindow();
    await openSidebar(other);
    const row = treeRow(other, /killed.*running.*in another window/);
    await row.waitFor();
    await row.hover();
    await row.locator(".actions").getByRole("button", { name: "Open Inspector" }).waitFor();
    expect(await row.locator(".actions").getByRole("button", { name: "Stop" }).count()).toBe(0);
    await row.click();
    await webview(other)
      .getByText(/another window or program/i)
      .first()
      .waitFor();
    expect(await webview(other).getByRole("button", { name: "Pause" }).count()).toBe(0);
    await workbench().screenshot("trouble 3 other window", other);
    await other.close();
    await runCommand(workbench().page, "Induction Lab: Stop");
    await treeRow(workbench().page, /killed.*stopped/).waitFor();
  });

  test("damaged runs and those of a newer version are listed with the reason, and break nothing else", async () => {
    const { page, folder, screenshot } = workbench();
    const place = (name: string) => path.join(folder, "runs", name);
    const sound = await onDisk(workbench(), "killed");
    const manifest = JSON.parse(await readFile(path.join(sound.directory, "run.json"), "utf8")) as object;
    await mkdir(place("newer"), { recursive: true });
    await writeFile(path.join(place("newer"), "run.json"), JSON.stringify({ ...manifest, format: 99 }));
    await mkdir(place("torn"), { recursive: true });
    await writeFile(path.join(place("torn"), "run.json"), '{ "format": 1, "na');
    await expand(treeRow(page, "Runs without an experiment file"));
    await treeRow(page, /newer.*written by a newer Induction Lab/).waitFor();
    await treeRow(page, /torn.*cannot be read/).waitFor();
    await treeRow(page, /killed.*stopped/).waitFor();
    await screenshot("trouble 4 damaged");
  });

  test("a file with a fault trains nothing, and its quick fix mends it", async () => {
    const { page, folder } = workbench();
    await openFile(page, file);
    await replaceText(page, endless("fixed").replace('"data"', '"dta"'));
    await save(page);
    await runCommand(page, "Induction Lab: Run Experiment");
    await notification(page, /has faults, so nothing trains/).waitFor();
    await page.keyboard.press("F8");
    await quickFix(page, "data");
    await textEditor(page).locator(".view-lines").getByText('"data"', { exact: true }).waitFor();
    await save(page);
    expect(await readFile(path.join(folder, file), "utf8")).toContain('"data"');
    await runCommand(page, "Induction Lab: Run Experiment");
    await treeRow(page, /fixed.*running/).waitFor();
    await runCommand(page, "Induction Lab: Stop");
    await treeRow(page, /fixed.*stopped/).waitFor();
  });
});

describeWorkbench("An untrusted workspace", { trusted: false }, (workbench) => {
  test("shows files and runs, but nothing trains", async () => {
    const { page, screenshot } = workbench();
    await openSidebar(page);
    await openFile(page, file);
    await page.getByText("Trust this workspace to train").waitFor();
    expect(await hasCommand(page, "Induction Lab: Run Experiment")).toBe(false);
    await screenshot("untrusted");
  });
});
