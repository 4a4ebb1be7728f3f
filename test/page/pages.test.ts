/** The pages below the circuit: several runs side by side at one place of the axis, and their configurations. */
import { afterEach, beforeAll, expect, test } from "vitest";
import { describeSubsets } from "../../core/inspect";
import { weightsOf } from "../../core/model";
import type { RunFacts, ToPanel } from "../../core/protocol";
import { contentOf, openInspector, showing, type Inspector } from "./inspectorPage";
import { parametersAt, recordedBetween, trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";

const stage = setStage();
let long: RecordedRun;
let short: RecordedRun;
let inspector: Inspector;

beforeAll(async () => {
  long = await trained(stage.folder, "long", "quickstart", "--steps", "80");
  const rate = ["--set", "training.stages.0.learningRate=0.5"];
  short = await trained(stage.folder, "short", "quickstart", "--steps", "40", ...rate);
});

afterEach(async () => {
  expect(inspector.complaints).toEqual([]);
  await inspector.page.context().close();
});

async function compare(): Promise<void> {
  inspector = await openInspector(stage.browser);
  const shown = [
    { role: "main", facts: long.facts },
    { role: "compared", facts: short.facts },
  ] as const;
  const recordings = [long, short].map(({ facts, recording }): ToPanel => ({
    kind: "recording",
    run: facts.run,
    recording,
  }));
  await inspector.send(
    { kind: "content", content: contentOf(shown, { title: "Compare 2 runs" }) },
    ...recordings,
  );
}

const openTab = (name: string) => inspector.page.getByRole("tab", { name }).click();

/** As a part of the page asks for it. */
async function lookAt(change: object): Promise<void> {
  await inspector.page.evaluate((detail) => {
    document.querySelector("induction-inspector")?.dispatchEvent(new CustomEvent("look", { detail }));
  }, change);
  await inspector.send();
}

test("runs that are compared tell what they were at the chosen step, or at the same part of a stage", async () => {
  await compare();
  await openTab("Compare");
  const page = inspector.page.locator("induction-comparison");
  const exact = (name: string) =>
    page
      .getByRole("row", { name: new RegExp(`^${name} `) })
      .locator("td data")
      .evaluateAll((all) => all.map((one) => Number(one.getAttribute("value"))));
  const expectRuns = async (steps: readonly number[]) => {
    const read = [long, short].map((run, index) => {
      const row = run.recording.snapshots.steps.indexOf(steps[index]);
      const parameters = parametersAt(run.recording, row);
      const weights = describeSubsets(run.model, parameters).map(({ weight }) => weight);
      return {
        loss: run.recording.snapshots.losses[row],
        most: Math.max(...weights),
        scale: weightsOf(run.model, parameters).scale,
      };
    });
    await expect(exact("loss")).resolves.toEqual(read.map(({ loss }) => loss));
    await expect(exact("scale a")).resolves.toEqual(read.map(({ scale }) => scale));
    await expect(exact("keeps")).resolves.toEqual(read.map(({ most }) => most));
  };
  await expect(page.locator(".caption").innerText()).resolves.toBe("Each run at its newest step.");
  await expectRuns([80, 40]);
  await lookAt({ chosen: 20 });
  await expect(page.locator(".caption").innerText()).resolves.toBe("All runs at step 20.");
  await expectRuns([20, 20]);
  await lookAt({ axis: { quantity: "stage", scale: "linear" } });
  await expect(page.locator(".caption").innerText()).resolves.toContain("stage I, 25 %");
  await expectRuns([20, 10]);
});

test("of a run that had recorded nothing up to there, nothing is told", async () => {
  await compare();
  await openTab("Compare");
  const later = recordedBetween(short.recording, 20, 41);
  await inspector.send({ kind: "recording", run: short.facts.run, recording: later });
  await lookAt({ chosen: 5 });
  const page = inspector.page.locator("induction-comparison");
  const row = (name: string) =>
    page
      .getByRole("row", { name: new RegExp(`^${name} `) })
      .getByRole("cell")
      .allInnerTexts();
  const [own, other] = await row("loss");
  expect([Number(own) > 0, other]).toEqual([true, "–"]);
  await expect(row("step")).resolves.toEqual(["5 / 80", "– / 40"]);
});

test("losses can be seen over a log axis too", async () => {
  await compare();
  await openTab("Losses");
  const losses = inspector.page.locator("induction-losses");
  await losses.getByRole("radio", { name: "log" }).click();
  await losses.getByRole("button", { name: "Figure: training loss" }).click();
  await losses.getByRole("menuitem", { name: "Save as SVG" }).click();
  const { contents } = await inspector.heard("save");
  const words = Array.from(
    Buffer.from(contents)
      .toString()
      .matchAll(/text-anchor="end">([^<]+)</g),
    ([, word]) => Number(word),
  );
  expect(words.length).toBeGreaterThan(1);
  for (const word of words) expect(word).toBeGreaterThan(0);
});

test("the configuration is told field by field, and copied as JSON", async () => {
  inspector = await openInspector(stage.browser);
  const edits: RunFacts["edits"] = [{ step: 40, words: ["learning rate 1 → 0.3", "steps 80 → 90"] }];
  await inspector.send(...showing(long, { ...long.facts, edits }));
  await openTab("Configuration");
  const page = inspector.page.locator("induction-configuration");
  const row = (name: string) =>
    page.getByRole("row").filter({ has: inspector.page.getByText(name, { exact: true }) });
  await expect(row("data.alphabetSize").getByRole("cell").innerText()).resolves.toBe("3");
  await expect(row("training.stages[0].train").getByRole("cell").innerText()).resolves.toBe(
    long.experiment.training.stages[0].train.join(", "),
  );
  await expect(row("model.heads").getByRole("rowheader").getAttribute("title")).resolves.toMatch(/head/i);
  await expect(page.getByRole("list", { name: "Edits" }).innerText()).resolves.toBe(
    "▲ step 40 learning rate 1 → 0.3; steps 80 → 90",
  );
  await page.getByRole("button", { name: "Copy as JSON" }).click();
  const { text } = await inspector.heard("copy");
  expect(JSON.parse(text)).toEqual(long.experiment);
});

test("of several runs every field is a row, and where they differ it says so", async () => {
  await compare();
  await openTab("Configuration");
  const page = inspector.page.locator("induction-configuration");
  await expect(page.getByRole("columnheader").count()).resolves.toBe(2);
  const differing = page.getByRole("row").filter({ hasText: "differs" });
  await expect(differing.locator("code").allInnerTexts()).resolves.toEqual([
    "training.stages[0].steps",
    "training.stages[0].learningRate",
  ]);
  await expect(differing.getByRole("cell").allInnerTexts()).resolves.toEqual(["80", "40", "1", "0.5"]);
});
