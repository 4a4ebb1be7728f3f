/**
 * A run on the mixed target on the built page: its phases in sentences, its six scalars and its heads on a sequence are
 * core's, at every step; and beside a run on tokens each shows what it has.
 */
import path from "node:path";
import axe from "axe-core";
import type { Locator } from "playwright-core";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { experimentFromValue, isMixed, presets, type MixedExperiment } from "../../core/config";
import {
  mixedCircuit,
  mixedCircuitSentences,
  mixedPhases,
  mixedPhaseSentences,
  mixedPoints,
  mostAttended,
  type MixedCircuit,
} from "../../core/inspect";
import type { Recording, RunFacts, RunningState, ToPanel } from "../../core/protocol";
import { readContents } from "../../core/report";
import { scalarsAt, startRun } from "../../core/training";
import { contentOf, openInspector, type Inspector } from "./inspectorPage";
import { parametersAt, recordedBetween, trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";
import { exactValues, expectExact } from "./tracing";

const stage = setStage();
let facts: RunFacts;
let recording: Recording;
let experiment: MixedExperiment;

beforeAll(async () => {
  const preset = presets.find(({ id }) => id === "lazy-to-rich");
  const parsed = experimentFromValue({ ...preset?.experiment, engine: { threads: 1 } });
  if (!parsed.ok || !isMixed(parsed.experiment)) throw new Error("lazy-to-rich is no mixed target");
  ({ experiment } = parsed as { experiment: MixedExperiment });
  const directory = path.join(stage.folder, "mixed");
  const run = await startRun({ experiment, directory });
  await run.finished;
  ({ recording } = await readContents(directory));
  facts = {
    ...{ run: directory, name: "lazy-to-rich", title: "mixed", state: "done", sentence: "done" },
    ...{ trainedBy: "nobody", step: 2000, totalSteps: 2000, edits: [], losses: null },
    stages: [{ stage: 0, name: "layer 2", fromStep: 0 }],
    ...{ stepsPerSecond: 9000, pace: null, engine: null, experiment, checkpoints: [], problems: [] },
  };
});

async function shown(width = 1240): Promise<Inspector> {
  const inspector = await openInspector(stage.browser, { width });
  onTestFinished(() => inspector.page.context().close());
  await inspector.send(
    { kind: "content", content: contentOf([{ role: "main", facts }]) },
    { kind: "recording", run: facts.run, recording },
  );
  await answer(inspector);
  return inspector;
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
  expect(said).toEqual(mixedCircuitSentences(experiment.data, circuit));
  const { lazy, rich, richAttention, wantedAttention, richBrought } = circuit;
  await expectExact(heads.locator(".outputs"), [
    ...[lazy.output, lazy.wanted, lazy.loss],
    ...[rich.output, rich.wanted, rich.loss],
  ]);
  const places = mostAttended(circuit, richAttention, 5).map(({ position, attention, token, copied }) => [
    ...[copied, attention, wantedAttention[position], token, richBrought[position]],
  ]);
  await expectExact(heads.locator(".places"), places.flat());
  const scalars = inspector.page.locator("induction-mixed-scalars");
  await expect(exactValues(scalars.locator("tr.match"))).resolves.toEqual([circuit.effective.match, 4]);
  for (const name of ["value1", "value2"] as const) {
    await expect(exactValues(scalars.locator(`tr.${name}`))).resolves.toEqual([circuit.values[name], 0.5]);
  }
}

const phasesUpTo = (last: number) => {
  const { steps, columns } = recording.metrics;
  const { time, unexplainedG4, unexplainedIH } = columns;
  const lines = Array.from(steps, (step, row) => ({
    ...{ step, time: time?.[row] ?? step * 0.5 },
    ...{ unexplainedG4: unexplainedG4[row], unexplainedIH: unexplainedIH[row] },
  }));
  return mixedPhaseSentences(mixedPhases(mixedPoints(lines.filter(({ step }) => step <= last))));
};

const sentencesIn = (within: Locator) =>
  within.locator("li").evaluateAll((all) => all.map((one) => one.textContent?.trim()));

test("the four phases are told as core finds them, on the timeline too", async () => {
  const { page, complaints } = await shown();
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

test("losses, scalars, heads and trace are core's at whatever step the page stands on", async () => {
  const inspector = await shown();
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
  const values = await legend.evaluateAll((all) => all.map((one) => Number(one.getAttribute("value"))));
  const { lossG4, lossIH } = recording.metrics.columns;
  expect(values.slice(0, 2)).toEqual([lossG4[0], lossIH[0]]);
  expect(inspector.complaints).toEqual([]);
});

test("a frame moves scalars and heads, and phases appear when they have begun", async () => {
  const inspector = await openInspector(stage.browser);
  onTestFinished(() => inspector.page.context().close());
  const running: RunFacts = { ...facts, state: "running", trainedBy: "thisWindow" };
  const { steps, times, losses } = recording.snapshots;
  const row = middleRow();
  const state: RunningState = {
    ...{ step: steps[row], totalSteps: 2000, stage: 0, stageName: "layer 2", time: times[row] },
    ...{ loss: losses[row], validationLoss: NaN, stepsPerSecond: 9000, secondsLeft: 1 },
    parameters: parametersAt(recording, row),
  };
  const frame = { sequence: 1, sentAt: Date.now(), state, recorded: recordedBetween(recording, 5, row + 1) };
  await inspector.send(
    { kind: "content", content: contentOf([{ role: "main", facts: running }]) },
    { kind: "recording", run: facts.run, recording: recordedBetween(recording, 0, 5) },
  );
  await answer(inspector);
  await inspector.send({ kind: "frame", run: facts.run, frame });
  await expectCircuit(inspector, await circuitAt(row));
  await expect(sentencesIn(inspector.page.getByRole("list", { name: "Phases" }))).resolves.toEqual(
    phasesUpTo(steps[row]),
  );
  expect(inspector.complaints).toEqual([]);
});

test("typed scalars are traced, and what is no number is said", async () => {
  const inspector = await shown();
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

test("keys read a position, and choose the one that is looked at in layer 1", async () => {
  const inspector = await shown();
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

test.each(["mixed", "tokens"] as const)(
  "beside another kind of run, %s first, each shows what it has",
  async (first) => {
    const other = await tokenRun();
    const inspector = await openInspector(stage.browser, { width: 1400 });
    onTestFinished(() => inspector.page.context().close());
    const { page } = inspector;
    const both = first === "mixed" ? [facts, other.facts] : [other.facts, facts];
    const runs = both.map((one, at) => ({ role: at === 0 ? "main" : "compared", facts: one }) as const);
    const recordings = [{ facts, recording }, other].map((one): ToPanel => ({
      ...{ kind: "recording", run: one.facts.run, recording: one.recording },
    }));
    await inspector.send({ kind: "content", content: contentOf(runs) }, ...recordings);
    for (const part of ["induction-mixed-transition", "induction-mixed-heads", "induction-copier"]) {
      await expect(page.locator(part).count()).resolves.toBe(1);
    }
    for (const tab of await page.getByRole("tab").allTextContents()) {
      await page.getByRole("tab", { name: tab.trim(), exact: true }).click();
      await inspector.send();
      expect(await page.locator("main").ariaSnapshot(), tab).not.toMatch(/NaN|undefined|\[object/);
    }
    await page.getByRole("tab", { name: "Compare" }).click();
    await inspector.picture(`mixed-compared-${first}`);
    expect(inspector.complaints).toEqual([]);
  },
);

test("axe finds nothing serious, and nothing is too wide for 480 pixels", async () => {
  const inspector = await shown();
  const { page } = inspector;
  await page.evaluate(axe.source);
  for (const theme of ["dark", "light"] as const) {
    await inspector.setTheme(theme);
    await inspector.picture(`mixed-${theme}`);
    const { violations } = await page.evaluate<axe.AxeResults>(
      `axe.run(${JSON.stringify({ resultTypes: ["violations"] })})`,
    );
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(
      serious.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`)),
    ).toEqual([]);
  }
  await page.setViewportSize({ width: 480, height: 900 });
  await inspector.send();
  await inspector.picture("mixed-narrow");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(480);
});

let token: Promise<RecordedRun> | undefined;
function tokenRun(): Promise<RecordedRun> {
  return (token ??= trained(stage.folder, "tokens", "quickstart", "--steps", "30"));
}
