/**
 * A run on the mixed target on the built page: its phases in sentences, its six scalars and its heads on a sequence are
 * core's, at every step; and beside a run on tokens each shows what it has.
 */
import path from "node:path";
import axe, { type AxeResults } from "axe-core";
import type { Locator } from "playwright-core";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { experimentFromValue, isMixed, presets, type MixedExperiment } from "../../core/config";
import {
  mixedCircuit,
  mixedCircuitSentences,
  mixedCourse,
  mixedPhaseSentences,
  mostAttended,
  type MixedCircuit,
} from "../../core/inspect";
import type { Recording, RunFacts, RunningState, ToPanel } from "../../core/protocol";
import { transitionStudyOfRun } from "../../core/evaluation";
import { readContents } from "../../core/report";
import { openRun } from "../../core/runs";
import { scalarsAt, startRun } from "../../core/training";
import { expectFormulas, panelOf } from "./formulaPanels";
import { contentOf, openInspector, type Inspector } from "./inspectorPage";
import { parametersAt, recordedBetween } from "./recorded";
import { setStage } from "./stage";
import { studiesMessage } from "./studied";
import { exactValues, expectExact } from "./tracing";

const stage = setStage();
interface ShownRun {
  readonly facts: RunFacts;
  readonly recording: Recording;
}
let mixed: ShownRun;
let facts: RunFacts;
let recording: Recording;
let experiment: MixedExperiment;
/** Shows the run all through the tests. */
let inspector: Inspector;

beforeAll(async () => {
  mixed = await trainedPreset("lazy-to-rich", {});
  ({ facts, recording } = mixed);
  if (!facts.experiment || !isMixed(facts.experiment)) throw new Error("lazy-to-rich is no mixed target");
  experiment = facts.experiment;
  inspector = await openInspector(stage.browser, { width: 1240 });
  await inspector.send(
    { kind: "content", content: contentOf([{ role: "main", facts }]) },
    { kind: "recording", run: facts.run, recording },
  );
  await answer(inspector);
});

async function trainedPreset(id: string, training: object): Promise<ShownRun> {
  const source = presets.find((preset) => preset.id === id)?.experiment;
  const parsed = experimentFromValue({
    ...source,
    training: { ...source?.training, ...training },
    engine: { threads: 1 },
  });
  if (!parsed.ok) throw new Error(`${id} is no experiment`);
  const runDirectory = path.join(stage.folder, id);
  const run = await startRun({ experiment: parsed.experiment, runDirectory, baseDirectory: "." });
  await run.finished;
  const contents = await readContents(runDirectory);
  const step = contents.recording.snapshots.steps.at(-1) ?? 0;
  return {
    recording: contents.recording,
    facts: {
      ...{ run: runDirectory, name: id, title: id, state: "done", sentence: "done", trainedBy: "nobody" },
      ...{ step, totalSteps: step, stages: [{ stage: 0, name: "all", fromStep: 0 }], edits: [] },
      ...{ losses: null, stepsPerSecond: 9000, pace: null, engine: null, checkpoints: [], problems: [] },
      experiment: parsed.experiment,
    },
  };
}

/** What the page asked for last, as the host answers it. */
async function answer(inspector: Inspector): Promise<void> {
  const asked = (await inspector.said()).findLast((message) => message.kind === "sequence");
  if (asked?.kind !== "sequence") throw new Error("nothing was asked for");
  const { place } = asked;
  const { count, scalars } = await scalarsAt(experiment, place);
  await inspector.send({
    kind: "sequence",
    run: asked.run,
    sequence: { kind: "scalars", ...place, count, scalars },
  });
}

async function circuitAt(row: number, index = 0): Promise<MixedCircuit> {
  const { scalars } = await scalarsAt(experiment, { set: "validation", index });
  return mixedCircuit(experiment.data, parametersAt(recording, row), scalars);
}

/** Snapshot row of a step in the middle of the emergence. */
function middleRow(): number {
  return recording.snapshots.steps.findIndex((step) => step >= 900);
}

