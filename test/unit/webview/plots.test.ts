import { expect, test } from "vitest";
import { parseExperiment, presetText } from "../../../core/config";
import { recordingOf } from "../../../core/protocol";
import {
  attentionPlots,
  drawnSubsets,
  gradientPlots,
  lossPlots,
  ratePlots,
  ratioPlot,
  scalePlot,
  weightPlots,
} from "../../../webview/plots";
import { factsOf, mainOf, parametersWith, recordedAt, showing } from "./runs";

const stages = [
  { stage: 0, name: "I", fromStep: 0 },
  { stage: 1, name: "II", fromStep: 10 },
];
const recording = recordedAt(0, 10, 20);
const main = { role: "main", facts: factsOf("a", { stages }), recording } as const;
const names = (plot: { readonly curves: readonly { readonly name: string }[] }) =>
  plot.curves.map(({ name }) => name);

test("a run's losses share a chart; those of the run before are dashed in the same colours", () => {
  const { runs } = showing(main, { role: "ghost", facts: factsOf("b"), recording });
  const [plot, ...others] = lossPlots(runs, "step");
  expect(others).toEqual([]);
  expect(plot.curves.map(({ name, colour, dashed }) => [name, colour, dashed])).toEqual([
    ["training", 0, false],
    ["validation", 1, false],
    ["training before", 0, true],
    ["validation before", 1, true],
  ]);
});

test("in a comparison every quantity has a chart and every run a colour", () => {
  const compared = (run: string) => ({ role: "compared", facts: factsOf(run), recording }) as const;
  const { runs } = showing(main, compared("b"), compared("c"));
  const plots = [...lossPlots(runs, "step"), ...weightPlots(runs, "step"), scalePlot(runs, "step")];
  expect(plots.map(({ label }) => label)).toEqual([
    ...["training loss", "validation loss", "weight p of {1, 2}", "scale a over steps"],
  ]);
  for (const plot of plots) {
    expect(names(plot)).toEqual(["a", "b", "c"]);
    expect(plot.curves.map(({ colour }) => colour)).toEqual([0, 1, 2]);
  }
});

test("stages and edits stand where they happened; a run's only stage needs no mark", () => {
  const edits = [{ step: 15, words: ["learning rate 1 → 0.3", "steps 20 → 40"] }];
  const [plot] = lossPlots(showing({ ...main, facts: factsOf("a", { stages, edits }) }).runs, "step");
  expect(plot.marks).toEqual([
    { place: 0, words: "I", kind: "stage" },
    { place: 10, words: "II", kind: "stage" },
    { place: 15, words: "learning rate 1 → 0.3, steps 20 → 40", kind: "edit" },
  ]);
  expect(lossPlots(showing({ ...main, facts: factsOf("a") }).runs, "step")[0].marks).toEqual([]);
});

test("the curves of subsets are core's p over the recorded steps", () => {
  const { runs } = showing(main);
  const [plot] = weightPlots(runs, "step");
  expect(drawnSubsets(mainOf(showing(main)))).toEqual([0, 1, 2]);
  expect(names(plot)).toEqual(["{1}", "{2}", "{1, 2}"]);
  const weights = Array.from(plot.curves[2].series.values);
  [1, 11, 21].forEach((c, row) => expect(weights[row]).toBeCloseTo((c * c) / (c * c + 2), 12));
  expect(Array.from(scalePlot(runs, "step").curves[0].series.values)).toEqual([0, 10, 20]);
});

test("of the run before only what either keeps is drawn", () => {
  const [plot] = weightPlots(showing(main, { role: "ghost", facts: factsOf("b"), recording }).runs, "step");
  expect(names(plot)).toEqual(["{1}", "{2}", "{1, 2}", "{1, 2} before"]);
});

test("while a restarted run has nothing to show yet, the run before it is there", () => {
  const { runs } = showing(
    { role: "main", facts: factsOf("a") },
    { role: "ghost", facts: factsOf("b"), recording },
  );
  expect(names(weightPlots(runs, "step")[0])).toEqual(["{1, 2} before"]);
  expect(names(lossPlots(runs, "step")[0])).toEqual(["training before", "validation before"]);
});

/** Snapshots with these coefficients, and lines of metrics beside them. */
const recorded = (
  coefficients: readonly (readonly number[])[],
  lines: Parameters<typeof recordingOf>[1] = [],
) =>
  recordingOf(
    coefficients.map((c, step) => ({ step, time: step / 10, loss: 1, parameters: parametersWith(c, 1) })),
    lines,
  );

test("log ratios tell losers apart long after their p is too small for a number", () => {
  const recording = recorded([
    [1, 1, 1],
    [1e-200, 0, 10],
  ]);
  const { curves, label } = ratioPlot(showing({ ...main, recording }).runs, "step");
  expect(label).toContain("{1, 2}");
  expect(curves.map(({ name, series }) => [name, ...Array.from(series.values)])).toEqual([
    ["{1}", 0, -402],
    ["{2}", 0, NaN],
  ]);
});

