/** The page of theory in the built page: what the data select beside what the model keeps, and who loses how much. */
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { predictedSelection } from "../../core/theory";
import { describeSubsets, detectPhases } from "../../core/inspect";
import { coefficientNormOf, weightsOf } from "../../core/model";
import { contentOf, openInspector, showing, type Inspector } from "./inspectorPage";
import { parametersAt, trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";
import { exactNumbers, overflowOf, standOn } from "./standing";
import { diagnosisOf, mechanismStudy, studiesMessage, theoryStudy } from "./studied";

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

const view = () => inspector.page.locator("induction-theory");
const caption = () => view().locator(".caption").innerText();
const fact = (name: string) => view().locator("dl > div").filter({ hasText: name });

async function show(theory = theoryStudy()): Promise<void> {
  await inspector.send(studiesMessage(run, { theory }));
  await inspector.page.getByRole("tab", { name: "Theory" }).click();
  await inspector.send();
}

test("sets stand in the order of Ĩ, each with its exact informations; S* and the model's set are named", async () => {
  const study = theoryStudy();
  await show(study);
  const order = study.sets.toSorted((a, b) => b.modifiedChi2.mean - a.modifiedChi2.mean);
  const rows = view().locator(".informations tbody tr");
  await expect(rows.count()).resolves.toBe(12);
  await expect(exactNumbers(rows)).resolves.toEqual(
    order.slice(0, 12).flatMap(({ modifiedChi2, chi2 }) => [modifiedChi2.mean, chi2.mean]),
  );
  await expect(rows.first().getByRole("rowheader").innerText()).resolves.toBe("{1, 2}S*model");
  await view().getByRole("button", { name: "Show all 15" }).click();
  await expect(rows.count()).resolves.toBe(15);
  await view().getByRole("button", { name: "Show the 12 most informative" }).click();
  await expect(rows.count()).resolves.toBe(12);
});

test("the verdict says whether the model keeps what the data select, at the step that the page stands on", async () => {
  await show();
  await expect(caption()).resolves.toBe(
    "By Ĩ the data select {1, 2}, and so does the model at step 1,000, with more than 99.9 % of the weight.",
  );
  const { steps } = run.recording.snapshots;
  const weightAt = (row: number) =>
    Math.max(...describeSubsets(run.model, parametersAt(run.recording, row)).map(({ weight }) => weight));
  const undecided = Array.from(steps.keys()).find((row) => weightAt(row) < 0.5) ?? 0;
  await standOn(inspector, steps[undecided]);
  await expect(caption()).resolves.toContain("the model is undecided");
  const study = theoryStudy();
  const other = study.sets.findIndex(({ lags }) => lags.join() === "1,3");
  await standOn(inspector, null);
  await show({ ...study, selected: other });
  await expect(caption()).resolves.toContain(
    "By Ĩ the data select {1, 3}, but the model keeps {1, 2} at step 1,000",
  );
  await expect(caption()).resolves.toContain("they differ");
});

test("the gap, the entropy rate and the time of selection are told exactly, predicted beside measured", async () => {
  const study = theoryStudy();
  await show(study);
  const first = parametersAt(run.recording, 0);
  const weights = weightsOf(run.model, first);
  const coefficients = first.subarray(
    run.model.heads * run.model.window,
    run.model.heads * run.model.window + run.model.subsets.length,
  );
  const { data } = run.experiment;
  if (data.kind !== "markov" || !study.gap) throw new Error("the test's run draws its data");
  const predicted = predictedSelection({
    coefficientNorm: coefficientNormOf(coefficients),
    sequenceLength: data.sequenceLength,
    scale: weights.scale,
    gap: study.gap.mean,
  });
  await expect(exactNumbers(fact("gap ΔĨ"))).resolves.toEqual([study.gap.mean]);
  await expect(exactNumbers(fact("entropy rate"))).resolves.toEqual([study.entropyRate.mean]);
  await expect(exactNumbers(fact("t₁ predicted"))).resolves.toEqual([predicted]);
  const { snapshots } = run.recording;
  const rows = Array.from(snapshots.steps, (step, row) => ({
    ...{ step, time: snapshots.times[row], parameters: parametersAt(run.recording, row) },
  }));
  const selection = detectPhases(run.model, rows).find(({ kind }) => kind === "selection");
  const ends = Array.from(snapshots.steps).indexOf(selection?.toStep ?? -1);
  await expect(exactNumbers(fact("t₁ measured"))).resolves.toEqual([snapshots.times[ends]]);
  await fact("t₁ predicted").getByRole("button").click();
  await expect(inspector.page.getByText("theory leaves a constant open").isVisible()).resolves.toBe(true);
});

test("those who learn nothing have their exact losses, by the model's rule or by the log loss", async () => {
  const study = theoryStudy();
  await show(study);
  const rows = view().getByRole("table", { name: "losses on the validation sequences" });
  await expect(exactNumbers(rows)).resolves.toEqual(study.references.map(({ loss }) => loss.mean));
  const model = view().getByRole("list", { name: "Values of losses on the validation sequences" });
  await expect(exactNumbers(model)).resolves.toEqual([run.facts.losses?.validation]);
  await view().getByRole("radio", { name: "log loss" }).click();
  await inspector.send();
  const logs = view().getByRole("table", { name: "log losses on the validation sequences" });
  await expect(exactNumbers(logs)).resolves.toEqual(study.references.map(({ logLoss }) => logLoss.mean));
  const floor = view().getByRole("list", { name: "Values of log losses on the validation sequences" });
  await expect(exactNumbers(floor)).resolves.toEqual([study.entropyRate.mean]);
});

test("where tokens follow one of two laws, losses stand by which, the model's among them, and as levels of its chart", async () => {
  const study = mechanismStudy();
  const { metrics } = run.recording;
  const { validationLoss } = metrics.columns;
  const columns = {
    ...metrics.columns,
    validationLossOwn: validationLoss,
    validationLossGlobal: validationLoss,
  };
  const recording = { ...run.recording, metrics: { ...metrics, columns } };
  const theory = { ...theoryStudy(), references: [] };
  await inspector.send(
    { kind: "recording", run: run.facts.run, recording },
    studiesMessage(run, { theory, mechanisms: study }),
  );
  const last = validationLoss.findLast((loss) => !Number.isNaN(loss));
  for (const [source, of] of [
    ["own", "targets of their own chain"],
    ["shared", "targets of the shared n-gram"],
  ] as const) {
    const levels = ["lazy", "bothBayes", "oracle"].map(
      (kind) => study.predictors.find((score) => score.kind === kind)?.loss[source]?.mean,
    );
    const chart = inspector.page.getByRole("list", { name: `Values of validation loss, ${of}` });
    await expect(exactNumbers(chart)).resolves.toEqual([last, ...levels]);
  }
  await inspector.page.getByRole("tab", { name: "Theory" }).click();
  await inspector.send();
  const group = view().getByRole("rowgroup", { name: "targets of their own chain" });
  await expect(exactNumbers(group)).resolves.toEqual([
    last,
    ...study.predictors.map(({ loss }) => loss.own?.mean),
  ]);
  await view().getByRole("radio", { name: "log loss" }).click();
  await inspector.send();
  await expect(exactNumbers(group)).resolves.toEqual(
    study.predictors.map(({ logLoss }) => logLoss.own?.mean),
  );
  await expect(fact("S*").innerText()).resolves.toContain("{1, 2}");
  await inspector.send(studiesMessage(run, { mechanisms: study }));
  await expect(view().locator(".informations").count()).resolves.toBe(0);
  await expect(exactNumbers(group)).resolves.toHaveLength(study.predictors.length);
});

test("GIH and Bayes stand beside the losses in the head line, only where they are known", async () => {
  const figure = (name: string) =>
    inspector.page.locator("induction-head-line dl > div").filter({ hasText: name });
  await expect(figure("GIH").count()).resolves.toBe(0);
  await show();
  await expect(exactNumbers(figure("GIH"))).resolves.toEqual([0.6604]);
  await expect(exactNumbers(figure("Bayes"))).resolves.toEqual([0.6398]);
});

test("where there is no study the page says what it would show, and asks for it", async () => {
  await inspector.page.getByRole("tab", { name: "Theory" }).click();
  await view().getByRole("button", { name: "Compute Theory" }).click();
  await expect(inspector.heard("act")).resolves.toEqual({
    kind: "act",
    run: run.facts.run,
    action: "theory",
  });
  await inspector.send({ kind: "facts", facts: { ...run.facts, trainedBy: "unknown" } });
  await expect(view().getByRole("button").count()).resolves.toBe(0);
  await expect(view().locator("code").innerText()).resolves.toBe("induction-lab theory quickstart-1");
});

test("a healthy run is said to be healthy here, and of an unhealthy one where its findings stand", async () => {
  await inspector.send(studiesMessage(run, { diagnosis: { step: 1000, findings: [], notes: [] } }));
  await inspector.page.getByRole("tab", { name: "Theory" }).click();
  const line = view().locator(".diagnosis");
  await expect(line.innerText()).resolves.toContain("Diagnosis: nothing unusual at step 1,000.");
  await inspector.send(studiesMessage(run, { diagnosis: diagnosisOf(1000) }));
  await expect(line.innerText()).resolves.toContain("2 findings at step 1,000, at the top of the page");
  await line.getByRole("button", { name: "Diagnose again" }).click();
  await expect(inspector.heard("act")).resolves.toMatchObject({ action: "diagnose" });
});

test("the CSV has every set in full, and the picture is a document of its own, with a bar a set", async () => {
  const study = theoryStudy();
  await show(study);
  const does = async (action: string) => {
    await view().getByRole("button", { name: "Figure: information of sets of lags" }).click();
    await view().getByRole("menuitem", { name: action }).click();
  };
  await does("Save as CSV");
  const { contents } = await inspector.heard("save");
  const lines = Buffer.from(contents).toString().trimEnd().split("\r\n");
  expect(lines).toHaveLength(1 + study.sets.length);
  const best = study.sets[study.selected];
  expect(lines[1]).toBe(
    [
      '"{1, 2}"',
      best.modifiedChi2.mean,
      best.modifiedChi2.standardError,
      best.chi2.mean,
      best.chi2.standardError,
    ].join(),
  );
  await does("Save as SVG");
  const saved = (await inspector.said()).flatMap((message) => (message.kind === "save" ? [message] : []));
  const svg = Buffer.from(Object.values(saved[1].contents)).toString();
  expect(svg).toMatch(/^<\?xml[^]*<title>information of sets of lags<\/title>[^]*<\/svg>/);
  // And one for the background.
  expect(svg.match(/<rect/g)).toHaveLength(1 + 12);
});

test("of runs that are compared the first one's theory is shown, and that is said", async () => {
  const other = { ...run.facts, run: `${run.facts.run}-2`, title: "quickstart-2" };
  await inspector.send({
    kind: "content",
    content: contentOf([
      { role: "main", facts: run.facts },
      { role: "compared", facts: other },
    ]),
  });
  await show();
  await expect(view().locator(".of").first().innerText()).resolves.toBe(
    "Of quickstart-1, the first of the runs that are compared.",
  );
});

test("many lags fit into 480 pixels", async () => {
  await inspector.page.setViewportSize({ width: 480, height: 900 });
  await show(theoryStudy(12));
  await expect(overflowOf(inspector)).resolves.toBe(0);
  await expect(view().getByRole("button", { name: "Show all 78" }).isVisible()).resolves.toBe(true);
});
