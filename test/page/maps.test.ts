/** The attention maps on the built page: cell by cell they are core's patterns, however long the sequence. */
import { beforeAll, expect, test } from "vitest";
import { firstLayerPattern, noInterventions, secondLayerPattern, weightsUnder } from "../../core/inspect";
import type { ToPanel } from "../../core/protocol";
import type { TracedEvent } from "../../webview/views/events";
import type { TraceView } from "../../webview/views/trace";
import { contentOf, openInspector, showing, type Inspector } from "./inspectorPage";
import { parametersAt, trained, type RecordedRun } from "./recorded";
import { exactNumbers, expectAlike, overflowOf, standOn } from "./standing";
import { answerTo, sequenceOf } from "./tracing";
import { setStage } from "./stage";

const stage = setStage();
let run: RecordedRun;
let long: RecordedRun;
let inspector: Inspector;
let tokens: Uint8Array;

const place = { set: "validation", index: 3 } as const;

beforeAll(async () => {
  run = await trained(stage.folder, "quick", "quickstart", "--steps", "100");
  long = await trained(stage.folder, "long", {
    name: "long",
    data: { trainSequences: 20, validationSequences: 10, sequenceLength: 1024 },
    model: { heads: 4, window: 20, maxDegree: 3 },
    training: { stages: [{ train: ["rpe", "coefficients", "scale"], steps: 5 }] },
  });
  tokens = (await sequenceOf(run, place)).slice(0, -1);
  inspector = await openInspector(stage.browser);
  await inspector.send(...showing(run));
  await inspector.page.getByRole("tab", { name: "Attention maps" }).click();
});

const mapsOf = ({ page }: Inspector) => page.locator("induction-maps");
const mapOf = (of: Inspector) => mapsOf(of).locator("induction-heat-map").getByRole("slider");
const weightsAt = (of: RecordedRun, row: number) =>
  weightsUnder(of.model, parametersAt(of.recording, row), noInterventions);

async function press(of: Inspector, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await of.page.keyboard.press(key);
}

/** The output's row, as many rows up and columns right of its first cell. */
async function readCell(of: Inspector, up: number, right: number): Promise<number[]> {
  await mapOf(of).focus();
  await press(of, "Escape", "End", "Home", ...Array<string>(up).fill("ArrowUp"));
  await press(of, ...Array<string>(right).fill("ArrowRight"));
  await of.send();
  return exactNumbers(mapsOf(of).locator(".reading"));
}

test("without a sequence the page says where to choose one", async () => {
  await expect(mapsOf(inspector).locator(".caption").innerText()).resolves.toContain(
    "choose one in the trace above",
  );
  await inspector.send(await answerTo(run, place));
  await expect(mapOf(inspector).count()).resolves.toBe(1);
});

test.each([0, 10, 100])("at step %i the second layer's map is core's, cell by cell", async (step) => {
  await standOn(inspector, step);
  const row = run.recording.snapshots.steps.indexOf(step);
  const { columns, values } = secondLayerPattern(run.model, weightsAt(run, row), tokens);
  const { length } = tokens;
  for (const [up, right] of [
    [0, 0],
    [0, 12],
    [7, 3],
  ] as const) {
    expectAlike(await readCell(inspector, up, right), [values[(length - up) * columns + right]], "single");
  }
  await expect(mapOf(inspector).getAttribute("aria-valuetext")).resolves.toContain("place 94 → place 4");
  await standOn(inspector, null);
});

test("the first layer's map is the chosen head's, and its small map makes it large", async () => {
  const maps = mapsOf(inspector);
  await maps.getByRole("radio", { name: "first layer" }).click();
  const heads = maps.getByRole("group", { name: "Heads of the first layer" }).getByRole("button");
  await expect(heads.count()).resolves.toBe(3);
  await heads.nth(1).click();
  const row = run.recording.snapshots.steps.length - 1;
  const { columns, values } = firstLayerPattern(run.model, weightsAt(run, row), 1, tokens);
  expectAlike(await readCell(inspector, 90, 8), [values[(tokens.length - 90) * columns + 8]], "single");
  expectAlike(await readCell(inspector, 90, 2), [0], "single");
  await mapOf(inspector).focus();
  await press(inspector, "Escape", "ArrowDown");
  await inspector.send();
  const [most] = await exactNumbers(maps.locator(".reading"));
  expectAlike([most], [Math.max(...values.subarray(tokens.length * columns))], "single");
  await maps.getByRole("radio", { name: "second layer" }).click();
});

test("what was changed in the trace is said over the map, and by the small maps", async () => {
  const maps = mapsOf(inspector);
  await maps.getByRole("radio", { name: "first layer" }).click();
  await inspector.page.locator("induction-trace").evaluate((element) => {
    // The page's own part: a run's head is switched off there, and another forced.
    const view = element as TraceView;
    const interventions = { headsOff: [2], subsetsOff: [], forcedLags: new Map([[0, 3]]) };
    view.change({ ...view.traced, interventions });
  });
  await inspector.send();
  const names = maps.getByRole("group", { name: "Heads of the first layer" }).getByRole("button");
  const changed = ["head 1 · forced to lag 3", "head 2 · lag 2", "head 3 · off"];
  await expect(names.allInnerTexts()).resolves.toEqual(changed);
  await expect(maps.locator("h3").first().innerText()).resolves.toMatch(/, as changed in the trace$/);
  await inspector.page.getByRole("button", { name: "Reset Circuit" }).click();
  await inspector.send();
  await expect(names.first().innerText()).resolves.toBe("head 1 · lag 1");
  await expect(maps.locator("h3").first().innerText()).resolves.not.toContain("changed");
  await maps.getByRole("radio", { name: "second layer" }).click();
});

