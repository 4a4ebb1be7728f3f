import { afterEach, describe, expect, test, vi } from "vitest";
import { detectPhases } from "../../../core/inspect";
import { measuredAt, phasesOf, received, type ShownRun } from "../../../webview/store";
import {
  chosenFrom,
  courseOf,
  happeningsOf,
  Playback,
  rowsAway,
  stepUnder,
  toldOf,
  trackOf,
} from "../../../webview/timeline";
import { labelsAt } from "../../../webview/timeline/labels";
import { factsOf, frameAt, mainOf, recordedAt, showing } from "./runs";

// The face of the charts also holds their element, which needs a browser.
vi.mock("../../../webview/charts", async () => ({
  ...(await import("../../../webview/charts/axis")),
  ...(await import("../../../webview/charts/markWords")),
}));

const steps = { quantity: "step", scale: "linear" } as const;
const measure = (text: string) => 6 * text.length;

function runWith(recorded: readonly number[], facts: Parameters<typeof factsOf>[1] = {}): ShownRun {
  return mainOf(showing({ role: "main", facts: factsOf("a", facts), recording: recordedAt(...recorded) }));
}

describe("the course of a run", () => {
  const course = courseOf([runWith([0, 10, 20, 60], { state: "paused", step: 60 })], steps);

  test("reaches to the end of the training, also where that is still to come", () => {
    expect(course.lastPlace).toBe(100);
    expect(Array.from(course.shares)).toEqual([0, 0.1, 0.2, 0.6]);
    expect([course.newest, course.shareOf(course.newest)]).toEqual([60, 0.6]);
  });

  test("the nearest recorded step lies under the pointer", () => {
    expect([-1, 0.04, 0.06, 0.39, 0.41, 2].map((share) => stepUnder(course, share))).toEqual([
      ...[0, 0, 10, 20, 60, 60],
    ]);
    expect(stepUnder(courseOf([runWith([])], steps), 0.5)).toBeNull();
  });

  test("near on a log axis is what looks near", () => {
    const log = courseOf([runWith([0, 10, 100])], { quantity: "step", scale: "log" });
    const middle = (log.shareOf(10) + log.shareOf(100)) / 2;
    expect([middle - 0.01, middle + 0.01].map((share) => stepUnder(log, share))).toEqual([10, 100]);
    expect(log.shareOf(31)).toBeLessThan(middle);
  });

  test("keys go from row to row, and from between two rows to the next one", () => {
    expect([1, 2, -1, 10, -10].map((count) => rowsAway(course, 10, count))).toEqual([20, 60, 0, 60, 0]);
    expect([1, 2, -1].map((count) => rowsAway(course, 15, count))).toEqual([20, 60, 10]);
    expect(rowsAway(courseOf([runWith([])], steps), 3, 1)).toBeNull();
  });

  test("who goes to the newest step follows it", () => {
    expect([20, 60, null].map((step) => chosenFrom(course, step))).toEqual([20, null, null]);
  });

  test("a longer run beside it can be followed to its end, by steps", () => {
    const state = showing(
      { role: "main", facts: factsOf("a", { totalSteps: 10 }), recording: recordedAt(0, 10) },
      { role: "compared", facts: factsOf("b", { totalSteps: 30 }), recording: recordedAt(0, 5, 30) },
    );
    const both = courseOf(state.runs, steps);
    expect([Array.from(both.steps), both.lastPlace]).toEqual([[0, 10, 30], 30]);
    expect([both.newest, both.reached]).toEqual([30, 10]);
    expect(Array.from(courseOf(state.runs, { ...steps, quantity: "time" }).steps)).toEqual([0, 10]);
  });

  test("times far below one are spread over a log axis", () => {
    const recording = recordedAt(0, 10, 100, 1000);
    const tiny = { ...recording.snapshots, times: recording.snapshots.times.map((time) => time * 1e-6) };
    const run = mainOf(
      showing({ role: "main", facts: factsOf("a"), recording: { ...recording, snapshots: tiny } }),
    );
    const { shares } = courseOf([run], { quantity: "time", scale: "log" });
    expect(shares[2]).toBeGreaterThan(0.4);
    expect(shares[3]).toBe(1);
  });
});

