/** Phases of the mixed target on courses whose boundaries are known, with noise as batches make it and steps recorded unevenly. */
import { expect, test } from "vitest";
import {
  mixedCourse,
  mixedPhases,
  mixedPhaseSentences,
  unlearntSentence,
  type MixedCourse,
  type MixedPoint,
} from "../../../core/inspect";

/** L_G4 is at 10 % at `lazyAt`; L_IH stays at `level` until it falls by a tenth at `leavesAt`. */
interface Course {
  readonly lazyAt?: number;
  readonly leavesAt?: number;
  readonly level?: number;
  readonly steps?: readonly number[];
  /** Relative, of each recorded loss. */
  readonly noise?: number;
}

/** One by one at first, then ever farther apart, as runs are recorded. */
const spreading = [
  ...Array(30).keys(),
  ...Array.from({ length: 250 }, (_, at) => Math.round(30 * 1.016 ** at)),
].filter((step, at, all) => step !== all[at - 1] && step <= 1_500);
const even = Array.from({ length: 151 }, (_, at) => 10 * at);

function course({
  lazyAt = 60,
  leavesAt = 800,
  level = 0.9,
  steps = spreading,
  noise = 0,
}: Course): MixedPoint[] {
  // A tenth is lost where 1/(1 + e^u) is 0.9, 25 steps to an e-fold.
  const middle = leavesAt + 25 * Math.log(9);
  return steps.map((step, at) => ({
    step,
    time: 0.5 * step,
    unexplainedG4: 10 ** (-step / lazyAt) * (1 + noise * wobble(at)),
    unexplainedIH:
      ((level + (1 - level) * Math.exp(-step / 40)) / (1 + Math.exp((step - middle) / 25))) *
      (1 + noise * wobble(at + 1_000)),
  }));
}

/** Of spread 1, without any order. */
function wobble(at: number): number {
  const part = Math.abs(Math.sin(127.1 * at + 3.7) * 43_758.5453) % 1;
  return Math.sqrt(12) * (part - 0.5);
}

/** L_IH goes the same part of its way at every step, as a linear fit does; @param noise relative, of each */
function steadyFall(noise: number): MixedPoint[] {
  return course({ noise, steps: even.map((step) => step / 5) }).map((point, at) => ({
    ...point,
    unexplainedIH: Math.exp(-point.step / 30) * (1 + noise * wobble(at + 500)),
  }));
}

function phasesOf(points: readonly MixedPoint[]) {
  const found = mixedPhases(points);
  if (found.kind !== "phases") throw new Error(found.kind);
  return found;
}

function plateauOf(points: readonly MixedPoint[]) {
  const plateau = phasesOf(points).phases[1];
  if (plateau.state !== "ended") throw new Error(plateau.state);
  return plateau;
}

test("boundaries lie between recorded steps, and T_II is their distance in steps and in flow time", () => {
  const { phases, level } = phasesOf(course({}));
  expect(phases.map(({ state }) => state)).toEqual(["ended", "ended", "ended", "underWay"]);
  const plateau = plateauOf(course({}));
  expect(Math.abs(plateau.from.step - 60)).toBeLessThan(2);
  expect(Math.abs(plateau.to.step - 800)).toBeLessThan(plateau.to.resolution);
  expect(plateau.to.resolution).toBeGreaterThan(5);
  expect(plateau.time).toBeCloseTo(plateau.steps / 2, 10);
  expect(level).toBeCloseTo(0.9, 2);
});

test.each([
  [0.1, spreading],
  [0.1, even],
  [0.2, even],
])("noise of %d in every loss hardly moves T_II", (noise, steps) => {
  for (const leavesAt of [500, 800, 1_100]) {
    const { steps: found } = plateauOf(course({ leavesAt, noise, steps }));
    expect(Math.abs(found / (leavesAt - 60) - 1)).toBeLessThan(noise / 2);
  }
});

test("a plateau that is not left stays open: no boundary, and the sentence says since when and how long at least", () => {
  const points = course({ leavesAt: 4_000, noise: 0.1 });
  const { phases } = phasesOf(points);
  expect(phases.map(({ state }) => state)).toEqual(["ended", "underWay", "notBegun", "notBegun"]);
  const sentences = mixedPhaseSentences(phasesOf(points));
  expect(sentences).toHaveLength(2);
  expect(sentences[1]).toMatch(
    /^The plateau was not left within 1,\d\d\d steps: L_IH stands at (8|9)\d % .* T_II is more than 1,\d\d\d steps/,
  );
});

test("while a run trains, phases come one by one; noise takes one back for three records at most", () => {
  const points = course({ noise: 0.1 });
  const begun = points
    .map((_, at) => mixedPhases(points.slice(0, at + 1)))
    .map(
      (found) =>
        (found.kind === "phases" ? found.phases : []).filter(({ state }) => state !== "notBegun").length,
    );
  for (const count of [1, 2, 3, 4]) {
    const from = begun.indexOf(count);
    expect(from).toBeGreaterThan(begun.indexOf(count - 1));
    expect(Math.min(...begun.slice(from + 3))).toBeGreaterThanOrEqual(count);
  }
});

test("one loss out of line, be it the last one, leaves no plateau", () => {
  const points = course({ leavesAt: 4_000 });
  const last = { ...points[points.length - 1], unexplainedIH: 0.2 };
  expect(phasesOf([...points.slice(0, -1), last]).phases[1].state).toBe("underWay");
});

