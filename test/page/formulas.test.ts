/** The formulas behind numbers: each opens by click and key, names its source, and its numbers make the number. */
import { beforeAll, expect, test } from "vitest";
import { expectFormulas, panelOf } from "./formulaPanels";
import { openInspector, showing, type Inspector } from "./inspectorPage";
import { trained, type RecordedRun } from "./recorded";
import { answerTo } from "./tracing";
import { setStage } from "./stage";

const stage = setStage();
let quick: RecordedRun;
let plain: RecordedRun;
let inspector: Inspector;

beforeAll(async () => {
  quick = await trained(stage.folder, "quick", "quickstart");
  plain = await trained(stage.folder, "plain", {
    name: "plain",
    data: { alphabetSize: 4, trainSequences: 100, validationSequences: 20, sequenceLength: 40 },
    model: { boundary: "skip", loss: "log", normalizeValues: "none", window: 4, heads: 2, maxDegree: 2 },
    training: { stages: [{ train: ["rpe", "coefficients", "scale"], steps: 60 }] },
  });
  inspector = await show(quick);
});

async function show(run: RecordedRun): Promise<Inspector> {
  // Tall enough to have the trace in sight: out of sight it lags behind.
  const page = await openInspector(stage.browser, { height: 1500 });
  await page.send(...showing(run), await answerTo(run, { set: "validation", index: 3 }));
  return page;
}

/** @returns how many had numbers put in */
const expectTrue = (page: Inspector, within: string) =>
  expectFormulas(page, within, /arXiv 2409\.10559|public code/);

test("behind every number of the trace stands a formula whose numbers make it", async () => {
  const { page } = inspector;
  await page.getByRole("button", { name: "more subsets" }).click();
  await page.locator("induction-trace").getByText("all it brings").first().click();
  // A list is filled when the browser tells that it was unfolded, some time after the click.
  await page.locator("induction-trace details tbody tr").first().waitFor();
  await expect(expectTrue(inspector, "induction-trace")).resolves.toBeGreaterThan(35);
});

test("the classifier's numbers have theirs, and its scale says that it is trained", async () => {
  await expect(expectTrue(inspector, "induction-classifier")).resolves.toBeGreaterThan(7);
  const scale = inspector.page.locator("induction-classifier h3 induction-number");
  await scale.getByRole("button").click();
  await expect(panelOf(scale).innerText()).resolves.toContain("a is trained: one number.");
  await inspector.page.keyboard.press("Escape");
});

test("so do those of the paper's own conventions: log loss, whole windows, values as they are", async () => {
  const page = await show(plain);
  await expect(expectTrue(page, "induction-trace")).resolves.toBeGreaterThan(15);
  const loss = page.page.locator("induction-trace .loss induction-number").last();
  await loss.getByRole("button").click();
  await expect(panelOf(loss).innerText()).resolves.toContain("arXiv 2409.10559, training: the log loss");
  expect(page.complaints).toEqual([]);
  await page.page.context().close();
});

test("with parts switched off, formulas say so and still make their numbers", async () => {
  const { page } = inspector;
  await page.getByRole("checkbox", { name: "subset {1, 2} works" }).click();
  await page.getByRole("checkbox", { name: "head 3 works" }).click();
  await expectTrue(inspector, "induction-trace .subsets");
  await expectTrue(inspector, "induction-trace .comparison");
  const weight = page.locator("induction-trace .subsets induction-number").first();
  await weight.getByRole("button").click();
  await expect(panelOf(weight).innerText()).resolves.toContain("Subsets that are switched off have c = 0.");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Reset Circuit" }).click();
});

test("a long sum shows its largest terms, and the others together", async () => {
  const alpha = inspector.page.locator("induction-trace .comparison induction-number").last();
  await alpha.getByRole("button").click();
  await expect(panelOf(alpha).locator(".numbers").innerText()).resolves.toMatch(/\(\d+ more\)/);
  await inspector.page.keyboard.press("Escape");
});

test("a formula closes by Escape, by a click elsewhere and by its own number, and the focus goes back", async () => {
  const { page } = inspector;
  const loss = page.locator("induction-trace .loss induction-number").last();
  const opener = loss.getByRole("button");
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(panelOf(loss).evaluate((panel) => panel.matches(":focus"))).resolves.toBe(true);
  await expect(opener.getAttribute("aria-expanded")).resolves.toBe("true");
  await page.keyboard.press("Escape");
  await expect.poll(() => opener.getAttribute("aria-expanded")).toBe("false");
  await expect.poll(() => opener.evaluate((button) => button.matches(":focus"))).toBe(true);
  await opener.click();
  await page.locator("h1").click();
  await panelOf(loss).waitFor({ state: "detached" });
  await opener.click();
  await panelOf(loss).waitFor();
  await opener.click();
  await panelOf(loss).waitFor({ state: "detached" });
});

test("a formula lies wholly on the page, however narrow it is", async () => {
  const { page } = inspector;
  await page.setViewportSize({ width: 480, height: 700 });
  const alpha = page.locator("induction-trace .comparison induction-number").last();
  await alpha.getByRole("button").click();
  const box = await panelOf(alpha).boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual(480);
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 1200, height: 900 });
});

test("the browser complained of nothing, its content security policy included", () => {
  expect(inspector.complaints).toEqual([]);
});
