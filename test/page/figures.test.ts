/** What figures give out of themselves, in the built page: their tables, their files, their menu, their zoom. */
import type { Locator } from "playwright-core";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { weightsOf } from "../../core/model";
import { contentOf, openInspector, showing, type Inspector } from "./inspectorPage";
import { parametersAt, recordedBetween, standingAt, trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";

const stage = setStage();
let run: RecordedRun;
let inspector: Inspector;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart");
});

beforeEach(async () => {
  inspector = await openInspector(stage.browser);
  await inspector.send(...showing(run));
});

afterEach(async () => {
  expect(inspector.complaints).toEqual([]);
  await inspector.page.context().close();
});

const losses = () => inspector.page.locator("induction-losses");
const plotOf = (within: string) => inspector.page.locator(within).getByRole("slider").first();
const openTab = (name: string) => inspector.page.getByRole("tab", { name }).click();

/** Does what the menu of a figure offers. */
async function does(within: Locator, figure: string, action: string): Promise<void> {
  await within.getByRole("button", { name: `Figure: ${figure}`, exact: true }).click();
  await within.getByRole("menuitem", { name: action }).click();
}

async function saved(
  within: Locator,
  figure: string,
  action: string,
): Promise<{ fileName: string; bytes: Buffer }> {
  await does(within, figure, action);
  const { fileName, contents } = await inspector.heard("save");
  return { fileName, bytes: Buffer.from(contents) };
}

/** Columns of numbers by their names; NaN where a cell is empty. */
function columnsOf(csv: string): Record<string, number[]> {
  const [names, ...rows] = csv
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));
  return Object.fromEntries(
    names.map((name, at) => [name, rows.map((row) => (row[at] === "" ? NaN : Number(row[at])))]),
  );
}

test("CSV has the recording's own numbers, all of them and in full", async () => {
  const { fileName, bytes } = await saved(losses(), "losses", "Save as CSV");
  expect(fileName).toBe("quickstart-1 - losses.csv");
  const { steps, columns } = run.recording.metrics;
  expect(columnsOf(bytes.toString())).toEqual({
    step: Array.from(steps),
    "training (nats)": Array.from(columns.loss),
    "validation (nats)": Array.from(columns.validationLoss),
  });
});

test("the table behind a chart tells the exact values, and goes away again", async () => {
  await openTab("Dynamics");
  const dynamics = inspector.page.locator("induction-dynamics");
  await does(dynamics, "gradient norm of each group", "Show Table");
  const table = dynamics.getByRole("table", { name: "gradient norm of each group" });
  await expect(table.getByRole("columnheader").allInnerTexts()).resolves.toEqual(["step", "w", "c", "a"]);
  const { steps, columns } = run.recording.metrics;
  const shown = await table
    .locator("tbody tr")
    .evaluateAll((rows) =>
      rows.map((row) =>
        Array.from(row.querySelectorAll("data"), (cell) => Number(cell.getAttribute("value"))),
      ),
    );
  const all = Array.from(steps, (step, row) => [
    ...[step, columns["gradientNorm.rpe"][row]],
    ...[columns["gradientNorm.coefficients"][row], columns["gradientNorm.scale"][row]],
  ]);
  expect(shown.length).toBe(Math.min(500, all.length));
  expect(shown[0]).toEqual(all[0]);
  expect(shown.at(-1)).toEqual(all.at(-1));
  for (const row of shown) expect(all).toContainEqual(row);
  await expect(dynamics.getByText("the CSV has them all").count()).resolves.toBe(all.length > 500 ? 1 : 0);
  await does(dynamics, "gradient norm of each group", "Hide Table");
  await expect(table.count()).resolves.toBe(0);
});

test("SVG is a document of its own, with a title, a path a curve and its words", async () => {
  const { fileName, bytes } = await saved(losses(), "losses", "Save as SVG");
  expect(fileName).toBe("quickstart-1 - losses.svg");
  const svg = await inspector.page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, "application/xml");
    return {
      broken: parsed.querySelector("parsererror")?.textContent ?? null,
      title: parsed.querySelector("title")?.textContent,
      paths: Array.from(parsed.querySelectorAll("path"), (path) => path.getAttribute("d") ?? ""),
      words: Array.from(parsed.querySelectorAll("text"), (text) => text.textContent),
    };
  }, bytes.toString());
  expect(svg).toMatchObject({ broken: null, title: "losses" });
  expect(svg.paths).toHaveLength(2);
  for (const path of svg.paths) expect(path).toMatch(/^M[\d.]+ [\d.]+(L[\d.]+ [\d.]+)+$/);
  for (const words of ["losses (nats)", "training", "validation", "step 0", "100"])
    expect(svg.words).toContain(words);
});

