import { expect, test } from "vitest";
import { drawnSubsets, lossPlots, scalePlot, weightPlots } from "../../../webview/plots";
import { factsOf, mainOf, recordedAt, showing } from "./runs";

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