/** Sentences and numbers of heads and trace are this circuit's. */
async function expectCircuit(inspector: Inspector, circuit: MixedCircuit): Promise<void> {
  const heads = inspector.page.locator("induction-mixed-heads");
  const said = (await heads.locator(".step p").allInnerTexts()).map((one) => one.trim());
  expect(said).toEqual(mixedCircuitSentences(circuit));
  const { lazy, rich, matches, richAttention, wantedAttention, richBrought } = circuit;
  await expectExact(heads.locator(".outputs"), [
    ...[lazy.output, lazy.wanted, lazy.loss],
    ...[rich.output, rich.wanted, rich.loss],
    lazy.loss + rich.loss,
  ]);
  const places = mostAttended(circuit, richAttention, 5);
  const computed = places.map(({ position, attention, copied }) => [
    ...[copied, matches[position], attention],
    ...[wantedAttention[position], richBrought[position]],
  ]);
  await expect(valuesOf(heads.locator(".places td > data"))).resolves.toEqual(
    places.map(({ token }) => token),
  );
  await expectExact(heads.locator(".places induction-number"), computed.flat());
  const scalars = inspector.page.locator("induction-mixed-scalars");
  await expect(exactValues(scalars.locator("tr.match"))).resolves.toEqual([circuit.effective.match, 4]);
  for (const name of ["value1", "value2"] as const) {
    await expect(exactValues(scalars.locator(`tr.${name}`))).resolves.toEqual([circuit.values[name], 0.5]);
  }
}

/** In full. */
const valuesOf = (numbers: Locator): Promise<number[]> =>
  numbers.evaluateAll((all) => all.map((one) => Number(one.getAttribute("value"))));

const metricLines = () => {
  const { steps, columns } = recording.metrics;
  const { time, unexplainedG4, unexplainedIH } = columns;
  return Array.from(steps, (step, row) => ({
    ...{ step, time: time?.[row] ?? step * 0.5 },
    ...{ unexplainedG4: unexplainedG4[row], unexplainedIH: unexplainedIH[row] },
  }));
};

const phasesUpTo = (last: number) =>
  mixedPhaseSentences(
    mixedCourse(
      metricLines().filter(({ step }) => step <= last),
      experiment.training.stages,
    ),
  );

const sentencesIn = (within: Locator) =>
  within.locator("li").evaluateAll((all) => all.map((one) => one.textContent?.trim()));

test("the four phases are told as core finds them, on the timeline too", async () => {
  const { page, complaints } = inspector;
  const sentences = phasesUpTo(2000);
  expect(sentences).toHaveLength(4);
  expect(sentences[1]).toContain("T_II = ");
  await expect(
    sentencesIn(page.locator("induction-mixed-transition").getByRole("list", { name: "Phases" })),
  ).resolves.toEqual(sentences);
  const onTheWay = await sentencesIn(page.getByRole("list", { name: "On the way" }));
  expect(onTheWay).toEqual(expect.arrayContaining([...sentences]));
  await expect(page.locator("induction-timeline svg text").allTextContents()).resolves.toContain(
    "II plateau",
  );
  expect(complaints).toEqual([]);
});

test("keys read a position, and choose the one that is looked at in layer 1", async () => {
  const circuit = await circuitAt(recording.snapshots.steps.length - 1);
  const rows = inspector.page.getByRole("slider", { name: /^Tokens, and the attention/ });
  await rows.focus();
  await inspector.page.keyboard.press("End");
  await inspector.page.keyboard.press("ArrowLeft");
  await expect(rows.getAttribute("aria-valuenow")).resolves.toBe("39");
  await inspector.page.keyboard.press("Enter");
  await inspector.page.keyboard.press("ArrowLeft");
  await inspector.send();
  const reading = inspector.page.locator("induction-scalar-rows .reading");
  const { tokens, copied, copierLags, lazyAttention, richAttention, wantedAttention } = circuit;
  const seen = copierLags.subarray(0, 38).reduce((sum, weight) => sum + weight, 0);
  await expectExact(reading, [
    ...[tokens[37], copied[37], copierLags[0] / seen],
    ...[lazyAttention[37], richAttention[37], wantedAttention[37]],
  ]);
});

test("losses, scalars, heads and trace are core's at whatever step the page stands on", async () => {
  const { page } = inspector;
  const last = recording.snapshots.steps.length - 1;
  await expectCircuit(inspector, await circuitAt(last));
  await page.getByRole("slider", { name: "Step that the page shows" }).focus();
  await page.keyboard.press("Home");
  await inspector.send();
  await expectCircuit(inspector, await circuitAt(0));
  const next = page.locator("induction-mixed-heads").getByRole("button", { name: "sequence: the next" });
  await next.click();
  await answer(inspector);
  await expectCircuit(inspector, await circuitAt(0, 1));
  const legend = page.locator("induction-mixed-transition induction-curves").first().locator("li data");
  const values = await valuesOf(legend);
  const { lossG4, lossIH } = recording.metrics.columns;
  expect(values.slice(0, 2)).toEqual([lossG4[0], lossIH[0]]);
  await page.getByRole("slider", { name: "Step that the page shows" }).focus();
  await page.keyboard.press("End");
  await inspector.send();
  await expectCircuit(inspector, await circuitAt(last, 1));
  expect(inspector.complaints).toEqual([]);
});

