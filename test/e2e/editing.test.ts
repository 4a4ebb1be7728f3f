/** Editing beside the inspector: while typing, not at all, after the end, after a reload, and while it is paused. */
import path from "node:path";
import { expect, test } from "vitest";
import { listRuns, type RunManifest } from "../../core/runs";
import {
  clickInline,
  closeEditors,
  describeWorkbench,
  notification,
  openFile,
  openSidebar,
  pressButton,
  reloadWindow,
  replaceText,
  runCommand,
  save,
  showTab,
  treeRow,
  untilWorks,
  webview,
  type LiveWorkbench,
} from "../workbench";

interface Edited {
  readonly seed?: number;
  readonly steps?: number;
  readonly learningRate?: number;
}

const endless = 900_000_000;
const file = "quickstart.induction.json";

const experiment = (name: string, { seed = 1, steps = endless, learningRate = 0.1 }: Edited = {}) =>
  JSON.stringify(
    {
      name,
      seed,
      data: { sequenceLength: 50, trainSequences: 300, validationSequences: 50 },
      training: { stages: [{ train: ["coefficients", "rpe", "scale"], steps, learningRate }] },
    },
    null,
    2,
  );

/** The runs of that name as they are on disk, the newest first. */
async function manifestsOf({ folder }: LiveWorkbench, name: string): Promise<readonly RunManifest[]> {
  const listings = await listRuns(path.join(folder, "runs"));
  return listings.flatMap((run) => (run.kind === "run" && run.manifest.name === name ? [run.manifest] : []));
}

/** Opens the file with that text, saved, beside the inspector of its new run. */
async function sideBySide({ page }: LiveWorkbench, text: string): Promise<void> {
  await openSidebar(page);
  await closeEditors(page);
  await openFile(page, file);
  await replaceText(page, text);
  await save(page);
  await runCommand(page, "Induction Lab: Edit and Retrain Side by Side");
}

/** Another text in the file on the left, saved. */
async function change({ page }: LiveWorkbench, text: string): Promise<void> {
  await showTab(page, file);
  await replaceText(page, text);
  await save(page);
}

describeWorkbench("Editing side by side", {}, (workbench) => {
  const inspector = () => webview(workbench().page);
  const says = (words: RegExp) => inspector().getByText(words).first().waitFor();
  const stepShown = async () => {
    const scrubber = inspector().getByRole("slider", { name: "Step that the page shows" });
    return Number(await scrubber.getAttribute("aria-valuenow", { timeout: 10_000 }));
  };

  test("a run that is done goes on with more steps, and another seed starts anew", async () => {
    const { page, screenshot } = workbench();
    await sideBySide(workbench(), experiment("ended", { steps: 300 }));
    await treeRow(page, /ended.*done/).waitFor();
    await change(workbench(), experiment("ended", { steps: 600 }));
    await says(/steps 300 → 600 in stage I: continued at step 300/);
    await untilWorks(async () => expect(await stepShown()).toBe(600));
    await screenshot("editing 1 prolonged");
    await untilWorks(async () => {
      expect(await manifestsOf(workbench(), "ended")).toMatchObject([{ status: "done", step: 600 }]);
    });
    await change(workbench(), experiment("ended", { steps: 600, seed: 2 }));
    await says(/seed 1 → 2 changes all random numbers: started anew/);
    await untilWorks(async () => {
      const states = (await manifestsOf(workbench(), "ended")).map(({ status, step }) => [status, step]);
      expect(states).toEqual([
        ["done", 600],
        ["done", 600],
      ]);
    });
  });

  test("opened again when its run is done and the file says more, the run goes on", async () => {
    const { page } = workbench();
    await closeEditors(page);
    await openFile(page, file);
    await change(workbench(), experiment("ended", { steps: 900, seed: 2 }));
    await clickInline(treeRow(page, "ended").first(), "Edit and Retrain Side by Side");
    await says(/steps 600 → 900 in stage I: continued at step 600/);
    await untilWorks(async () => {
      const [newest] = await manifestsOf(workbench(), "ended");
      expect(newest).toMatchObject({ status: "done", step: 900, seed: 2 });
    });
  });

  test("a run that a person has paused stays so over an edit that continues it", async () => {
    const { page, screenshot } = workbench();
    await sideBySide(workbench(), experiment("held"));
    await untilWorks(async () => expect(await stepShown()).toBeGreaterThan(100));
    await inspector().getByRole("button", { name: "Pause" }).click();
    await treeRow(page, /held.*paused/).waitFor();
    const [{ step }] = await untilWorks(async () => {
      const manifests = await manifestsOf(workbench(), "held");
      expect(manifests).toMatchObject([{ status: "paused" }]);
      return manifests;
    });
    await treeRow(page, `paused ${step.toLocaleString("en")}/`).waitFor();
    await change(workbench(), experiment("held", { learningRate: 0.2 }));
    await says(/learning rate 0\.1 → 0\.2 in stage I: continued at step/);
    await treeRow(page, /held.*paused/).waitFor();
    await inspector().getByRole("button", { name: "Resume" }).waitFor();
    expect(await stepShown()).toBe(step);
    await screenshot("editing 2 paused");
    await inspector().getByRole("button", { name: "Resume" }).click();
    await untilWorks(async () => expect(await stepShown()).toBeGreaterThan(step));
  });

  test("after a reload of the window, an edit still goes on with the run", async () => {
    const { page, screenshot } = workbench();
    await reloadWindow(page);
    const offer = notification(page, /was going on when this window was closed/);
    await pressButton(offer, "Not Now");
    await says(/stopped/i);
    const [{ step }] = await manifestsOf(workbench(), "held");
    await change(workbench(), experiment("held", { learningRate: 0.3 }));
    await says(/learning rate 0\.2 → 0\.3 in stage I: continued at step/);
    await untilWorks(async () => expect(await stepShown()).toBeGreaterThan(step));
    await screenshot("editing 3 reloaded");
    const manifests = await manifestsOf(workbench(), "held");
    expect(manifests).toHaveLength(1);
    expect(manifests[0].edits?.map(({ changes }) => changes[0].words)).toEqual([
      "learning rate 0.1 → 0.2 in stage I",
      "learning rate 0.2 → 0.3 in stage I",
    ]);
    await runCommand(page, "Induction Lab: Stop");
    await treeRow(page, /held.*stopped/).waitFor();
  });
});