test("PNG is a picture of twice the size", async () => {
  const { fileName, bytes } = await saved(losses(), "losses", "Save as PNG");
  expect(fileName).toBe("quickstart-1 - losses.png");
  expect(bytes.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1440, 800]);
});

test("the menu goes by keyboard, closes by Escape and when the focus leaves", async () => {
  const { page } = inspector;
  const opener = losses().getByRole("button", { name: "Figure: losses", exact: true });
  const entries = losses().getByRole("menuitem");
  const focused = () => losses().locator("[role=menuitem]:focus").innerText();
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(focused()).resolves.toBe("Copy Data");
  await page.keyboard.press("ArrowDown");
  await expect(focused()).resolves.toBe("Save as CSV");
  await page.keyboard.press("End");
  await expect(focused()).resolves.toBe("Show Table");
  await page.keyboard.press("ArrowDown");
  await expect(focused()).resolves.toBe("Copy Data");
  await page.keyboard.press("Escape");
  await expect(entries.count()).resolves.toBe(0);
  await expect(opener.evaluate((one) => one.matches(":focus"))).resolves.toBe(true);
  await page.keyboard.press("ArrowUp");
  await expect(focused()).resolves.toBe("Show Table");
  await page.keyboard.press("Tab");
  await expect(entries.count()).resolves.toBe(0);
  await opener.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const { text } = await inspector.heard("copy");
  const [names, first] = text.split("\n");
  expect(names).toBe("step\ttraining (nats)\tvalidation (nats)");
  expect(first.split("\t").slice(0, 2)).toEqual(["0", String(run.recording.metrics.columns.loss[0])]);
});

const inSight = () => losses().locator(".zoomed [role=status]");

test("plus and minus zoom around the pointed step, zero shows all again", async () => {
  const { page } = inspector;
  const plot = plotOf("induction-losses");
  await plot.hover({ position: { x: 600, y: 60 } });
  await plot.focus();
  const step = Number(await plot.getAttribute("aria-valuenow"));
  await expect(inSight().count()).resolves.toBe(0);
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  const [first, last] = await stretch();
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(step);
  expect(last).toBeGreaterThan(step);
  expect(last).toBeLessThan(1000);
  await page.keyboard.press("-");
  const [wider] = await stretch();
  expect(wider).toBeLessThan(first);
  await page.keyboard.press("0");
  await expect(inSight().count()).resolves.toBe(0);
});

async function stretch(): Promise<number[]> {
  await inspector.send();
  const words = await inSight().innerText();
  return Array.from(words.matchAll(/step ([\d,]+)/g), ([, digits]) => Number(digits.replaceAll(",", "")));
}

test("the mouse zooms by dragging and by wheel with Ctrl, and moves with Shift; the wheel alone scrolls", async () => {
  const { page } = inspector;
  await page.setViewportSize({ width: 1200, height: 500 });
  const plot = plotOf("induction-losses");
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  if (!box) throw new Error("the chart is not there");
  const at = (x: number) => [box.x + x, box.y + 80] as const;
  const drag = async (from: number, to: number) => {
    await page.mouse.move(...at(from));
    await page.mouse.down();
    for (let part = 1; part <= 5; part++) await page.mouse.move(...at(from + ((to - from) * part) / 5));
    await page.mouse.up();
  };
  await drag(600, 900);
  const [first, last] = await stretch();
  expect(first).toBeGreaterThan(5);
  expect(last).toBeLessThan(700);
  // A drag is no click.
  await expect(plot.getAttribute("aria-valuetext")).resolves.not.toBe("");
  await page.mouse.move(2, 2);
  await expect(plot.getAttribute("aria-valuenow")).resolves.toBe("1000");
  await page.keyboard.down("Shift");
  await drag(600, 500);
  await page.keyboard.up("Shift");
  const [moved, end] = await stretch();
  expect(moved).toBeGreaterThan(first);
  expect(end).toBeGreaterThan(last);
  await losses().getByRole("button", { name: "Reset zoom" }).click();
  await expect(inSight().count()).resolves.toBe(0);
  await page.mouse.move(...at(700));
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  await inSight().waitFor();
  const before = await stretch();
  const scrolled = () => page.evaluate(() => window.scrollY);
  const top = await scrolled();
  await page.mouse.wheel(0, -100);
  await page.waitForFunction((was) => window.scrollY < was, top);
  expect(await stretch()).toEqual(before);
});

