/** The copier's column on the built page: its grids and strips tell the recorded attention, at whatever step. */
import { beforeAll, expect, test } from "vitest";
import { describeHeads } from "../../core/inspect";
import { wholeWindowAttention } from "../../core/model";
import type { ToPanel } from "../../core/protocol";
import { contentOf, openInspector, showing, type Inspector } from "./inspectorPage";
import { parametersAt, trained, type RecordedRun } from "./recorded";
import { exactNumbers, expectAlike, overflowOf, standOn, wideExperiment } from "./standing";
import { setStage } from "./stage";

const stage = setStage();
let run: RecordedRun;
let slow: RecordedRun;
let wide: RecordedRun;
let inspector: Inspector;

beforeAll(async () => {
  run = await trained(stage.folder, "fast", "quickstart", "--steps", "200");
  slow = await trained(
    ...([stage.folder, "slow", "quickstart", "--steps", "100"] as const),
    ...["--set", "training.stages.0.learningRate=0.3"],
  );
  wide = await trained(stage.folder, "wide", wideExperiment);
  inspector = await openInspector(stage.browser);
  await inspector.send(...showing(run));
});

const rowOf = ({ recording }: RecordedRun, step: number) => recording.snapshots.steps.indexOf(step);
const headsAt = (of: RecordedRun, row: number) => describeHeads(of.model, parametersAt(of.recording, row));
const allowed = ({ model }: RecordedRun, values: ArrayLike<number>) =>
  Array.from(values).filter((_, at) => model.lagMask[at] === 1);
const copier = () => inspector.page.locator("induction-copier");
const strips = () => copier().getByRole("slider", { name: "Each head's attention over steps" });

test.each([0, 1, 5, 50, 200])("at step %i the grid holds that snapshot's attention", async (step) => {
  await standOn(inspector, step);
  const row = rowOf(run, step);
  const attention = wholeWindowAttention(run.model, parametersAt(run.recording, row));
  expectAlike(await exactNumbers(copier().locator("induction-lag-grid")), allowed(run, attention));
  const [{ attention: most }] = headsAt(run, row);
  await expect(copier().locator(".caption").innerText()).resolves.toContain(
    `Head 1 reads 1 back (${most.toFixed(2)})`,
  );
  await standOn(inspector, null);
});

test("the caption says whether the heads have shared out the lags", async () => {
  const lags = headsAt(run, run.recording.snapshots.steps.length - 1).map(({ lag }) => lag);
  expect(new Set(lags).size).toBe(3);
  await expect(copier().locator(".caption").innerText()).resolves.toContain(
    "Each head reads a lag of its own.",
  );
});

test("the arrow keys read the strips head by head, lag by lag, step by step; Enter stands on the step", async () => {
  const { page } = inspector;
  const { steps } = run.recording.snapshots;
  const { window } = run.model;
  await strips().focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  for (let line = 0; line < window + 2; line++) await page.keyboard.press("ArrowDown");
  const value = headsAt(run, 2)[1].lagAttention[2];
  expectAlike(await exactNumbers(copier().locator("induction-head-strips")), [value]);
  await expect(strips().getAttribute("aria-valuetext")).resolves.toMatch(
    new RegExp(`^head 2, lag 3, step ${steps[2]}: 0\\.\\d{3}$`),
  );
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await inspector.send();
  const attention = wholeWindowAttention(run.model, parametersAt(run.recording, 2));
  expectAlike(await exactNumbers(copier().locator("induction-lag-grid")), allowed(run, attention));
  await standOn(inspector, null);
});

test("the pointer reads the state under it, and a click stands on it", async () => {
  const { page } = inspector;
  const box = await strips().locator("canvas").first().boundingBox();
  if (!box) throw new Error("no strip is drawn");
  await page.mouse.move(box.x + box.width / 2, box.y + 2);
  await inspector.send();
  const words = (await strips().getAttribute("aria-valuetext")) ?? "";
  const step = Number(/step ([\d,]+):/.exec(words)?.[1].replace(",", ""));
  expect(step).toBeGreaterThan(0);
  expect(step).toBeLessThan(200);
  const { lagAttention } = headsAt(run, rowOf(run, step))[0];
  expectAlike(await exactNumbers(copier().locator("induction-head-strips")), [lagAttention[0]]);
  await page.mouse.down();
  await page.mouse.up();
  await page.mouse.move(2, 2);
  await inspector.send();
  const grid = await exactNumbers(copier().locator("induction-lag-grid"));
  expectAlike([grid[0]], [lagAttention[0]]);
  await standOn(inspector, null);
});