describe("labels", () => {
  test("never overlap, and stay within the drawing", () => {
    const wanted = [0, 3, 50, 80, 198, 200].map((at) => ({ at, text: "1,000" }));
    const labels = labelsAt(wanted, 200, measure);
    expect(labels.map(({ x }) => x)).toEqual([0, 65, 170]);
  });

  test.each([200, 440, 1200])("of a track %i pixels wide neither", (width) => {
    const stages = [0, 5, 50].map((fromStep, stage) => ({ stage, name: `stage number ${stage}`, fromStep }));
    const run = runWith([0, 1, 2, 5, 10, 20, 50, 100], { stages });
    for (const scale of ["linear", "log"] as const) {
      const track = trackOf(courseOf([run], { ...steps, scale }), happeningsOf([run]), width, measure);
      const rows = [track.ticks.map(({ x, text }) => ({ textAt: x, text })), track.stages, track.phases];
      for (const row of rows) {
        const shown = row.filter(({ text }) => text !== "");
        shown.forEach(({ textAt, text }, index) => {
          const end = shown[index + 1]?.textAt ?? width + 1e-9;
          expect(textAt + measure(text)).toBeLessThanOrEqual(end);
        });
      }
    }
  });
});

test("all that happened is told with its step", () => {
  const run = runWith([0, 10, 20], {
    stages: [
      { stage: 0, name: "I selection", fromStep: 0 },
      { stage: 1, name: "II growth", fromStep: 1200 },
    ],
    edits: [{ step: 1500, words: ["learning rate 1 → 0.3", "steps 10 → 20"] }],
    checkpoints: [0, 1000],
  });
  const told = toldOf(happeningsOf([run]));
  expect(told).toContain("Stage II growth: from step 1,200");
  expect(told).toContain("Edit at step 1,500: learning rate 1 → 0.3; steps 10 → 20");
  expect(told).toContain("Checkpoints at steps 0, 1,000");
  expect(told.some((sentence) => sentence.startsWith("Phase of selection: steps 0 to "))).toBe(true);
  const many = Array.from({ length: 40 }, (_, index) => 100 * index);
  expect(toldOf(happeningsOf([runWith([0], { checkpoints: many })])).at(-1)).toBe(
    "40 checkpoints, from step 0 to step 3,900",
  );
  expect(toldOf(happeningsOf([runWith([0])]))).toEqual([]);
});

describe("phases", () => {
  test("are core's, and found once for the same snapshots", () => {
    const run = runWith([0, 1, 5, 10, 20], { state: "done" });
    const { model, snapshots } = run;
    if (!model) throw new Error("the run has a model");
    expect(phasesOf(run)).toEqual(detectPhases(model, snapshots));
    expect(phasesOf(run).length).toBeGreaterThan(0);
    expect(phasesOf({ ...run })).toBe(phasesOf(run));
  });

  test("of a run that goes on are looked for now and then, and the last reaches to the newest snapshot", () => {
    const rows = Array.from({ length: 40 }, (_, step) => step);
    let state = showing({ role: "main", facts: factsOf("a"), recording: recordedAt(...rows) });
    const before = phasesOf(mainOf(state));
    state = received(state, { kind: "frame", run: "a", frame: frameAt(41, recordedAt(40, 41)) }) as never;
    const after = phasesOf(mainOf(state));
    expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
    expect([before.at(-1)?.toStep, after.at(-1)?.toStep]).toEqual([39, 41]);
    state = received(state, { kind: "frame", run: "a", frame: frameAt(9, recordedAt(9)) }) as never;
    expect(phasesOf(mainOf(state)).at(-1)?.toStep).toBe(9);
  });

  test("a run without a model, or whose records do not fit it, has none", () => {
    expect(phasesOf(runWith([0, 10], { experiment: null }))).toEqual([]);
    const run = runWith([0, 10, 20]);
    const cut = run.snapshots.map((row) => ({ ...row, parameters: row.parameters.slice(1) }));
    expect(phasesOf({ ...run, snapshots: cut })).toEqual([]);
  });
});

