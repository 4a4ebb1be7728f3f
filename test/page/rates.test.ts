/** The laws of each stage in the built page: drawn over the curves, told in sentences, all three in a table. */
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { detectPhases, lawText, rSquaredText, stageRates, type StageRate } from "../../core/inspect";
import { lawKinds, lawValue } from "../../core/theory";
import { contentOf, openInspector, showing, type Inspector } from "./inspectorPage";
import { parametersAt, trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";
import { exactNumbers, overflowOf, standOn } from "./standing";

const stage = setStage();
let run: RecordedRun;
let other: RecordedRun;
let inspector: Inspector;
let rates: readonly StageRate[];

const learning = { learningRate: 1, optimizer: "sgd" } as const;
const experiment = (seed: number) => ({
  name: "stages",
  seed,
  data: { trainSequences: 500, validationSequences: 0 },
  model: {
    lagMask: "authors",
    normalizeValues: "l2",
    boundary: "truncate",
    includeEmptySubset: true,
    loss: "softmax",
  },
  training: {
    stages: [
      { train: ["coefficients"], steps: 60, ...learning },
      { train: ["rpe"], steps: 2_000, ...learning },
      { train: ["scale"], steps: 500, ...learning },
    ],
  },
});

beforeAll(async () => {
  run = await trained(stage.folder, "stages-1", experiment(0));
  other = await trained(stage.folder, "stages-2", experiment(1));
  rates = ratesOf(run);
});

beforeEach(async () => {
  inspector = await openInspector(stage.browser);
  await inspector.send(...showing(run));
  await inspector.page.getByRole("tab", { name: "Dynamics" }).click();
  await inspector.send();
});

afterEach(async () => {
  expect(inspector.complaints).toEqual([]);
  await inspector.page.context().close();
});

function ratesOf({ model, recording: { snapshots, metrics } }: RecordedRun): readonly StageRate[] {
  expect(metrics.steps.length).toBeGreaterThan(0);
  const rows = Array.from(snapshots.steps, (step, row) => ({
    ...{ step, time: snapshots.times[row] },
    parameters: parametersAt({ snapshots, metrics }, row),
  }));
  return stageRates(model, rows, detectPhases(model, rows));
}

const view = () => inspector.page.locator("induction-dynamics");
const verdicts = () => view().locator(".verdicts li");
const fits = () => view().getByRole("table", { name: "Fits of three laws" });
const toggle = () => view().getByRole("checkbox", { name: "Fits" });

/** The table behind a chart: its columns' names, and exact values. */
async function tableOf(figure: string): Promise<{ names: string[]; rows: number[][] }> {
  await view()
    .getByRole("button", { name: `Figure: ${figure}`, exact: true })
    .click();
  await view().getByRole("menuitem", { name: "Show Table" }).click();
  const table = view().getByRole("table", { name: figure, exact: true });
  const names = await table.getByRole("columnheader").allInnerTexts();
  const rows = await table.locator("tbody tr").evaluateAll((all) =>
    all.map((one) =>
      Array.from(one.querySelectorAll("td, th"), (cell) => {
        const value = cell.querySelector("data")?.getAttribute("value");
        return value ? Number(value) : NaN;
      }),
    ),
  );
  return { names, rows };
}

test("each chart says of its stage which law fits, with its numbers, and whether that is the predicted one", async () => {
  const said = await verdicts().allInnerTexts();
  expect(said).toHaveLength(rates.length);
  rates.forEach(({ best, verdict }, index) => {
    if (!best) throw new Error("all can be fitted");
    expect(said[index]).toContain(` ~ ${lawText(best.law)}, R² ${rSquaredText(best)}`);
    expect(said[index].endsWith("as predicted.")).toBe(verdict === "asPredicted");
  });
  expect(said.map((sentence) => sentence.split(":")[0])).toEqual([
    ...["Stage I", "Stage II", "Stage II", "Stage III"],
  ]);
});

test("the best law lies over the curve with its exact values, over the steps of its stage", async () => {
  const { quantity, best, times, steps } = rates[rates.length - 1];
  if (!best) throw new Error("the scale can be fitted");
  expect(quantity.kind).toBe("scale");
  const { names, rows } = await tableOf("scale a over steps");
  const [at, fitted] = [0, names.findIndex((name) => name.startsWith("fitted logarithm"))];
  const drawn = rows.filter((row) => Number.isFinite(row[fitted]));
  expect([drawn.length > 100, drawn[drawn.length - 1][at]]).toEqual([true, steps[steps.length - 1]]);
  for (const row of drawn) {
    const time = times[steps.indexOf(row[at])];
    expect(row[fitted]).toBeCloseTo(lawValue(best.law, time), 6);
  }
});

test("all three laws stand side by side with their exact R² and AIC, the best one bold", async () => {
  const all = rates.flatMap(({ fits: found }) => lawKinds.flatMap((kind) => found?.[kind] ?? []));
  const numbers = await exactNumbers(fits());
  expect(numbers).toHaveLength(2 * all.length);
  // The browser's exponential is not always Node's.
  all
    .flatMap(({ rSquared, aic }) => [rSquared, aic])
    .forEach((number, index) => expect(numbers[index]).toBeCloseTo(number, 6));
  await expect(fits().locator(".best").count()).resolves.toBe(rates.length);
  const bold = await fits().locator(".best td:first-of-type").allInnerTexts();
  rates.forEach(({ best }, index) => expect(bold[index]).toContain(best && lawText(best.law)));
});

test("the CSV of the fits has every parameter with its standard error", async () => {
  await view().getByRole("button", { name: "Figure: fits of three laws" }).click();
  await view().getByRole("menuitem", { name: "Save as CSV" }).click();
  const { contents } = await inspector.heard("save");
  const [head, ...lines] = Buffer.from(contents).toString().trimEnd().split("\r\n");
  const fit = rates[0].fits?.exponential;
  if (fit?.law.kind !== "exponential") throw new Error("the ratio grows exponentially");
  const cells = lines[0].replace(/"[^"]*"/, "").split(",");
  const cell = (name: string) => Number(cells[head.split(",").indexOf(name)]);
  expect(lines).toHaveLength(rates.flatMap((rate) => Object.values(rate.fits ?? {}).filter(Boolean)).length);
  expect(cell("r")).toBeCloseTo(fit.law.rate, 9);
  expect(cell("standard error of r")).toBeCloseTo(fit.standardErrors.rate ?? NaN, 9);
  expect(cell("R²")).toBeCloseTo(fit.rSquared, 9);
});

test("unticked, curves stand alone", async () => {
  await toggle().click();
  await inspector.send();
  await expect(verdicts().count()).resolves.toBe(0);
  await expect(fits().count()).resolves.toBe(0);
  const { names } = await tableOf("scale a over steps");
  expect(names.filter((name) => name.includes("fitted"))).toEqual([]);
});

test("of runs that are compared each has its sentence, without curves over curves", async () => {
  await inspector.send(
    {
      kind: "content",
      content: contentOf([
        { role: "main", facts: run.facts },
        { role: "compared", facts: other.facts },
      ]),
    },
    { kind: "recording", run: run.facts.run, recording: run.recording },
    { kind: "recording", run: other.facts.run, recording: other.recording },
  );
  const said = await verdicts().allInnerTexts();
  expect(said).toHaveLength(2 * rates.length);
  expect(said.filter((sentence) => sentence.startsWith("stages-2: Stage III"))).toHaveLength(1);
  const { names } = await tableOf("scale a over steps");
  expect(names.filter((name) => name.includes("fitted"))).toEqual([]);
});

test("a step that is looked at changes no fit, and nothing is too wide for 480 pixels", async () => {
  const before = await exactNumbers(fits());
  await standOn(inspector, run.recording.snapshots.steps[40]);
  await expect(exactNumbers(fits())).resolves.toEqual(before);
  await inspector.page.setViewportSize({ width: 480, height: 900 });
  await inspector.send();
  await expect(overflowOf(inspector)).resolves.toBe(0);
});
