/** The page of an evaluation in the built page: curves against length and prior, and how far the model stays behind. */
import type { Locator } from "playwright-core";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { EvaluationCell, PredictorScore } from "../../core/protocol";
import { openInspector, showing, type Inspector } from "./inspectorPage";
import { trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";
import { exactNumbers, overflowOf } from "./standing";
import { evaluationStudy, studiesMessage } from "./studied";

const stage = setStage();
const study = evaluationStudy(1000, "log");
let run: RecordedRun;
let inspector: Inspector;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart");
});

beforeEach(async () => {
  inspector = await openInspector(stage.browser);
  await inspector.send(...showing(run), studiesMessage(run, { evaluation: study }));
  await inspector.page.getByRole("tab", { name: "Generalisation" }).click();
  await inspector.send();
});

afterEach(async () => {
  expect(inspector.complaints).toEqual([]);
  await inspector.page.context().close();
});

const view = () => inspector.page.locator("induction-generalisation");
const againstLength = () => view().locator("induction-relation").first();
const againstPrior = () => view().locator("induction-relation").last();

const cellAt = (sequenceLength: number, alpha: number): EvaluationCell => {
  const cell = study.cells.find((one) => one.sequenceLength === sequenceLength && one.alpha === alpha);
  if (!cell) throw new Error("no such cell");
  return cell;
};

const scoreIn = (cell: EvaluationCell, kind: PredictorScore["kind"], lags = [1, 2]): PredictorScore => {
  const score = cell.predictors.find((one) => one.kind === kind && one.lags.join() === lags.join());
  if (!score) throw new Error("no such predictor");
  return score;
};

const best = (cell: EvaluationCell) =>
  Math.min(...cell.predictors.flatMap(({ kind, loss }) => (kind === "maximumLikelihood" ? loss.mean : [])));

/** In the order of the legend. */
const told = (cell: EvaluationCell) => [
  cell.loss.mean,
  scoreIn(cell, "oracle").loss.mean,
  scoreIn(cell, "bayes").loss.mean,
  scoreIn(cell, "inductionHead").loss.mean,
  best(cell),
];

const names = (chart: Locator) => chart.locator("li .name").allInnerTexts();

test("both charts begin where the model was trained, with the model, the floor, Bayes, GIH and the best k-gram", async () => {
  for (const chart of [againstLength(), againstPrior()]) {
    await expect(names(chart)).resolves.toEqual([
      "model",
      "oracle",
      "Bayes",
      "GIH{1, 2}, a = 7.35",
      "best k-gram",
    ]);
    await expect(exactNumbers(chart)).resolves.toEqual(told(cellAt(100, 0.1)));
  }
  await expect(view().locator(".caption").innerText()).resolves.toMatch(
    /^As it was trained \(L = 100, α = 0\.1\) the model's log loss is \d\.\d{4}, 0\.\d{4} more than Bayes, 0\.\d{4} more than the oracle\./,
  );
});

test("arrow keys go through the lengths, Escape leaves them", async () => {
  const slider = againstLength().getByRole("slider");
  await slider.focus();
  await inspector.page.keyboard.press("ArrowRight");
  await expect(slider.getAttribute("aria-valuetext")).resolves.toBe("L = 300");
  await expect(exactNumbers(againstLength())).resolves.toEqual(told(cellAt(300, 0.1)));
  await inspector.page.keyboard.press("End");
  await expect(exactNumbers(againstLength())).resolves.toEqual(told(cellAt(10_000, 0.1)));
  await inspector.page.keyboard.press("Escape");
  await expect(slider.getAttribute("aria-valuetext")).resolves.toBe("L = 100");
});

test("another α or another length is chosen beside its chart", async () => {
  const choose = async (list: string, value: string) => {
    await view().getByRole("combobox", { name: list }).click();
    await view().getByRole("option", { name: value, exact: true }).click();
    await inspector.send();
  };
  await choose("α of the prior", "10");
  await inspector.page.mouse.move(2, 2);
  await againstLength().getByRole("slider").focus();
  await inspector.page.keyboard.press("Home");
  await expect(exactNumbers(againstLength())).resolves.toEqual(told(cellAt(10, 10)));
  await choose("Length L", "1,000");
  await againstPrior().getByRole("slider").focus();
  await inspector.page.keyboard.press("End");
  await expect(exactNumbers(againstPrior())).resolves.toEqual(told(cellAt(1000, 10)));
});