describeWorkbench(
  "Editing side by side, retraining while one types",
  { settings: { "inductionLab.liveRetrain": "onType" } },
  (workbench) => {
    const inspector = () => webview(workbench().page);

    test("a change is taken up without saving, and half of one is not", async () => {
      const { page, screenshot } = workbench();
      await sideBySide(workbench(), experiment("typed"));
      await treeRow(page, /typed.*running/).waitFor();
      await showTab(page, file);
      await replaceText(page, experiment("typed", { learningRate: 0.2 }));
      await inspector()
        .getByText(/learning rate 0\.1 → 0\.2 in stage I: continued at step/)
        .waitFor();
      // Its mark on the timeline, in words too.
      await inspector()
        .getByRole("listitem")
        .filter({ hasText: /▲ step [\d,]+ learning rate 0\.1 → 0\.2 in stage I/ })
        .waitFor();
      await showTab(page, file);
      await replaceText(page, experiment("typed", { learningRate: 0.2, seed: 5 }).slice(0, -10));
      await inspector()
        .getByText(/The file has faults/)
        .waitFor();
      await treeRow(page, /typed.*running/).waitFor();
      expect(await manifestsOf(workbench(), "typed")).toMatchObject([{ status: "running", seed: 1 }]);
      await screenshot("editing 4 half typed");
      await showTab(page, file);
      await replaceText(page, experiment("typed", { learningRate: 0.2, seed: 5 }));
      await inspector()
        .getByText(/seed 1 → 5 changes all random numbers: started anew/)
        .waitFor();
      await untilWorks(async () => {
        expect(await manifestsOf(workbench(), "typed")).toMatchObject([
          { status: "running", seed: 5 },
          { status: "stopped", seed: 1 },
        ]);
      });
      expect(await page.locator(".tab.dirty").count()).toBe(1);
    });
  },
);

describeWorkbench(
  "Editing side by side, with live retraining off",
  { settings: { "inductionLab.liveRetrain": "off" } },
  (workbench) => {
    test("a change trains only once one asks for it", async () => {
      const { page } = workbench();
      await sideBySide(workbench(), experiment("asked"));
      await treeRow(page, /asked.*running/).waitFor();
      await change(workbench(), experiment("asked", { seed: 2 }));
      // A run that is asked for after the change stands behind whatever the change itself might have begun.
      await runCommand(page, "Induction Lab: Run Experiment");
      await untilWorks(async () => expect(await manifestsOf(workbench(), "asked")).toHaveLength(2));
      await untilWorks(async () => {
        const manifests = await manifestsOf(workbench(), "asked");
        expect(manifests.every(({ step }) => step > 1000)).toBe(true);
      });
      expect(await manifestsOf(workbench(), "asked")).toMatchObject([
        { status: "running", seed: 2 },
        { status: "running", seed: 1 },
      ]);
    });
  },
);