describe("what was measured where the page stands", () => {
  const run = runWith([0, 10, 15, 20], { state: "done" });

  test("is the newest record up to there, with the validation loss before it", () => {
    expect(measuredAt(run, 17)).toMatchObject({ step: 15, loss: 1 / 16, validationLoss: 2 / 11 });
    expect(measuredAt(run, null)).toMatchObject({ step: 20, validationLoss: 2 / 21 });
    expect(measuredAt(runWith([10, 20]), 5)).toBeNull();
    expect(measuredAt(run, NaN)).toBeNull();
  });

  test("passes over what is damaged, as all views do", () => {
    const recording = recordedAt(0, 10, 20);
    recording.snapshots.parameters.fill(NaN, -10);
    const damaged = mainOf(showing({ role: "main", facts: factsOf("a"), recording }));
    expect(measuredAt(damaged, null)?.step).toBe(10);
  });

  test("is the newest frame's where that is newer than the records", () => {
    const state = showing({ role: "main", facts: factsOf("a"), recording: recordedAt(0, 10) });
    const live = mainOf(received(state, { kind: "frame", run: "a", frame: frameAt(13) }));
    expect(measuredAt(live, null)?.step).toBe(13);
    expect(measuredAt(live, 12)?.step).toBe(10);
  });
});

describe("playback", () => {
  let now = 0;
  let next: FrameRequestCallback | null = null;
  const frame = (passed: number) => {
    now += passed;
    const due = next;
    next = null;
    due?.(now);
  };

  function played(end = 1) {
    vi.stubGlobal("requestAnimationFrame", (callback: FrameRequestCallback) => {
      next = callback;
      return 1;
    });
    vi.stubGlobal("cancelAnimationFrame", () => (next = null));
    const shown: number[] = [];
    const ended = vi.fn();
    const playback = new Playback({ end: () => end, show: (share) => shown.push(share), ended });
    return { playback, shown, ended };
  }

  afterEach(() => vi.unstubAllGlobals());

  test("goes evenly along the axis, and stops at its end", () => {
    const { playback, shown, ended } = played(0.5);
    playback.speed = 10;
    playback.start(0.2, false);
    for (const passed of [0, 1000, 1000, 1500]) frame(passed);
    expect(shown.map((share) => share.toFixed(2))).toEqual(["0.20", "0.30", "0.40", "0.50"]);
    expect([playback.isPlaying, ended.mock.calls.length, next]).toEqual([false, 1, null]);
  });

  test("begins anew from the end", () => {
    const { playback, shown } = played();
    playback.start(1, false);
    frame(0);
    expect(shown).toEqual([0]);
  });

  test("another speed keeps the place", () => {
    const { playback, shown } = played();
    playback.speed = 10;
    playback.start(0, false);
    for (const passed of [0, 1000]) frame(passed);
    playback.speed = 60;
    for (const passed of [0, 6000]) frame(passed);
    expect(shown.map((share) => share.toFixed(2))).toEqual(["0.00", "0.10", "0.10", "0.20"]);
  });

  test("for those who want little motion shows a place four times a second", () => {
    const { playback, shown } = played();
    playback.speed = 5;
    playback.start(0, true);
    frame(0);
    for (let count = 0; count < 100; count++) frame(10);
    expect(shown).toHaveLength(5);
    expect(shown.at(-1)).toBeCloseTo(0.2, 12);
  });

  test("stops at once", () => {
    const { playback, shown } = played();
    playback.start(0, false);
    playback.stop();
    frame(16);
    expect([shown, playback.isPlaying]).toEqual([[], false]);
  });
});
