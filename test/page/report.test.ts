/**
 * Reports in a real browser, opened from the disk with every network cut off: the same numbers as core reads from the
 * run, the same views, and nothing that is asked of anybody.
 */
import { execFile } from "node:child_process";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { describeHeads, describeSubsets, traceAt } from "../../core/inspect";
import { weightsOf } from "../../core/model";
import { sequenceAt } from "../../core/training";
import { programFile } from "../cli/program";
import { parametersAt, trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";

const stage = setStage();
let run: RecordedRun;
let file: string;

/** The paper's model, on so little data that it takes a second, with every step recorded. */
const quickly = [
  "--steps",
  "2000",
  "--set",
  "data.trainSequences=300",
  "--set",
  "data.validationSequences=40",
];

const everyStep = ["--set", "record.snapshots=1", "--set", "record.maxSnapshots=4000"];

beforeAll(async () => {
  run = await trained(stage.folder, "paper", "paper-simultaneous", ...quickly, ...everyStep);
  file = await reportOf("paper");
});

async function reportOf(...names: readonly string[]): Promise<string> {
  const written = path.join(stage.folder, `${names.join("-")}.html`);
  const words = [programFile, "report", ...names, "--replace", "--out", written];
  await promisify(execFile)(process.execPath, words, { cwd: stage.folder });
  return written;
}

interface OpenReport {
  readonly page: Page;
  /** Errors on the console, violations of the policy among them. */
  readonly complaints: readonly string[];
  /** Addresses that anything was asked of. */
  readonly asked: readonly string[];
}

async function open(reportFile: string, colorScheme: "light" | "dark" = "light"): Promise<OpenReport> {
  const viewport = { width: 1240, height: 900 };
  const context = await stage.browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
  onTestFinished(() => context.close());
  await context.setOffline(true);
  await context.route(/^(?!file:)/, (route) => route.abort());
  const page = await context.newPage();
  const [complaints, asked]: [string[], string[]] = [[], []];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => {
    complaints.push(`It opened a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(reportFile).href);
  return { page, complaints, asked };
}

/** A report that shows its run. */
async function openShown(...args: Parameters<typeof open>): Promise<OpenReport> {
  const opened = await open(...args);
  await opened.page.getByRole("heading", { level: 1 }).waitFor();
  return opened;
}

/** In full, of every number that the page says inside `within`. */
function numbersIn(page: Page, within: string): Promise<string[]> {
  const all = page.locator(within).locator("data");
  return all.evaluateAll((found) => found.map((one) => one.getAttribute("value") ?? ""));
}

/** A page draws when the browser comes to it. */
const patiently = { timeout: 20_000 };

const rows = () => run.recording.snapshots.steps.length;

test("keeps below 5 MB with 2,000 snapshots of the paper's model", async () => {
  expect(rows()).toBeGreaterThan(1900);
  const { size } = await stat(file);
  expect(size).toBeLessThan(5_000_000);
});

test("shows the exact numbers that core reads from the run, and asks nothing of anybody", async () => {
  const { page, complaints, asked } = await openShown(file);
  await expect(page.getByRole("heading", { level: 1 }).innerText()).resolves.toBe("paper");
  const head = await numbersIn(page, "induction-head-line");
  expect(head).toEqual(expect.arrayContaining(["2000", String(run.facts.losses?.last)]));
  const parameters = parametersAt(run.recording, rows() - 1);
  const selector = await numbersIn(page, "induction-selector");
  for (const { weight } of describeSubsets(run.model, parameters)) expect(selector).toContain(String(weight));
  const copier = await numbersIn(page, "induction-copier");
  for (const { attention } of describeHeads(run.model, parameters))
    expect(copier).toContain(String(attention));
  expect(await numbersIn(page, "induction-classifier")).toContain(String(parameters.at(-1)));
  expect(complaints).toEqual([]);
  expect(asked).toEqual([pathToFileURL(file).href]);
});

test("stands on any step that the reader chooses", async () => {
  const { page, complaints } = await openShown(file);
  const scrubber = page.locator("induction-timeline").getByRole("slider");
  await scrubber.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  const { scale, subsetWeights } = weightsOf(run.model, parametersAt(run.recording, 1));
  await expect.poll(() => numbersIn(page, "induction-classifier"), patiently).toContain(String(scale));
  const selector = await numbersIn(page, "induction-selector");
  subsetWeights.forEach((weight) => expect(selector).toContain(String(weight)));
  expect(complaints).toEqual([]);
});

test("traces the sequences that it holds: their predictions are core's", async () => {
  const { page, complaints } = await openShown(file);
  const predicted = async (index: number, position: number) => {
    const { tokens } = await sequenceAt(run.experiment, { set: "validation", index });
    return traceAt(run.model, parametersAt(run.recording, rows() - 1), tokens, position).prediction;
  };
  const length = run.experiment.data.kind === "markov" ? run.experiment.data.sequenceLength : NaN;
  // Exponentials of two versions of V8 may differ in their last bit.
  const shows = async (probability: number) =>
    (await numbersIn(page, "induction-trace")).some((shown) => Math.abs(Number(shown) - probability) < 1e-12);
  const expectShown = async (prediction: Float64Array) => {
    for (const probability of prediction) await expect.poll(() => shows(probability), patiently).toBe(true);
  };
  await expectShown(await predicted(0, length));
  const trace = page.locator("induction-trace");
  await trace.getByRole("button", { name: "sequence: the next" }).click();
  await expectShown(await predicted(1, length));
  const held = run.experiment.data.validationSequences;
  await expect(trace.ariaSnapshot()).resolves.toContain(`of ${held}`);
  await trace.getByRole("button", { name: "Random" }).click();
  await expect(trace.getByText("This report holds").count()).resolves.toBe(0);
  expect(complaints).toEqual([]);
});

test.each(["light", "dark"] as const)("a picture of it, %s", async (scheme) => {
  const { page, complaints } = await openShown(file, scheme);
  await page.locator("induction-trace").getByRole("listbox").waitFor();
  const picture = fileURLToPath(new URL(`../../test-results/page/report-${scheme}.png`, import.meta.url));
  await page.screenshot({ path: picture, fullPage: true });
  expect(complaints).toEqual([]);
});

test("offers nothing that only the editor can do", async () => {
  const { page } = await openShown(file);
  for (const name of ["Run Again", "Resume", "Show Log", "Show Folder", "Open Experiment", "Write Report"]) {
    await expect(page.getByRole("button", { name }).count()).resolves.toBe(0);
  }
  await expect(page.getByText("Another window").count()).resolves.toBe(0);
});

test("gives figures out as downloads", async () => {
  const { page, complaints } = await openShown(file);
  const menu = page
    .locator("induction-losses induction-figure")
    .first()
    .getByRole("button", { name: /^Figure/ });
  await menu.click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Save as CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  const csv = await readFile(await download.path(), "utf8");
  expect(csv).toContain(String(run.recording.metrics.columns.loss[1]));
  await menu.click();
  const [picture] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Save as PNG" }).click(),
  ]);
  const png = await readFile(await picture.path());
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(complaints).toEqual([]);
});

test("copies a figure's numbers, with the clipboard and without", async () => {
  const { page } = await openShown(file);
  const menu = page
    .locator("induction-losses induction-figure")
    .first()
    .getByRole("button", { name: /^Figure/ });
  const paste = async () => {
    await page.evaluate(() => {
      document.querySelector("#pasted")?.remove();
      const field = document.body.appendChild(document.createElement("textarea"));
      field.id = "pasted";
      field.focus();
    });
    await page.keyboard.press("Control+V");
    return page.locator("#pasted");
  };
  const expectCopied = async (text: string) => {
    await menu.click();
    await page.getByRole("menuitem", { name: "Copy Data" }).click();
    // The clipboard is written a moment later.
    await expect.poll(async () => (await paste()).inputValue(), patiently).toContain(text);
    // The next one is not to find this one.
    await page.locator("#pasted").fill("other");
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Control+X");
  };
  const loss = String(run.recording.metrics.columns.loss[1]);
  await expectCopied(loss);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("not here"));
  });
  await expectCopied(loss);
});

test("is light or dark as the reader's system, follows it, and takes the reader's word over it", async () => {
  const { page } = await openShown(file, "dark");
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const [dark, light] = ["rgb(31, 31, 31)", "rgb(255, 255, 255)"];
  await expect(background()).resolves.toBe(dark);
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(background, patiently).toBe(light);
  await expect(page.evaluate(() => document.body.className)).resolves.toBe("vscode-light");
  await page.getByRole("button", { name: "Dark colours" }).click();
  await expect(background()).resolves.toBe(dark);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.emulateMedia({ colorScheme: "light" });
  await expect(background()).resolves.toBe(dark);
  await page.getByRole("button", { name: "Light colours" }).click();
  await expect(background()).resolves.toBe(light);
});

test("one that was cut short says so in place of the run", async () => {
  const html = await readFile(file, "utf8");
  const torn = path.join(stage.folder, "torn.html");
  await writeFile(torn, html.replace(/(id="report">[^<]{9000})[^<]*/, "$1"));
  const { page } = await open(torn);
  await expect(page.getByRole("alert").innerText()).resolves.toMatch(/cannot be read.*get the file again/);
});

test("a program that was changed does not run: the policy knows its hash", async () => {
  const html = await readFile(file, "utf8");
  const changed = path.join(stage.folder, "changed.html");
  await writeFile(changed, html.replace("</script>\n</body>", ";document.title = 'mine';</script>\n</body>"));
  const { page, complaints } = await open(changed);
  await expect(page.title()).resolves.toBe("paper · Induction Lab");
  expect(complaints.join()).toContain("Content Security Policy");
});

test("names do not break out of it", async () => {
  const name = `a<!--<script>alert(1)<svg onload=alert(2)>&amp;"`;
  await trained(stage.folder, name, "quickstart", "--steps", "20");
  const { page, complaints } = await openShown(await reportOf(name));
  await expect(page.getByRole("heading", { level: 1 }).innerText()).resolves.toBe(name);
  await expect(page.title()).resolves.toBe(`${name} · Induction Lab`);
  expect(complaints).toEqual([]);
});

test("a damaged run is shown as far as it goes, with the damage in words", async () => {
  await trained(stage.folder, "damaged", "quickstart", "--steps", "50");
  await rm(path.join(stage.folder, "damaged/snapshots.zarr/rpe"), { recursive: true });
  // It says with its exit code that something is damaged.
  const written = path.join(stage.folder, "damaged.html");
  await reportOf("damaged").catch(() => undefined);
  const { page, complaints } = await openShown(written);
  const notices = page.locator("induction-notices");
  await expect.poll(() => notices.ariaSnapshot(), patiently).toContain("snapshots.zarr/rpe is missing");
  await expect(page.getByRole("button", { name: "Show Folder" }).count()).resolves.toBe(0);
  expect(complaints).toEqual([]);
});

test("compares runs over the same axes", async () => {
  await trained(stage.folder, "other", "paper-simultaneous", ...quickly, "--set", "seed=8");
  const { page, complaints } = await openShown(await reportOf("paper", "other"));
  await expect(page.getByRole("heading", { level: 1 }).innerText()).resolves.toBe("Compare 2 runs");
  await page.getByRole("tab", { name: "Compare" }).click();
  const table = page.locator("induction-comparison");
  await expect.poll(() => table.ariaSnapshot(), patiently).toMatch(/paper[^]*other[^]*seed/);
  expect(complaints).toEqual([]);
});