test.each<[string, readonly MixedPoint[], MixedCourse["kind"], RegExp]>([
  [
    "an induction head that comes before the 4-gram",
    course({ lazyAt: 2_000, leavesAt: 300 }),
    "richFirst",
    /no plateau: L_IH began to fall at step \d+, before the 4-gram/,
  ],
  [
    "a plateau that is hardly above what counts as learnt",
    course({ level: 0.12 }),
    "noPlateau",
    /^No plateau stands out: L_IH slows down only at 12 % .*, too little above the 10 % that count as learnt/,
  ],
  [
    "an induction head's loss that v2 alone brings down",
    steadyFall(0.05),
    "noPlateau",
    /^No plateau stands out: L_IH fell below 10 % .* by step \d+ without standing still on the way/,
  ],
  [
    "an induction head that is there from the start",
    course({}).map((point) => ({ ...point, unexplainedIH: 1e-3 })),
    "noPlateau",
    /^There is no plateau: L_IH is below 10 % .* from the first recorded step on/,
  ],
  [
    "a model that was constructed",
    course({}).map((point) => ({ ...point, unexplainedG4: 1e-9, unexplainedIH: 1e-9 })),
    "learntBefore",
    /there are no phases/,
  ],
  ["a run that has just begun", course({}).slice(0, 4), "unknown", /Too few recorded steps/],
])("%s has no phases, and says why", (_, points, kind, words) => {
  const found = mixedPhases(points);
  expect(found.kind).toBe(kind);
  expect(mixedPhaseSentences(found)[0]).toMatch(words);
});

test("a 4-gram that is never learnt is phase I, still under way", () => {
  const found = mixedPhases(course({ lazyAt: 1e5, leavesAt: 1e4 }));
  expect(mixedPhaseSentences(found)).toEqual([
    expect.stringMatching(/^The 4-gram was not learnt within 1,\d\d\d steps/),
  ]);
});

test("losses that are not finite are passed over, and without flow time steps do", () => {
  const points = course({}).map((point, at) =>
    at % 7 === 3 ? { ...point, unexplainedIH: NaN } : { ...point, time: NaN },
  );
  const plateau = plateauOf(points);
  expect(Math.abs(plateau.to.step - 800)).toBeLessThan(plateau.to.resolution);
  expect(plateau.time).toBeNaN();
});

test("what stands near what counts as learnt is told as at or below it, never as above", () => {
  const words = mixedPhaseSentences(mixedPhases(course({ level: 0.097, noise: 0 })))[0];
  expect(words).toMatch(/slows down only at 10 % .*, at or below the 10 % that count as learnt/);
});

const layers = [{ train: ["rpe1"] }, { train: ["rpe2", "value1", "value2", "key", "query"] }];
/** Both losses stand at 1 while layer 1 alone is trained. */
const idle = (steps: number) =>
  Array.from({ length: 40 }, (_, at) => ({
    ...{ step: (at * steps) / 40, time: (at * steps) / 40, stage: 0 },
    ...{ unexplainedG4: 0.999, unexplainedIH: 0.997 },
  }));
const later = (steps: number) =>
  course({}).map((point) => ({
    ...point,
    ...{ step: steps + point.step, time: steps + point.time, stage: 1 },
  }));

test.each([100, 50_000])("phases begin with layer 2's training, be it %d steps behind layer 1's", (steps) => {
  const alone = phasesOf(course({}));
  const found = mixedCourse([...idle(steps), ...later(steps)], layers);
  if (found.kind !== "phases") throw new Error(found.kind);
  expect(found.level).toBeCloseTo(alone.level, 10);
  expect(found.phases.map(({ state }) => state)).toEqual(alone.phases.map(({ state }) => state));
  found.phases.forEach((phase, at) => {
    const expected = alone.phases[at];
    if (phase.state !== "ended" || expected.state !== "ended") return;
    expect(phase.from.step).toBeCloseTo(steps + expected.from.step, 6);
    expect(phase.steps).toBeCloseTo(expected.steps, 6);
    expect(phase.time).toBeCloseTo(expected.time, 6);
  });
  expect(mixedPhaseSentences(found)[0]).toMatch(
    /^I partial learning: steps [\d,]+ to [\d,]+, (59|60|61) steps/,
  );
});

test("what was not learnt is counted from where layer 2's training begins", () => {
  const lines = [...idle(1_000), ...later(1_000).slice(0, 40)];
  expect(unlearntSentence(mixedCourse(lines, layers))).toMatch(
    /^The 4-gram was not learnt within \d\d steps from step 1,000 on:/,
  );
});

test("where nothing of layer 2 was trained, that is said, and not that steps are missing", () => {
  const words = (lines: Parameters<typeof mixedCourse>[0], stages: typeof layers) =>
    mixedPhaseSentences(mixedCourse(lines, stages));
  expect(words(course({}).slice(0, 1), layers.slice(1))).toEqual(["No step was taken yet."]);
  expect(words(idle(1_000).slice(0, 1), layers)).toEqual(["No step was taken yet."]);
  expect(words(idle(1_000), layers)[0]).toMatch(/^No phase has begun: so far layer 1 alone was trained/);
  expect(words(idle(1_000), layers.slice(0, 1))[0]).toMatch(/no stage trains anything of layer 2/);
});

test("of two parts the one that was not learnt is told, and none where both were", () => {
  const rich = mixedPhases(course({ lazyAt: 2_000, leavesAt: 300 }));
  expect(unlearntSentence(rich)).toMatch(/^The 4-gram was not learnt within 1,\d\d\d steps/);
  expect(unlearntSentence(mixedPhases(steadyFall(0)))).toBeNull();
  expect(unlearntSentence(phasesOf(course({})))).toBeNull();
});