test("a head lights up in the selector's names, and a subset its heads", async () => {
  const { page } = inspector;
  const grid = copier().locator("induction-lag-grid");
  await grid.locator("tbody th").first().focus();
  await page.keyboard.press("ArrowDown");
  await inspector.send();
  const bars = page.getByRole("list", { name: "Weight p of each subset of heads" }).getByRole("listitem");
  const lit = await bars.evaluateAll((all) =>
    all.flatMap((one, index) => (one.classList.contains("lit") ? index : [])),
  );
  const { subsets } = run.model;
  expect(lit).toEqual(subsets.flatMap((heads, index) => (heads.includes(1) ? index : [])));
  await bars.nth(subsets.findIndex((heads) => heads.join() === "0,2")).hover();
  await inspector.send();
  const rows = await grid
    .locator("tbody tr")
    .evaluateAll((all) => all.map((one) => one.classList.contains("lit")));
  expect(rows).toEqual([true, false, true]);
  await page.mouse.move(2, 2);
});

test("runs side by side have a grid and strips each, or the difference to the first", async () => {
  const compared = await openInspector(stage.browser);
  const content = contentOf([
    { role: "main", facts: run.facts },
    { role: "compared", facts: slow.facts },
  ]);
  const recordings = [run, slow].map(({ facts, recording }): ToPanel => ({
    ...{ kind: "recording", run: facts.run, recording },
  }));
  await compared.send({ kind: "content", content }, ...recordings);
  await standOn(compared, 100);
  const column = compared.page.locator("induction-copier");
  const grids = column.locator("induction-lag-grid");
  const at = (of: RecordedRun) => {
    const attention = wholeWindowAttention(of.model, parametersAt(of.recording, rowOf(of, 100)));
    return allowed(of, attention);
  };
  expectAlike(await exactNumbers(grids.nth(1)), at(slow));
  await expect(column.locator("induction-head-strips").count()).resolves.toBe(2);
  await column.getByRole("radio", { name: "difference to fast" }).click();
  expectAlike(await exactNumbers(grids.nth(0)), at(run));
  const differences = at(slow).map((value, index) => value - at(run)[index]);
  expectAlike(await exactNumbers(grids.nth(1)), differences);
  const change = column.getByRole("slider", { name: "Change of each head's attention over steps" });
  await change.focus();
  await compared.page.keyboard.press("End");
  expectAlike(await exactNumbers(column.locator("induction-head-strips")), [differences[0]]);
  expect(compared.complaints).toEqual([]);
  await compared.page.context().close();
});

test("eight heads and fifty lags are colours that the keys read, and fit into 480 pixels", async () => {
  const narrow = await openInspector(stage.browser, { width: 480 });
  const { page } = narrow;
  await narrow.send(...showing(wide));
  const grid = page.locator("induction-lag-grid");
  const cells = grid.getByRole("slider", { name: "Attention of each head to each lag" });
  await cells.focus();
  await page.keyboard.press("Home");
  for (const key of ["ArrowDown", "ArrowDown", "Shift+ArrowRight", "ArrowRight"])
    await page.keyboard.press(key);
  const last = wide.recording.snapshots.steps.length - 1;
  expectAlike(await exactNumbers(grid), [headsAt(wide, last)[2].lagAttention[11]]);
  await expect(cells.getAttribute("aria-valuetext")).resolves.toMatch(/^head 3, lag 12: 0\.\d{3}$/);
  await expect(overflowOf(narrow)).resolves.toBe(0);
  expect(narrow.complaints).toEqual([]);
  await page.context().close();
});

test("the browser complained of nothing", () => {
  expect(inspector.complaints).toEqual([]);
});