test("gradient norms are the metrics', a curve a group that was trained, over a log axis", () => {
  const lines = [
    { step: 0, "gradientNorm.rpe": 0.5, "gradientNorm.scale": 2 },
    { step: 1, "gradientNorm.rpe": 0.25 },
  ];
  const [plot, ...others] = gradientPlots(showing({ ...main, recording: recorded([], lines) }).runs, "step");
  expect(others).toEqual([]);
  expect(plot.valueScale).toBe("log");
  expect(plot.curves.map(({ name, series }) => [name, ...Array.from(series.values)])).toEqual([
    ["w", 0.5, 0.25],
    ["a", 2, NaN],
  ]);
});

test("of the mixed target the same groups are scalars", () => {
  const parsed = parseExperiment(presetText("lazy-to-rich"));
  const experiment = parsed.ok ? parsed.experiment : null;
  const lines = [{ step: 0, "gradientNorm.value1": 0.5, "gradientNorm.key": 2, "gradientNorm.query": 3 }];
  const facts = factsOf("a", { experiment });
  const [plot] = gradientPlots(showing({ ...main, facts, recording: recorded([], lines) }).runs, "step");
  expect(plot.curves.map(({ title, name }) => [title, name])).toEqual([
    ["gradientNorm.value1", "v₁"],
    ["gradientNorm.key", "k"],
    ["gradientNorm.query", "q"],
  ]);
});

test("the learning rate is what was measured; where nothing was, what the experiment says of each stage", () => {
  const learningRates = (recording: ReturnType<typeof recorded>) => {
    const facts = factsOf("a", { stages, step: 20 });
    const plots = ratePlots(showing({ ...main, facts, recording }).runs, "step");
    const curve = plots.find(({ label }) => label.includes("learning rate"))?.curves[0];
    return [curve?.stepped, Array.from(curve?.series.steps ?? []), Array.from(curve?.series.values ?? [])];
  };
  const lines = [
    { step: 0, learningRate: 1 },
    { step: 5, learningRate: 1 },
    { step: 6, learningRate: 0.3 },
  ];
  expect(learningRates(recorded([], lines))).toEqual([true, [0, 5, 6], [1, 1, 0.3]]);
  expect(learningRates(recorded([[1, 1, 1]]))).toEqual([true, [0, 10, 20], [1, 1, 1]]);
});

test("speed is told from row to row that the clock can tell apart", () => {
  const lines = [0, 0.001, 0.1, 0.3].map((elapsedSeconds, index) => ({ step: 10 * index, elapsedSeconds }));
  const plots = ratePlots(showing({ ...main, recording: recorded([], lines) }).runs, "step");
  const speed = plots.find(({ label }) => label === "steps per second")?.curves[0].series.values ?? [];
  expect(Array.from(speed)).toEqual([NaN, NaN, 200, expect.closeTo(50, 9)]);
  const torn = [0, NaN, 0.1, NaN].map((elapsedSeconds, index) => ({ step: 10 * index, elapsedSeconds }));
  const [gappy] = ratePlots(showing({ ...main, recording: recorded([], torn) }).runs, "step").slice(-1);
  expect(Array.from(gappy.curves[0].series.values)).toEqual([NaN, NaN, 200, NaN]);
});

test("the attention of each head is core's, to the lag that it reads now", () => {
  const [plot] = attentionPlots(showing(main).runs, "step");
  expect(names(plot)).toEqual(["head 1, lag 1", "head 2, lag 2"]);
  const e = Math.exp(5);
  expect(plot.curves[1].series.values[0]).toBeCloseTo(e / (e + 2), 12);
});

test("of runs that are compared, each quantity has a chart with a curve a run", () => {
  const lines = [{ step: 0, "gradientNorm.rpe": 0.5, learningRate: 1, elapsedSeconds: 0 }];
  const recording = recorded([[1, 2, 3]], lines);
  const { runs } = showing({ ...main, recording }, { role: "compared", facts: factsOf("b"), recording });
  const plots = [
    ...[ratioPlot(runs, "step"), ...attentionPlots(runs, "step")],
    ...[...gradientPlots(runs, "step"), ...ratePlots(runs, "step")],
  ];
  expect(plots.map(({ label }) => label)).toEqual([
    "log₁₀ ratio of the second weightiest p to the winner's",
    "attention of head 1 to lag 1",
    "attention of head 2 to lag 2",
    "gradient norm of w",
    "learning rate η",
  ]);
  for (const plot of plots) expect(names(plot)).toEqual(["a", "b"]);
});

test("what is asked for again with every look is made once", () => {
  const { runs } = showing(main);
  expect(ratioPlot(runs, "step")).toBe(ratioPlot(runs, "step"));
  expect(lossPlots(runs, "step", "log")).toBe(lossPlots(runs, "step", "log"));
  expect(lossPlots(runs, "time", "log")).not.toBe(lossPlots(runs, "step", "log"));
});