test("behind the numbers of heads, trace, scalars and phases stand formulas whose numbers make them", async () => {
  const { page } = inspector;
  const made = async (within: string) => expectFormulas(inspector, within, /arXiv 2410\.11474/);
  // How many have numbers put in: of what is only trained or set there are none.
  await expect(made("induction-mixed-transition")).resolves.toBe(4);
  await expect(made("induction-mixed-scalars tr.match")).resolves.toBe(1);
  await expect(made("induction-mixed-scalars tr.value1")).resolves.toBe(1);
  await expect(made("induction-mixed-heads .reading")).resolves.toBe(5);
  await expect(made("induction-mixed-heads .behind")).resolves.toBe(4);
  await expect(made("induction-mixed-heads .places tr:nth-child(1)")).resolves.toBe(5);
  await expect(made("induction-mixed-heads .outputs")).resolves.toBe(7);
  const plateau = page.locator("induction-mixed-transition induction-number").first();
  await plateau.getByRole("button").click();
  await expect(panelOf(plateau).innerText()).resolves.toContain(
    "I ends where L_G4’s course goes below 10.0 %.",
  );
  await inspector.picture("mixed-formula");
  await page.keyboard.press("Escape");
  expect(inspector.complaints).toEqual([]);
});

test("theory is asked for by a button, and then stands beside the run in table, charts and formulas", async () => {
  const { page } = inspector;
  const transition = page.locator("induction-mixed-transition");
  await transition.getByRole("button", { name: "Compute Theory" }).click();
  const asked = (await inspector.said()).findLast(({ kind }) => kind === "act");
  expect(asked).toEqual({ kind: "act", run: facts.run, action: "theory" });
  const run = await openRun(facts.run);
  const study = await transitionStudyOfRun(
    { run, experiment, snapshots: await run.snapshots() },
    { error: 0.04 },
  );
  await inspector.send(studiesMessage({ facts }, { transition: study }));
  await expect(transition.getByRole("button", { name: "Compute Theory" }).count()).resolves.toBe(0);
  const { partial, plateau, emergence } = study.ends;
  if (partial === null || plateau === null || emergence === null) throw new Error("theory has its phases");
  const course = mixedCourse(metricLines(), experiment.training.stages);
  if (course.kind !== "phases") throw new Error("the run has its phases");
  const measured = course.phases.flatMap((phase) => (phase.state === "ended" ? [phase] : []));
  const ends = measured.map(({ to }) => to.step);
  const table = transition.getByRole("table", { name: "Theory beside what was measured" });
  await expectExact(table, [
    ...[partial / 0.5, ends[0], plateau / 0.5, ends[1], emergence / 0.5, ends[2]],
    ...[(plateau - partial) / 0.5, measured[1].steps],
  ]);
  const legends = page.locator("induction-mixed-transition, induction-mixed-scalars").locator("li .name");
  const byTheory = (await legends.allInnerTexts()).filter((name) => name.endsWith("by theory"));
  expect(byTheory).toEqual(["L_G4", "L_IH", "k·q", "v₁", "v₂", "p₂"].map((name) => `${name} by theory`));
  // Of theory three ends, T_II and the doubling; of the run T_II once more.
  await expect(expectFormulas(inspector, "induction-mixed-transition", /arXiv 2410\.11474/)).resolves.toBe(
    4 + 5 + 1,
  );
  expect(inspector.complaints).toEqual([]);
});

test("typed scalars are traced, and what is no number is said", async () => {
  const heads = inspector.page.locator("induction-mixed-heads");
  await heads.getByRole("radio", { name: "your own" }).click();
  const field = heads.getByRole("textbox", { name: "Scalars of your own sequence" });
  await field.fill("1 −0.5, 2.5 0.25 2 x");
  await expect(heads.ariaSnapshot()).resolves.toContain("“x” is no number.");
  await field.fill("1 −0.5, 2.5 0.25 2 0.5");
  await inspector.send();
  const typed = Float64Array.of(1, -0.5, 2.5, 0.25, 2, 0.5);
  const parameters = parametersAt(recording, recording.snapshots.steps.length - 1);
  await expectCircuit(inspector, mixedCircuit(experiment.data, parameters, typed));
});

