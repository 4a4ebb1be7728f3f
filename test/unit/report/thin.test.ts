/** Recordings that are too large for a file: evenly along log(1 + step), the ends and what matters always kept. */
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { packReport, recordingOf, type RunFacts } from "../../../core/protocol";
import { fitted, thinningWords, type RecordedRun } from "../../../core/report/fit";
import { landmarksOf, thinMetrics, thinSnapshots } from "../../../core/report/thin";
import { factsOf } from "../webview/runs";

const everyStep = (count: number) => Array.from({ length: count }, (_, step) => step);

/** Numbers that do not compress. */
function recorded(steps: readonly number[], width = 10): RecordedRun["recording"] {
  return recordingOf(
    steps.map((step) => ({
      step,
      time: step / 3,
      loss: Math.sin(step),
      parameters: Float64Array.from({ length: width }, (_, at) => Math.sin(step * 97 + at * 31)),
    })),
    steps.map((step) => ({ step, loss: Math.cos(step), validationLoss: Math.abs(step - 777) + 0.1 })),
  );
}

const facts: RunFacts = factsOf("a", {
  stages: [
    { stage: 0, name: "I", fromStep: 0 },
    { stage: 1, name: "II", fromStep: 1501 },
  ],
  edits: [{ step: 1803, words: ["learning rate 1 → 0.3"] }],
});

test("landmarks are where stages and edits begin, and the best validation loss", () => {
  const { metrics } = recorded(everyStep(2000));
  expect(landmarksOf(facts, metrics)).toEqual([0, 1501, 1803, 777]);
  metrics.columns.validationLoss.fill(NaN);
  expect(landmarksOf(facts, metrics)).toEqual([0, 1501, 1803]);
});

test("rows that are kept are those of the recording, whole", () => {
  const { snapshots } = recorded(everyStep(2000));
  const thinned = thinSnapshots(snapshots, [777, 1501], 100);
  expect(thinned.steps.length).toBeLessThanOrEqual(100);
  expect(thinned.steps.length).toBeGreaterThan(80);
  for (const step of [0, 777, 1501, 1999]) expect(thinned.steps).toContain(step);
  thinned.steps.forEach((step, row) => {
    expect(thinned.losses[row]).toBe(snapshots.losses[step]);
    expect(thinned.times[row]).toBe(snapshots.times[step]);
    expect(thinned.parameters.subarray(row * 10, row * 10 + 10)).toEqual(
      snapshots.parameters.subarray(step * 10, step * 10 + 10),
    );
  });
});

test("they lie evenly along log(1 + step), as far as steps are whole numbers", () => {
  const { metrics } = recorded(everyStep(50_000));
  const { steps } = thinMetrics(metrics, [], 500);
  const gaps = Array.from(steps.subarray(1), (step, row) => Math.log1p(step) - Math.log1p(steps[row]));
  const late = gaps.slice(steps.findIndex((step) => step > 1000));
  expect(Math.max(...late) / Math.min(...late)).toBeLessThan(1.3);
  expect([...steps.subarray(0, 6)]).toEqual([0, 1, 2, 3, 4, 5]);
});

test("where nothing has to go nothing does, and the ends stay even where there is room for nothing", () => {
  const { snapshots } = recorded(everyStep(20));
  expect(thinSnapshots(snapshots, [], 20)).toBe(snapshots);
  expect([...thinSnapshots(snapshots, [7.5], 0).steps]).toEqual([0, 7, 19]);
});

test("several runs fit together: a small one keeps all, large ones share what is left", () => {
  const small = { facts: factsOf("small"), recording: recorded(everyStep(50)) };
  const large = { facts, recording: recorded(everyStep(4000)) };
  const sizeOf = (runs: readonly RecordedRun[]) => {
    const opening = runs.map(({ recording }) => ({ kind: "recording", run: "a", recording }) as const);
    return 1000 + (gzipSync(packReport({ opening, sequences: [] })).length * 4) / 3;
  };
  const make = (runs: readonly RecordedRun[]) => Buffer.alloc(Math.ceil(sizeOf(runs)));
  const before = [small, large, large];
  const { runs: after, file } = fitted(before, 200_000, make);
  expect(file).toHaveLength(Math.ceil(sizeOf(after)));
  expect(sizeOf(after)).toBeLessThanOrEqual(200_000);
  expect(sizeOf(after)).toBeGreaterThan(120_000);
  expect(after[0].recording).toEqual(small.recording);
  for (const { recording } of after.slice(1)) {
    expect(recording.snapshots.steps).toContain(3999);
    expect(recording.snapshots.steps).toContain(1803);
    expect(recording.metrics.steps).toContain(777);
  }
  const words = thinningWords(before, after);
  expect(words).toHaveLength(2);
  expect(words[0]).toMatch(
    /^It holds [\d,]+ of 4,000 snapshots( and [\d,]+ of 4,000 measured steps)? of a, spread evenly/,
  );
  expect(fitted(before, 1e9, make).runs).toBe(before);
});
