/** Several runs on one page: the run before a restart as a ghost, and runs side by side. */
import { beforeAll, expect, test } from "vitest";
import { describeSubsets } from "../../core/inspect";
import type { PanelRun, ToPanel } from "../../core/protocol";
import { contentOf, openInspector, type Inspector } from "./inspectorPage";
import { parametersAt, trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";

const stage = setStage();
let fast: RecordedRun;
let slow: RecordedRun;

beforeAll(async () => {
  fast = await trained(stage.folder, "fast", "quickstart", "--steps", "30");
  slow = await trained(
    ...([stage.folder, "slow", "quickstart", "--steps", "20"] as const),
    ...["--set", "training.stages.0.learningRate=0.1"],
  );
});

const differences = [{ field: "training.stages[0].learningRate", values: ["1", "0.1"] }];

async function show(role: PanelRun["role"]): Promise<Inspector> {
  const inspector = await openInspector(stage.browser);
  const shown = [
    { role: "main", facts: fast.facts },
    { role, facts: slow.facts },
  ] as const;
  const recordings = [fast, slow].map(({ facts, recording }): ToPanel => ({
    kind: "recording",
    run: facts.run,
    recording,
  }));
  const content = contentOf(shown, { title: "Compare 2 runs", differences });
  await inspector.send({ kind: "content", content }, ...recordings);
  return inspector;
}

async function openTab({ page }: Inspector, name: string): Promise<void> {
  await page.getByRole("tab", { name }).click();
}

/** Values of a legend by the names of its curves. */
function legend(inspector: Inspector, within: string, nth = 0): Promise<Record<string, number>> {
  return inspector.page
    .locator(`${within} induction-curves`)
    .nth(nth)
    .locator("li:has(data)")
    .evaluateAll((all) =>
      Object.fromEntries(
        all.map((one) => [
          one.querySelector(".name")?.textContent ?? "",
          Number(one.querySelector("data")?.getAttribute("value")),
        ]),
      ),
    );
}

test("the run before a restart stays as dashed curves and as marks on the bars", async () => {
  const inspector = await show("ghost");
  const losses = await legend(inspector, "induction-losses");
  expect(losses).toEqual({
    training: fast.facts.losses?.last,
    validation: fast.facts.losses?.validation,
    "training before": slow.facts.losses?.last,
    "validation before": slow.facts.losses?.validation,
  });
  const last = slow.recording.snapshots.steps.length - 1;
  const subsets = describeSubsets(slow.model, parametersAt(slow.recording, last));
  const bars = inspector.page
    .getByRole("list", { name: "Weight p of each subset of heads" })
    .getByRole("listitem");
  const { weight } = subsets[4];
  await expect(bars.nth(4).textContent()).resolves.toContain(`before: ${weight.toFixed(3)}`);
  const mark = bars.nth(4).locator("i");
  const share = await mark.evaluate((one) => Number(one.style.getPropertyValue("--share")));
  expect(share).toBe(weight);
  await openTab(inspector, "Before and after");
  await expect(inspector.page.getByRole("heading", { name: "Before and after" }).count()).resolves.toBe(1);
  expect(inspector.complaints).toEqual([]);
  await inspector.page.context().close();
});

test("in a comparison each chart has a curve for every run, and a table says how they differ", async () => {
  const inspector = await show("compared");
  const { page } = inspector;
  await expect(page.getByRole("heading", { level: 1 }).innerText()).resolves.toBe("Compare 2 runs");
  const of = (read: (run: RecordedRun) => number | undefined) => ({ fast: read(fast), slow: read(slow) });
  await openTab(inspector, "Losses");
  await expect(legend(inspector, "induction-losses", 0)).resolves.toEqual(
    of(({ facts }) => facts.losses?.last),
  );
  await expect(legend(inspector, "induction-losses", 1)).resolves.toEqual(
    of(({ facts }) => facts.losses?.validation),
  );
  await expect(legend(inspector, "induction-classifier")).resolves.toEqual(
    of(({ recording }) => recording.snapshots.parameters.at(-1)),
  );
  await openTab(inspector, "Compare");
  const row = (name: string) =>
    page.locator("induction-comparison").getByRole("row").filter({ hasText: name });
  await expect(row("training.stages[0].learningRate").getByRole("cell").allInnerTexts()).resolves.toEqual([
    ...["1", "0.1"],
  ]);
  await expect(row("step").getByRole("cell").allInnerTexts()).resolves.toEqual(["30 / 30", "20 / 20"]);
  await expect(page.getByRole("table", { name: "Attention of each head" }).count()).resolves.toBe(2);
  expect(inspector.complaints).toEqual([]);
  await page.context().close();
});

test("a run that takes another's place makes it the ghost, which keeps its curves", async () => {
  const inspector = await show("ghost");
  const facts = { ...slow.facts, run: `${slow.facts.run}-again`, title: "again", state: "starting" } as const;
  const content = contentOf([
    { role: "main", facts: { ...facts, trainedBy: "thisWindow" } },
    { role: "ghost", facts: fast.facts },
  ]);
  await inspector.send({ kind: "content", content });
  const losses = await legend(inspector, "induction-losses");
  expect(losses).toEqual({
    "training before": fast.facts.losses?.last,
    "validation before": fast.facts.losses?.validation,
  });
  await expect(inspector.page.locator("induction-head-line").getByRole("status").innerText()).resolves.toBe(
    "starting",
  );
  await inspector.page.context().close();
});
