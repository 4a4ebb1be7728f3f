/** The page of an ablation in the built page: what each part costs, knocked out or never trained, with every seed. */
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openInspector, showing, type Inspector } from "./inspectorPage";
import { trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";
import { exactNumbers, overflowOf } from "./standing";
import { ablationStudy, studiesMessage } from "./studied";

const stage = setStage();
const study = ablationStudy(600);
let run: RecordedRun;
let inspector: Inspector;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart");
});

beforeEach(async () => {
  inspector = await openInspector(stage.browser);
  await inspector.send(...showing(run), studiesMessage(run, { ablation: study }));
  await inspector.page.getByRole("tab", { name: "Ablations" }).click();
  await inspector.send();
});

afterEach(async () => {
  expect(inspector.complaints).toEqual([]);
  await inspector.page.context().close();
});

const view = () => inspector.page.locator("induction-ablations");
const plot = () => view().getByRole("table", { name: "what each part is worth" });

test("knock-outs and variants stand on one axis with their exact costs, the baseline being its zero", async () => {
  const [, ...variants] = study.variants;
  await expect(exactNumbers(plot())).resolves.toEqual([
    ...study.knockOuts.map(({ cost }) => cost.mean),
    ...variants.map(({ cost }) => cost?.mean),
  ]);
  await expect(view().locator(".caption").innerText()).resolves.toContain(
    "The most is lost by “Every head reads all lags alike”: 0.3318 nats.",
  );
});

test("an interval lies over its mean and as wide as its error says", async () => {
  const row = plot().getByRole("row").filter({ hasText: "Head 1 removed" });
  const box = async (part: string) => {
    const found = await row.locator(part).boundingBox();
    if (!found) throw new Error(`${part} is not drawn`);
    return found;
  };
  const [interval, mean, zero, track] = [
    await box(".interval"),
    await box(".mean"),
    await box(".line"),
    await box(".track"),
  ];
  const { cost } = study.knockOuts[0];
  expect(mean.x + 4 - (interval.x + interval.width / 2)).toBeCloseTo(0, 0);
  const pixelsPerNat = (mean.x + 4 - zero.x) / cost.mean;
  expect(interval.width / (2 * 1.96 * cost.standardError * pixelsPerNat)).toBeCloseTo(1, 1);
  expect(interval.x + interval.width).toBeLessThanOrEqual(track.x + track.width);
});

test("every seed is a dot of its own: what it lost more than the same seed of the baseline", async () => {
  const [baseline] = study.variants;
  const variant = study.variants.find(({ id }) => id === "no-selector");
  const words = (variant?.members ?? []).map(({ seed, loss }, index) => {
    const cost = loss - baseline.members[index].loss;
    return `seed ${seed}: +${cost.toFixed(4)}`;
  });
  const dots = plot().getByRole("row").filter({ hasText: "No selector" }).locator(".member");
  await expect(dots.evaluateAll((all) => all.map((one) => one.getAttribute("title")))).resolves.toEqual(
    words,
  );
});

test("the table tells what was changed, and how many seeds ended well", async () => {
  const row = view().locator(".losses tr").filter({ hasText: "Learning rate 10 times" });
  await expect(row.getByRole("rowheader").innerText()).resolves.toContain(
    "training.stages[0].learningRate 1 → 10",
  );
  const last = row.getByRole("cell").last();
  await expect(last.innerText()).resolves.toBe("3 of 5");
  await expect(last.getAttribute("title")).resolves.toContain("seed 0: The loss is NaN after step 41.");
  const intact = view().locator(".losses tr").filter({ hasText: "intact model" });
  await expect(exactNumbers(intact)).resolves.toEqual([study.intact.mean]);
});

test("it says at which step it was made, what was left out, and asks for a new one", async () => {
  await expect(view().locator(".of").innerText()).resolves.toBe(
    "Made at step 600. The run has gone on to step 1,000 since.",
  );
  await expect(view().locator(".notes").innerText()).resolves.toBe(study.notes[0]);
  await view().getByRole("button", { name: "Ablate …" }).click();
  await expect(inspector.heard("act")).resolves.toMatchObject({ action: "ablate" });
});

test("without variants there is the one half, and nothing about seeds", async () => {
  await inspector.send(studiesMessage(run, { ablation: { ...study, variants: [] } }));
  await expect(exactNumbers(plot())).resolves.toEqual(study.knockOuts.map(({ cost }) => cost.mean));
  await expect(plot().locator(".member").count()).resolves.toBe(0);
});

test("a variant of which every seed failed has a row without a number", async () => {
  const failed = {
    ...{ id: "bad", title: "Bad", changes: ["seed"], cost: null },
    members: [{ seed: 0, loss: NaN, failure: "NaN" }],
  };
  const variants = [study.variants[0], failed];
  await inspector.send(studiesMessage(run, { ablation: { ...study, knockOuts: [], variants } }));
  await expect(plot().getByRole("row").filter({ hasText: "Bad" }).innerText()).resolves.toMatch(/Bad\s+–/);
  await expect(view().locator(".caption").innerText()).resolves.toBe("Nothing could be measured.");
});

test("the CSV tells costs, intervals and every seed in full", async () => {
  await view().getByRole("button", { name: "Figure: what each part is worth" }).click();
  await view().getByRole("menuitem", { name: "Save as CSV" }).click();
  const { contents } = await inspector.heard("save");
  const lines = Buffer.from(contents).toString().trimEnd().split("\r\n");
  expect(lines).toHaveLength(1 + study.knockOuts.length + study.variants.length - 1);
  const { mean, standardError } = study.knockOuts[0].cost;
  // Of five seeds, by Student's t.
  const { cost } = study.variants[1];
  const student = 2.776 * (cost?.standardError ?? NaN);
  expect(lines[1 + study.knockOuts.length].split(",").slice(3, 6).map(Number)).toEqual([
    ...[cost?.mean, (cost?.mean ?? NaN) - student, (cost?.mean ?? NaN) + student],
  ]);
  expect(lines[1]).toBe(
    [
      '"knocked out of the trained model, step 600"',
      ...["Head 1 removed", mean, mean - 1.96 * standardError, mean + 1.96 * standardError, ""],
    ].join(),
  );
});

test("everything fits into 480 pixels", async () => {
  await inspector.page.setViewportSize({ width: 480, height: 900 });
  await inspector.send();
  await expect(overflowOf(inspector)).resolves.toBe(0);
});