test("a button shows all of a map that is zoomed", async () => {
  const all = mapsOf(inspector).getByRole("button", { name: "Show All" });
  await expect(all.count()).resolves.toBe(0);
  await readCell(inspector, 2, 40);
  await press(inspector, "+", "+");
  await inspector.send();
  const frame = mapsOf(inspector).locator("i.cell");
  const near = (await frame.boundingBox())?.width ?? 0;
  await all.click();
  await inspector.send();
  await expect(all.count()).resolves.toBe(0);
  await readCell(inspector, 2, 40);
  expect((await frame.boundingBox())?.width).toBeLessThan(near / 2);
});

test("Enter traces the row, and the row is marked", async () => {
  const { page } = inspector;
  const traced = page.locator("induction-inspector").evaluate(
    (root) =>
      new Promise<number>((resolve) => {
        root.addEventListener(
          "traced",
          (event) =>
            // The page declares what its events carry.
            resolve((event as TracedEvent).detail.position),
          { once: true },
        );
      }),
  );
  await readCell(inspector, 5, 1);
  await press(inspector, "Enter");
  await expect(traced).resolves.toBe(tokens.length - 5);
});

test("plus and minus zoom, nought shows all, and the pointer reads what it is on", async () => {
  const { page } = inspector;
  const frame = mapsOf(inspector).locator("i.cell");
  const side = async () => (await frame.boundingBox())?.width ?? 0;
  await readCell(inspector, 2, 40);
  const whole = await side();
  await press(inspector, "+", "+", "+");
  await inspector.send();
  expect(await side()).toBeGreaterThan(2 * whole);
  const box = await frame.boundingBox();
  if (!box) throw new Error("no cell is framed");
  const words = () => mapOf(inspector).getAttribute("aria-valuetext");
  const read = await words();
  await press(inspector, "Escape");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await inspector.send();
  await expect(words()).resolves.toBe(read);
  await press(inspector, "0");
  await page.mouse.move(2, 2);
  await readCell(inspector, 2, 40);
  expect(await side()).toBeCloseTo(whole, 3);
});

test("a sequence of 1,024 tokens is mapped row by row until all are there, and stays exact", async () => {
  const wide = await openInspector(stage.browser, { width: 480, theme: "light" });
  await wide.send(...showing(long), await answerTo(long, place));
  await wide.page.getByRole("tab", { name: "Attention maps" }).click();
  await wide.page.locator("induction-maps h3", { hasText: /step 5$/ }).waitFor();
  const all = (await sequenceOf(long, place)).slice(0, -1);
  expect(all).toHaveLength(1024);
  const row = long.recording.snapshots.steps.length - 1;
  const { columns, values } = secondLayerPattern(long.model, weightsAt(long, row), all);
  for (const [up, right] of [
    [0, 30],
    [20, 100],
    [60, 7],
  ] as const) {
    expectAlike(await readCell(wide, up, right), [values[(1024 - up) * columns + right]], "single");
  }
  const inked = await mapsOf(wide)
    .locator("induction-heat-map canvas")
    .evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new Error("not a canvas");
      const { width, height } = canvas;
      const image = canvas.getContext("2d")?.getImageData(60, 0, 1, height).data ?? [];
      return [width, height, image.filter((byte, at) => at % 4 === 3 && byte === 255).length];
    });
  // The column of pixels is painted from the diagonal down.
  expect(inked[2]).toBeGreaterThan(0.8 * inked[1]);
  await expect(overflowOf(wide)).resolves.toBe(0);
  expect(wide.complaints).toEqual([]);
  await wide.page.context().close();
});

test("runs side by side have a map each", async () => {
  const compared = await openInspector(stage.browser);
  const content = contentOf([
    { role: "main", facts: run.facts },
    { role: "compared", facts: long.facts },
  ]);
  const recordings = [run, long].map(({ facts, recording }): ToPanel => ({
    ...{ kind: "recording", run: facts.run, recording },
  }));
  await compared.send({ kind: "content", content }, ...recordings, await answerTo(run, place));
  await compared.page.getByRole("tab", { name: "Attention maps" }).click();
  await mapOf(compared).first().focus();
  await press(compared, "Escape", "End", "Home", "End", "ArrowUp");
  await compared.send();
  const [first, second] = await exactNumbers(mapsOf(compared).locator(".reading"));
  const at = (tokens.length - 1) * tokens.length + tokens.length - 1;
  for (const [value, of] of [
    [first, run],
    [second, long],
  ] as const) {
    const { values } = secondLayerPattern(
      of.model,
      weightsAt(of, of.recording.snapshots.steps.length - 1),
      tokens,
    );
    expectAlike([value], [values[at]], "single");
  }
  await compared.page.context().close();
});

test("the browser complained of nothing", () => {
  expect(inspector.complaints).toEqual([]);
});