test("a frame moves scalars and heads, and phases appear when they have begun", async () => {
  const live = await openInspector(stage.browser);
  onTestFinished(() => live.page.context().close());
  const running: RunFacts = { ...facts, state: "running", trainedBy: "thisWindow" };
  const { steps, times, losses } = recording.snapshots;
  const row = middleRow();
  const state: RunningState = {
    ...{ step: steps[row], totalSteps: 2000, stage: 0, stageName: "layer 2", time: times[row] },
    ...{ loss: losses[row], validationLoss: NaN, stepsPerSecond: 9000, secondsLeft: 1 },
    parameters: parametersAt(recording, row),
  };
  const frame = { sequence: 1, sentAt: Date.now(), state, recorded: recordedBetween(recording, 5, row + 1) };
  await live.send(
    { kind: "content", content: contentOf([{ role: "main", facts: running }]) },
    { kind: "recording", run: facts.run, recording: recordedBetween(recording, 0, 5) },
  );
  await answer(live);
  await live.send({ kind: "frame", run: facts.run, frame });
  await expectCircuit(live, await circuitAt(row));
  await expect(sentencesIn(live.page.getByRole("list", { name: "Phases" }))).resolves.toEqual(
    phasesUpTo(steps[row]),
  );
  // Finite parameters, of which k·q is not.
  const parameters = Float64Array.of(20, 1, 1e37, 1e34, 1e239, 1e239);
  const overflown = { ...state, step: steps[row] + 1, parameters };
  const more = { ...frame, sequence: 2, state: overflown, recorded: recordedBetween(recording, row, row) };
  await live.send({ kind: "frame", run: facts.run, frame: more });
  await expect(live.page.locator("induction-mixed-heads .caption").innerText()).resolves.toContain(
    "the heads cannot be computed: what they are computed from is beyond any number (k·q = ∞)",
  );
  expect(live.complaints).toEqual([]);
});

test("beside a run on tokens, whichever comes first, each shows what it has", async () => {
  const tokens = await trainedPreset("quickstart", {
    stages: [{ train: ["coefficients", "scale"], steps: 5 }],
  });
  const both = await openInspector(stage.browser, { width: 1400 });
  onTestFinished(() => both.page.context().close());
  const { page } = both;
  for (const runs of [
    [mixed, tokens],
    [tokens, mixed],
  ]) {
    const roles = runs.map(
      (run, at) => ({ role: at === 0 ? "main" : "compared", facts: run.facts }) as const,
    );
    const recordings = runs.map((run): ToPanel => ({
      ...{ kind: "recording", run: run.facts.run, recording: run.recording },
    }));
    await both.send({ kind: "content", content: contentOf(roles) }, ...recordings);
    for (const part of ["induction-mixed-transition", "induction-mixed-heads", "induction-copier"]) {
      await expect(page.locator(part).count()).resolves.toBe(1);
    }
    for (const tab of await page.getByRole("tab").all()) await tab.click();
    await page.getByRole("tab", { name: "Compare" }).click();
    await both.send();
    const row = page.locator("induction-comparison").getByRole("row", { name: /^k·q/ });
    const last = parametersAt(recording, recording.snapshots.steps.length - 1);
    await expect(exactValues(row)).resolves.toEqual([last[4] * last[5]]);
    const plateau = page.locator("induction-comparison").getByRole("row", { name: /^T_II/ });
    await expect(plateau.locator("data").innerText()).resolves.toMatch(/^\d{3}$/);
    expect(await page.locator("main").ariaSnapshot()).not.toMatch(/NaN|undefined|\[object/);
    await both.picture(`mixed-compared-${runs.indexOf(mixed)}`);
  }
  const asked = (await both.said()).flatMap((one) => (one.kind === "sequence" ? [one.run] : []));
  expect(new Set(asked)).toEqual(new Set([mixed.facts.run, tokens.facts.run]));
  expect(both.complaints).toEqual([]);
});

test("axe finds nothing serious, and nothing is too wide for 480 pixels", async () => {
  const { page } = inspector;
  await page.locator("induction-mixed-heads").getByRole("radio", { name: "validation" }).click();
  await answer(inspector);
  await page.evaluate(axe.source);
  await inspector.picture("mixed-dark");
  await inspector.setTheme("light");
  await inspector.picture("mixed-light");
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify({ resultTypes: ["violations"] })})`,
  );
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`))).toEqual(
    [],
  );
  await page.setViewportSize({ width: 480, height: 900 });
  await inspector.send();
  await inspector.picture("mixed-narrow");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(480);
});
