/** A finished run in the built page, in a real browser: every number is the one that core reads from the run. */
import { beforeAll, expect, test } from "vitest";
import { describeHeads, describeSubsets } from "../../core/inspect";
import { weightsOf } from "../../core/model";
import { exactly, openInspector, showing, type Inspector } from "./inspectorPage";
import { parametersAt, trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";

const stage = setStage();
let run: RecordedRun;
let inspector: Inspector;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart");
  inspector = await openInspector(stage.browser);
  await inspector.send(...showing(run));
});

const lastRow = () => run.recording.snapshots.steps.length - 1;
const parameters = () => parametersAt(run.recording, lastRow());

test("the head line says which run it is and how it ended", async () => {
  const head = inspector.page.locator("induction-head-line");
  await expect(head.getByRole("heading", { level: 1 }).innerText()).resolves.toBe("quickstart-1");
  await expect(head.getByRole("status").innerText()).resolves.toBe("done");
  const { losses } = run.facts;
  const figures = await head
    .locator("dl data")
    .evaluateAll((all) => all.map((one) => Number(one.getAttribute("value"))));
  expect(figures).toEqual([1000, losses?.last, losses?.validation, run.facts.stepsPerSecond]);
  await expect(head.locator("dl").innerText()).resolves.toMatch(/1,000 \/ 1,000[^]*0\.64\d\d[^]*0\.64\d\d/);
});

test("the copier's cells are core's attention, lag by lag", async () => {
  const rows = inspector.page
    .getByRole("table", { name: "Attention of each head to each lag" })
    .locator("tbody tr");
  const heads = describeHeads(run.model, parameters());
  await expect(rows.count()).resolves.toBe(heads.length);
  for (const { head, lag, attention, lagAttention } of heads) {
    const cells = rows.nth(head).locator("td");
    const shown = await cells.evaluateAll((all) =>
      all.map((one) => one.querySelector("data")?.getAttribute("value")),
    );
    lagAttention.forEach((value, index) => {
      const allowed = run.model.lagMask[head * run.model.window + index] === 1;
      expect(shown[index]).toBe(allowed ? String(value) : undefined);
    });
    await expect(cells.nth((lag ?? 0) - 1).innerText()).resolves.toBe(attention.toFixed(2).replace(/^0/, ""));
  }
  const caption = inspector.page.locator("induction-copier .caption");
  await expect(caption.innerText()).resolves.toContain(
    `Head 1 reads 1 back (${heads[0].attention.toFixed(2)})`,
  );
});

test("the selector's bars are core's p of every subset, in their order, the winner marked", async () => {
  const subsets = describeSubsets(run.model, parameters());
  const bars = inspector.page
    .getByRole("list", { name: "Weight p of each subset of heads" })
    .getByRole("listitem");
  const values = await bars
    .locator("data")
    .evaluateAll((all) => all.map((one) => Number(one.getAttribute("value"))));
  expect(values).toEqual(subsets.map(({ weight }) => weight));
  const names = await bars.evaluateAll((all) => all.map((one) => one.querySelector("span")?.textContent));
  expect(names.slice(1)).toEqual(subsets.slice(1).map(({ name }) => name));
  const winner = bars.and(inspector.page.locator(".leading"));
  await expect(winner.innerText()).resolves.toMatch(/^\{head 1 · lag 1, head 2 · lag 2\}\s+1\.000$/);
});

test("the classifier tells the scale, now and over the steps", async () => {
  const { scale } = weightsOf(run.model, parameters());
  const classifier = inspector.page.locator("induction-classifier");
  await expect(classifier.locator(".caption").innerText()).resolves.toContain(`a = ${scale.toFixed(4)}: `);
  await expect(exactly(inspector.page, "induction-classifier")).resolves.toBe(scale);
});

test("the pointer on a step of any chart tells the values there, in all charts", async () => {
  const plot = inspector.page.locator("induction-losses").getByRole("slider");
  const box = await plot.boundingBox();
  await plot.hover({ position: { x: (box?.width ?? 0) / 2, y: 60 } });
  const step = Number(await plot.getAttribute("aria-valuenow"));
  expect(step).toBeGreaterThan(0);
  expect(step).toBeLessThan(1000);
  const { steps, losses } = run.recording.snapshots;
  const row = steps.indexOf(step);
  await expect(exactly(inspector.page, "induction-losses")).resolves.toBe(losses[row]);
  const { scale, subsetWeights } = weightsOf(run.model, parametersAt(run.recording, row));
  await expect(exactly(inspector.page, "induction-classifier")).resolves.toBe(scale);
  const weights = inspector.page.locator("induction-selector induction-curves data");
  await expect(weights.first().getAttribute("value")).resolves.toBe(String(subsetWeights[0]));
  await inspector.page.mouse.move(2, 2);
  await expect(plot.getAttribute("aria-valuenow")).resolves.toBe("1000");
});

test("the arrow keys walk over the recorded steps", async () => {
  const plot = inspector.page.locator("induction-classifier").getByRole("slider");
  await plot.focus();
  await inspector.page.keyboard.press("Home");
  await expect(plot.getAttribute("aria-valuetext")).resolves.toBe("step 0");
  await expect(exactly(inspector.page, "induction-classifier")).resolves.toBe(0.01);
  await inspector.page.keyboard.press("ArrowRight");
  await expect(plot.getAttribute("aria-valuetext")).resolves.toBe("step 1");
  await inspector.page.keyboard.press("Escape");
  await expect(plot.getAttribute("aria-valuenow")).resolves.toBe("1000");
});

test("the axis can be changed by mouse and keyboard, and VS Code keeps it with the runs", async () => {
  const { page } = inspector;
  const scale = (name: string) => page.locator("induction-timeline").getByRole("radio", { name });
  const kept = () => page.evaluate(() => JSON.parse(sessionStorage.getItem("state") ?? "null") as unknown);
  const runsShown = [{ role: "main", run: run.facts.run }];
  await expect(kept()).resolves.toEqual({
    runs: runsShown,
    axis: { quantity: "step", scale: "log" },
    tab: "",
  });
  await scale("linear").click();
  await expect(kept()).resolves.toEqual({
    runs: runsShown,
    axis: { quantity: "step", scale: "linear" },
    tab: "",
  });
  await page.keyboard.press("ArrowRight");
  await expect(scale("log").getAttribute("aria-checked")).resolves.toBe("true");
  await scale("linear").click();
  await page.reload();
  await inspector.send(...showing(run));
  await expect(scale("linear").getAttribute("aria-checked")).resolves.toBe("true");
  await scale("log").click();
});

test("curves take the colours of a new theme at once", async () => {
  const { page } = inspector;
  const inked = (colour: string) =>
    page.locator("induction-classifier canvas").evaluate((canvas, wanted) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new Error("not a canvas");
      const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const [red, green, blue] = [1, 3, 5].map((at) => parseInt(wanted.slice(at, at + 2), 16));
      for (let at = 0; at < data.length; at += 4) {
        if (data[at] === red && data[at + 1] === green && data[at + 2] === blue && data[at + 3] === 255)
          return true;
      }
      return false;
    }, colour);
  await inspector.setTheme("dark");
  await expect(inked("#56b4e9")).resolves.toBe(true);
  await inspector.setTheme("light");
  await expect(inked("#0072b2")).resolves.toBe(true);
  await expect(inked("#56b4e9")).resolves.toBe(false);
});

test("the browser complained of nothing, its content security policy included", () => {
  expect(inspector.complaints).toEqual([]);
});