test("curves are shown and hidden one by one, and distances from the model have no curve of the model", async () => {
  const button = (name: string) => view().getByRole("button", { name, exact: true });
  await expect(button("uniform").getAttribute("aria-pressed")).resolves.toBe("false");
  await button("uniform").click();
  await button("oracle").click();
  await inspector.send();
  await expect(names(againstLength())).resolves.toEqual([
    "model",
    "Bayes",
    "GIH{1, 2}, a = 7.35",
    "best k-gram",
    "uniform",
  ]);
  await view().getByRole("radio", { name: "KL divergence" }).click();
  await inspector.send();
  await expect(button("model").count()).resolves.toBe(0);
  const cell = cellAt(100, 0.1);
  const [bayes, head] = await exactNumbers(againstLength());
  expect([bayes, head]).toEqual([
    scoreIn(cell, "bayes").divergence.mean,
    scoreIn(cell, "inductionHead").divergence.mean,
  ]);
});

test("the map has the gap to Bayes or to the oracle at every length and prior", async () => {
  const gaps = view().getByRole("table", { name: /loss less that of/ });
  await expect(exactNumbers(gaps)).resolves.toEqual(
    study.cells.map((cell) => scoreIn(cell, "bayes").gap.mean),
  );
  await view().getByRole("radio", { name: "oracle" }).click();
  await inspector.send();
  await expect(exactNumbers(gaps)).resolves.toEqual(
    study.cells.map((cell) => scoreIn(cell, "oracle").gap.mean),
  );
});

test("a model that takes votes for logits is compared by the log loss first, and by its own when it is asked for", async () => {
  await inspector.send(studiesMessage(run, { evaluation: evaluationStudy(1000) }));
  const gaps = view().getByRole("table", { name: /loss less that of/ });
  const cell = cellAt(100, 0.1);
  const logs = [cell.logLoss, ...(["oracle", "bayes"] as const).map((kind) => scoreIn(cell, kind).logLoss)];
  const shown = async () => (await exactNumbers(againstLength())).slice(0, 3);
  await expect(shown()).resolves.toEqual(logs.map(({ mean }) => mean));
  await expect(exactNumbers(gaps)).resolves.toEqual(
    study.cells.map((one) => scoreIn(one, "bayes").logGap.mean),
  );
  await view().getByRole("radio", { name: "loss", exact: true }).click();
  await inspector.send();
  await expect(shown()).resolves.toEqual(told(cell).slice(0, 3));
  await expect(exactNumbers(gaps)).resolves.toEqual(study.cells.map((one) => scoreIn(one, "bayes").gap.mean));
});

test("the CSV of a chart has all predictors, with the ends of their 95 % intervals", async () => {
  await view().getByRole("button", { name: "Figure: loss against the length L, α = 0.1" }).click();
  await view().getByRole("menuitem", { name: "Save as CSV" }).click();
  const { contents, fileName } = await inspector.heard("save");
  expect(fileName).toBe("quickstart-1 - loss against the length L, α = 0.1.csv");
  const lines = Buffer.from(contents).toString().trimEnd().split("\r\n");
  expect(lines[0]).toBe("predictor,L,mean (nats),95 % from,to");
  expect(lines).toHaveLength(1 + 7 * 10);
  const { mean, standardError } = cellAt(10, 0.1).loss;
  expect(lines[1]).toBe(["model", 10, mean, mean - 1.96 * standardError, mean + 1.96 * standardError].join());
});

test("it says at which step it was made, and that the run has gone on since", async () => {
  await inspector.send(studiesMessage(run, { evaluation: evaluationStudy(400) }));
  await expect(view().locator(".of").innerText()).resolves.toBe(
    "Made at step 400. The run has gone on to step 1,000 since.",
  );
  await view().getByRole("button", { name: "Evaluate …" }).click();
  await expect(inspector.heard("act")).resolves.toMatchObject({ action: "evaluate" });
});

test("nothing of it is drawn again while another step is chosen", async () => {
  const drawn = () =>
    view()
      .locator("induction-relation svg > g")
      .evaluateAll((all) => all.length > 0 && all.forEach((one) => one.setAttribute("data-seen", "")));
  await drawn();
  await inspector.page.locator("induction-inspector").evaluate((page) => {
    page.dispatchEvent(new CustomEvent("look", { detail: { chosen: 5 } }));
  });
  await inspector.send();
  const fresh = view().locator("induction-relation svg > g:not([data-seen])");
  await expect(fresh.count()).resolves.toBe(0);
});

test("everything fits into 480 pixels", async () => {
  await inspector.page.setViewportSize({ width: 480, height: 900 });
  await inspector.send();
  await expect(overflowOf(inspector)).resolves.toBe(0);
});

test("a run that was never evaluated says so in a report, with the command for it", async () => {
  await inspector.send(studiesMessage(run, {}), {
    kind: "facts",
    facts: { ...run.facts, trainedBy: "unknown" },
  });
  await expect(view().locator("code").innerText()).resolves.toBe("induction-lab evaluate quickstart-1");
  await expect(view().getByRole("button").count()).resolves.toBe(0);
});
