/** The laws of each stage in the built page: drawn over the curves, told in sentences, all three in a table. */
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { detectPhases, lawText, stageRates, type StageRate } from "../../core/inspect";
import { lawKinds, lawValue } from "../../core/theory";
import { contentOf, openInspector, readAloud, showing, type Inspector } from "./inspectorPage";
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

test("the probe", async () => {
  console.log(await readAloud(inspector, "induction-dynamics"));
  console.log(await verdicts().allInnerTexts());
  console.log(await tableOf("scale a"));
  await inspector.picture("probe-dynamics");
});
void [other, lawText, lawKinds, lawValue, contentOf, exactNumbers, overflowOf, standOn, toggle, fits];
