/** The selector's column on the built page: weights, coefficients and ratios of every subset, at whatever step. */
import { beforeAll, expect, test } from "vitest";
import { describeSubsets } from "../../core/inspect";
import { layoutOf, groupOf, weightsOf } from "../../core/model";
import { openInspector, showing, type Inspector } from "./inspectorPage";
import { parametersAt, trained, type RecordedRun } from "./recorded";
import { exactNumbers, overflowOf, standOn, wideExperiment } from "./standing";
import { setStage } from "./stage";

const stage = setStage();
let run: RecordedRun;
let wide: RecordedRun;
let inspector: Inspector;

beforeAll(async () => {
  run = await trained(stage.folder, "quick", "quickstart", "--steps", "200");
  wide = await trained(stage.folder, "wide", wideExperiment);
  inspector = await openInspector(stage.browser);
  await inspector.send(...showing(run));
});

const selectorOf = ({ page }: Inspector) => page.locator("induction-selector");
const barsOf = ({ page }: Inspector) =>
  page.getByRole("list", { name: "Weight p of each subset of heads" }).getByRole("listitem");
const coefficientsOf = (of: Inspector) => of.page.getByRole("table", { name: "Coefficients of the subsets" });

test.each([0, 2, 10, 200])("at step %i bars and table hold that snapshot's subsets", async (step) => {
  await standOn(inspector, step);
  const parameters = parametersAt(run.recording, run.recording.snapshots.steps.indexOf(step));
  const subsets = describeSubsets(run.model, parameters);
  const list = inspector.page.getByRole("list", { name: "Weight p of each subset of heads" });
  await expect(exactNumbers(list)).resolves.toEqual(subsets.map(({ weight }) => weight));
  const names = await barsOf(inspector).evaluateAll((all) =>
    all.map((one) => one.querySelector("span")?.textContent),
  );
  expect(names.slice(1)).toEqual(subsets.slice(1).map(({ name }) => name));
  const { coefficientNorm } = weightsOf(run.model, parameters);
  await expect(exactNumbers(selectorOf(inspector).locator(".below"))).resolves.toEqual([coefficientNorm]);
  const button = selectorOf(inspector).getByRole("button", { name: "Coefficients" });
  await button.click();
  const winner = subsets.reduce((most, subset) => (subset.weight > most.weight ? subset : most));
  const rows = subsets.flatMap(({ coefficient, weight }) => [
    ...[coefficient, weight],
    2 * (Math.log10(Math.abs(coefficient)) - Math.log10(Math.abs(winner.coefficient))),
  ]);
  await expect(exactNumbers(coefficientsOf(inspector))).resolves.toEqual(rows);
  await button.click();
  await standOn(inspector, null);
});

test("weights that floats cannot hold are told by their coefficients", async () => {
  const { offset, size } = groupOf(layoutOf(run.model), "coefficients");
  const { snapshots, metrics } = run.recording;
  const parameters = snapshots.parameters.slice();
  const from = parameters.length - parameters.length / snapshots.steps.length + offset;
  parameters.fill(0, from, from + size);
  parameters[from + 4] = 0.1;
  parameters[from + 1] = -3e-207;
  const tiny = await openInspector(stage.browser);
  await tiny.send(...showing({ ...run, recording: { metrics, snapshots: { ...snapshots, parameters } } }));
  const told = await barsOf(tiny).locator("data").allInnerTexts();
  expect(told.slice(0, 3)).toEqual(["0", "9e−412", "0"]);
  await selectorOf(tiny).getByRole("button", { name: "Coefficients" }).click();
  const row = coefficientsOf(tiny).locator("tbody tr").nth(1).locator("td");
  await expect(row.allInnerTexts()).resolves.toEqual(["−3.000e−207", "9e−412", "−411.05"]);
  await tiny.page.context().close();
});

test("of 92 subsets the 12 weightiest have a bar, and all if wished, in 480 pixels", async () => {
  const narrow = await openInspector(stage.browser, { width: 480, theme: "light" });
  await narrow.send(...showing(wide));
  const last = wide.recording.snapshots.steps.length - 1;
  const subsets = describeSubsets(wide.model, parametersAt(wide.recording, last));
  expect(subsets).toHaveLength(92);
  const list = narrow.page.getByRole("list", { name: "Weight p of each subset of heads" });
  const bars = await exactNumbers(list);
  expect(bars).toHaveLength(12);
  const least = Math.min(...bars);
  await expect(selectorOf(narrow).locator(".others").innerText()).resolves.toMatch(/^80 others, up to /);
  expect(subsets.filter(({ weight }) => weight > least).length).toBeLessThan(12);
  await selectorOf(narrow).getByRole("button", { name: "Show all 92" }).click();
  await expect(exactNumbers(list)).resolves.toEqual(subsets.map(({ weight }) => weight));
  await selectorOf(narrow).getByRole("button", { name: "Coefficients" }).click();
  await expect(overflowOf(narrow)).resolves.toBe(0);
  expect(narrow.complaints).toEqual([]);
  await narrow.page.context().close();
});

test("the arrow keys go through the bars, which light their heads", async () => {
  const { page } = inspector;
  await barsOf(inspector).first().focus();
  await page.keyboard.press("End");
  await inspector.send();
  const lit = await page
    .locator("induction-copier induction-lag-grid tbody tr")
    .evaluateAll((all) => all.map((one) => one.classList.contains("lit")));
  expect(lit).toEqual([false, true, true]);
  expect(inspector.complaints).toEqual([]);
});
