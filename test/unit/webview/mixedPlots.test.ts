/** Charts of runs on the mixed target: theory's course beside the run's own, and whose goals and phases stand there. */
import { expect, test } from "vitest";
import { experimentFromValue } from "../../../core/config";
import { recordingOf, type Recording, type TransitionStudy } from "../../../core/protocol";
import type { Plot } from "../../../webview/charts";
import { scalarPlots, transitionPlots } from "../../../webview/plots";
import { received, type ShownRun } from "../../../webview/store";
import { happeningsOf } from "../../../webview/timeline/happenings";
import { noStudies } from "../../../webview/store/state";
import { factsOf, showing } from "./runs";

/** Flow time of a step. */
const rate = 0.5;

function mixedFacts(run: string, data: object = {}) {
  const parsed = experimentFromValue({
    name: "mixed",
    data: { kind: "mixed-target", ...data },
    model: { family: "mixed-target" },
    training: {
      stages: [
        { train: ["rpe1"], steps: 10 },
        { train: ["value1", "value2", "rpe2", "key", "query"], steps: 100 },
        { train: ["rpe1"], steps: 10 },
      ],
    },
  });
  if (!parsed.ok) throw new Error("the test's own experiment is wrong");
  const stages = [0, 10, 110].map((fromStep, stage) => ({ stage, name: `stage ${stage}`, fromStep }));
  return factsOf(run, { experiment: parsed.experiment, stages, state: "done" });
}

/** Every fifth step: L_G4 is learnt at once in the second stage, L_IH at step 80. */
function recorded(): Recording {
  const rows = Array.from({ length: 25 }, (_, row) => 5 * row).map((step) => ({ step, time: rate * step }));
  return recordingOf(
    rows.map((row) => ({ ...row, loss: 1, parameters: Float64Array.of(9, 1, 0.4, 0.4, 1, row.step) })),
    rows.map((row) => ({
      ...{ ...row, loss: 1, stage: row.step < 10 ? 0 : row.step < 110 ? 1 : 2 },
      ...{ lossG4: 1, lossIH: 1 },
      unexplainedG4: row.step < 20 ? 1 : 0.01,
      unexplainedIH: row.step < 80 ? 0.9 : 0.01,
    })),
  );
}

/** From step 10, at flow time 5, to flow time 60: further than the second stage goes. */
const transition: TransitionStudy = {
  ...{ stage: 1, fromStep: 10, fromTime: 5, stepTime: rate, rpe1: 9, sequences: 8192 },
  growth: { mean: 0.1, standardError: 0.001 },
  ends: { partial: 9, plateau: 42, emergence: 44 },
  course: {
    time: [5, 7, 25, 60],
    unexplainedG4: [1, 0.6, 0.2, 0.1],
    unexplainedIH: [1, 0.9, 0.8, 0.1],
    rpe2: [0, 0.2, 2, 5],
    value1: [0, 0.2, 0.4, 0.5],
    value2: [0, 0.1, 0.4, 0.5],
    match: [0, 0, 2, 4],
  },
  notes: [],
};

function shown(
  ...runs: readonly { readonly study?: boolean; readonly data?: object }[]
): readonly ShownRun[] {
  let state = showing(
    ...runs.map(({ data }, at) => ({
      role: at === 0 ? ("main" as const) : ("compared" as const),
      facts: mixedFacts(["a", "b", "c"][at], data),
      recording: recorded(),
    })),
  );
  runs.forEach(({ study }, at) => {
    const studies = { ...noStudies, transition: study ? transition : null };
    const next = received(state, { kind: "studies", run: ["a", "b", "c"][at], studies });
    if (next.kind === "shown") state = next;
  });
  return state.runs;
}

function curve(plots: readonly Plot[], name: string) {
  const found = plots.flatMap(({ curves }) => curves).find((each) => each.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

const names = (plots: readonly Plot[]) => plots.flatMap(({ curves }) => curves.map(({ name }) => name));

test("theory's course stands at the run's own steps, from the stage that it is of to its end, on every axis", () => {
  const runs = shown({ study: true });
  const { series, dotted } = curve(transitionPlots(runs, "step", "log"), "L_G4 by theory");
  expect(dotted).toBe(true);
  expect(Array.from(series.steps)).toEqual(Array.from({ length: 25 }, (_, row) => 5 * row));
  const at = (step: number) => series.values[step / 5];
  // Flow times 5, 16 and 42.5 of which the last two lie between rows of the course; 55 ends the stage.
  expect([at(10), at(50), at(85)]).toEqual(
    [1, 0.2, 0.15].map((value) => expect.closeTo(value, 12) as number),
  );
  expect([at(0), at(5), at(115), at(120)]).toEqual([NaN, NaN, NaN, NaN]);
  expect(at(110)).toBeGreaterThan(0.1);
  const byTime = curve(scalarPlots(runs, "time"), "k·q by theory").series;
  expect([byTime.places[10], byTime.values[10]]).toEqual([25, 2]);
  expect(Math.max(...Array.from(byTime.places))).toBe(60);
  expect(names(scalarPlots(runs, "stage"))).toEqual(
    expect.arrayContaining(["v₁ by theory", "v₂ by theory", "p₂ by theory"]),
  );
  expect(names(scalarPlots(shown({}), "step")).join()).not.toContain("theory");
});

test("of a comparison theory's curves and differing goals say whose they are", () => {
  const alike = shown({ study: true }, { study: true });
  const goalsIn = (runs: readonly ShownRun[]) =>
    names(scalarPlots(runs, "step").slice(0, 2)).filter((name) => name.includes("goal"));
  expect(goalsIn(alike)).toEqual(["goal w*²", "goal α*/(1 + α*)"]);
  const [matches] = scalarPlots(alike, "step");
  expect(names([matches])).toEqual(["a", "b", "goal w*²", "a by theory", "b by theory"]);
  const others = shown({}, { data: { sharpness: 9 } });
  expect(goalsIn(others)).toEqual(["a: goal w*²", "b: goal w*²", "goal α*/(1 + α*)"]);
  expect(curve(scalarPlots(others, "step"), "b: goal w*²").series.values[0]).toBe(9);
});

test("phases of one run stand in its own charts, in none of a comparison, whose timeline names the run", () => {
  const phasesIn = (runs: readonly ShownRun[]) =>
    transitionPlots(runs, "step", "log").flatMap(({ marks }) => marks.filter(({ kind }) => kind === "phase"));
  const [one, two] = [shown({}), shown({}, {})];
  expect(phasesIn(one).length).toBeGreaterThan(0);
  expect(phasesIn(two)).toEqual([]);
  const [first] = happeningsOf(one).phases;
  expect(happeningsOf(two).phases[0]).toMatchObject({
    word: `a: ${first.word}`,
    sentence: `a: ${first.sentence}`,
  });
});