/** Counts how often a line is drawn on the charts of a part of the page from now on. */
async function countStrokes(part: string): Promise<() => Promise<number>> {
  await inspector.page.evaluate((name) => {
    window.strokes = 0;
    const prototype = CanvasRenderingContext2D.prototype;
    // Taken off its object on purpose: it is called on each canvas again.
    const drawn = Reflect.get<CanvasRenderingContext2D, "stroke">(prototype, "stroke");
    prototype.stroke = new Proxy(drawn, {
      apply: (stroke, ink: CanvasRenderingContext2D, path) => {
        const chart = ink.canvas.getRootNode();
        const within = chart instanceof ShadowRoot ? chart.host.getRootNode() : null;
        if (within instanceof ShadowRoot && within.host.localName === name) window.strokes++;
        return Reflect.apply(stroke, ink, path);
      },
    });
  }, part);
  return async () => {
    await inspector.send();
    return inspector.page.evaluate(() => window.strokes);
  };
}

declare global {
  interface Window {
    /** Lines drawn on charts since they are counted. */
    strokes: number;
  }
}

test("while the chosen and the pointed step move, no curve is drawn again", async () => {
  const { page } = inspector;
  const strokes = await countStrokes("induction-losses");
  const chosen = Array.from(run.recording.snapshots.steps.slice(5, 40));
  for (const step of chosen) {
    await page.evaluate((to) => {
      const detail = { chosen: to, pointed: to / 2 };
      document
        .querySelector("induction-inspector")
        ?.dispatchEvent(new CustomEvent("look", { detail, bubbles: true, composed: true }));
    }, step);
    await inspector.send();
  }
  await expect(strokes()).resolves.toBe(0);
  await expect(plotOf("induction-losses").getAttribute("aria-valuenow")).resolves.toBe(
    String(chosen[chosen.length - 1] / 2),
  );
  await inspector.setTheme("light");
  expect(await strokes()).toBeGreaterThan(0);
});

test("a click or Enter on a chart makes every view stand on that step, Escape on the newest", async () => {
  const { page } = inspector;
  const plot = plotOf("induction-selector");
  await plot.click({ position: { x: 160, y: 60 } });
  const step = Number(await plot.getAttribute("aria-valuenow"));
  await page.mouse.move(2, 2);
  const sliders = page.locator("induction-curves").getByRole("slider");
  const standing = () => sliders.evaluateAll((all) => all.map((one) => one.getAttribute("aria-valuenow")));
  expect(new Set(await standing())).toEqual(new Set([String(step)]));
  const row = run.recording.snapshots.steps.indexOf(step);
  const { scale } = weightsOf(run.model, parametersAt(run.recording, row));
  const caption = page.locator("induction-classifier .caption").first();
  await expect(caption.innerText()).resolves.toContain(`a = ${scale.toFixed(4)}`);
  await plot.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  expect(new Set(await standing())).toEqual(new Set([String(run.recording.snapshots.steps[row + 1])]));
  await page.keyboard.press("Escape");
  expect(new Set(await standing())).toEqual(new Set(["1000"]));
});

test("a change of the learning rate is a jump, at the step where it happened", async () => {
  const stages = await trained(stage.folder, "two-stages", {
    name: "two-stages",
    data: { trainSequences: 100, validationSequences: 20 },
    training: {
      stages: [
        { train: ["scale"], steps: 30, learningRate: 1 },
        { train: ["scale"], steps: 30, learningRate: 0.25 },
      ],
    },
  });
  await inspector.send(...showing(stages));
  await openTab("Dynamics");
  const dynamics = inspector.page.locator("induction-dynamics");
  const { bytes } = await saved(dynamics, "learning rate η", "Save as SVG");
  const path = / d="([^"]+)"/.exec(bytes.toString())?.[1] ?? "";
  const points = path
    .slice(1)
    .split("L")
    .map((point) => point.split(" ").map(Number));
  const jumps = points.filter(([x, y], at) => at > 0 && points[at - 1][0] === x && points[at - 1][1] !== y);
  const slopes = points.filter(([x, y], at) => at > 0 && points[at - 1][0] !== x && points[at - 1][1] !== y);
  expect(jumps).toHaveLength(1);
  expect(slopes).toEqual([]);
});

test("charts that nobody sees are drawn when somebody does", async () => {
  const { page } = inspector;
  await page.setViewportSize({ width: 1200, height: 260 });
  const row = 60;
  const { facts, state } = standingAt(run, row);
  await inspector.send(
    { kind: "content", content: contentOf([{ role: "main", facts }]) },
    { kind: "recording", run: facts.run, recording: recordedBetween(run.recording, 0, row) },
  );
  const strokes = await countStrokes("induction-losses");
  const recorded = recordedBetween(run.recording, row, row + 1);
  await inspector.send({ kind: "frame", run: facts.run, frame: { sequence: 1, sentAt: 0, state, recorded } });
  await inspector.heard("drawn");
  await expect(strokes()).resolves.toBe(0);
  await plotOf("induction-losses").scrollIntoViewIfNeeded();
  await expect.poll(strokes).toBeGreaterThan(0);
});
