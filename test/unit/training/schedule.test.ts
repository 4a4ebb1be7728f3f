import { expect, test } from "vitest";
import { RecordingSchedule, type RecordingPlan } from "../../../core/training/schedule";

/** A trajectory of one parameter, its own landmark. */
type Path = (step: number) => number;

const still: Path = () => 0;

function scheduleOf(plan: RecordingPlan): RecordingSchedule {
  return new RecordingSchedule(plan, (parameters) => parameters);
}

/** The recorded steps of a run; `stop` ends its stages early. */
function recordedSteps(plan: RecordingPlan, path: Path, stop: readonly number[] = plan.stageSteps): number[] {
  const schedule = scheduleOf(plan);
  const recorded: number[] = [];
  let step = 0;
  const observe = (last: boolean) => {
    const parameters = Float64Array.of(path(step));
    if (!schedule.isDue(step, parameters) && !last) return;
    schedule.take(step, parameters);
    recorded.push(step);
  };
  stop.forEach((steps, stage) => {
    schedule.enterStage(stage, step);
    for (const end = step + steps; step < end; step++) observe(false);
  });
  observe(true);
  return recorded;
}

const paper: RecordingPlan = { snapshots: "auto", maxSnapshots: 2000, stageSteps: [2000, 50_000, 5000] };

test("auto records a stage's first hundred steps one by one and then ever sparser ones", () => {
  const recorded = recordedSteps(paper, still);
  expect(recorded.length).toBeGreaterThan(900);
  for (const from of [0, 2000, 52_000]) {
    const at = recorded.indexOf(from);
    expect(recorded.slice(at, at + 101)).toEqual(Array.from({ length: 101 }, (_, offset) => from + offset));
  }
  const gaps = recorded.slice(1).map((step, index) => step - recorded[index]);
  expect(Math.max(...gaps)).toBeLessThan(0.03 * 50_000);
  expect(recorded.at(-1)).toBe(57_000);
});

test("auto records the round steps that people quote", () => {
  const recorded = recordedSteps({ snapshots: "auto", maxSnapshots: 2000, stageSteps: [50_000] }, still);
  const round = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];
  expect(recorded).toEqual(expect.arrayContaining(round));
});

test("auto records what moves the model between the planned steps", () => {
  const jump: Path = (step) => (step < 40_010 ? 0 : 1);
  const calm = recordedSteps(paper, still);
  // The next stage has one snapshot less to spread, and so its own steps.
  const added = recordedSteps(paper, jump).filter((step) => step < 52_000 && !calm.includes(step));
  expect(added).toHaveLength(1);
  expect(added[0] - 40_010).toBeLessThanOrEqual(39);

  const drift: Path = (step) => Math.log(1 + step);
  expect(recordedSteps(paper, drift).length).toBeGreaterThan(calm.length + 100);
});

const noise: Path = (step) => Math.sin(step ** 2) * 100;
const plans: RecordingPlan[] = [
  paper,
  { snapshots: "auto", maxSnapshots: 10, stageSteps: [50_000] },
  { snapshots: "auto", maxSnapshots: 12, stageSteps: [1, 1, 500, 1] },
  { snapshots: "auto", maxSnapshots: 200, stageSteps: [3, 10_000, 60, 7] },
  { snapshots: "auto", maxSnapshots: 10, stageSteps: Array.from({ length: 300 }, () => 20) },
  { snapshots: "auto", maxSnapshots: 100_000, stageSteps: [500, 70] },
  { snapshots: 1, maxSnapshots: 100, stageSteps: [99] },
  { snapshots: 1, maxSnapshots: 100, stageSteps: [100] },
  { snapshots: 7, maxSnapshots: 50, stageSteps: [1000, 33, 999] },
  { snapshots: 3, maxSnapshots: 10, stageSteps: Array.from({ length: 30 }, () => 5) },
];

test.each(plans)("no run holds more snapshots than it may, whatever moves: %j", (plan) => {
  for (const path of [still, noise, Math.sqrt]) {
    for (const share of [1, 0.3]) {
      const stop = plan.stageSteps.map((steps) => Math.ceil(steps * share));
      const recorded = recordedSteps(plan, path, stop);
      expect(recorded.length).toBeLessThanOrEqual(plan.maxSnapshots);
      expect(recorded).toEqual(Array.from(new Set(recorded)).sort((a, b) => a - b));
      expect([recorded[0], recorded.at(-1)]).toEqual([0, stop.reduce((sum, steps) => sum + steps, 0)]);
      if (plan.stageSteps.length >= plan.maxSnapshots) continue;
      let from = 0;
      for (const steps of stop) {
        expect(recorded).toContain(from);
        from += steps;
      }
    }
  }
});

test("where there is room for every step, every step is recorded", () => {
  const plan: RecordingPlan = { snapshots: "auto", maxSnapshots: 102, stageSteps: [40, 61] };
  expect(recordedSteps(plan, still)).toEqual(Array.from({ length: 102 }, (_, step) => step));
});

test("a number records every so many steps, stage starts and the end", () => {
  const plan: RecordingPlan = { snapshots: 10, maxSnapshots: 100, stageSteps: [25, 12] };
  expect(recordedSteps(plan, noise)).toEqual([0, 10, 20, 25, 30, 37]);
  expect(scheduleOf(plan).notes).toEqual([]);
});

test("a number too small for maxSnapshots is raised from the start, and said so", () => {
  const plan: RecordingPlan = { snapshots: 10, maxSnapshots: 12, stageSteps: [250, 250] };
  expect(recordedSteps(plan, noise)).toEqual([0, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500]);
  expect(scheduleOf(plan).notes).toEqual([
    "A snapshot every 10 of 500 steps is too many, since record.maxSnapshots is 12: every 50 steps is recorded.",
  ]);
});

test("a restored schedule goes on as the one that was saved", () => {
  const plan: RecordingPlan = { snapshots: "auto", maxSnapshots: 60, stageSteps: [3000] };
  for (const path of [noise, Math.sqrt]) {
    const whole = recordedSteps(plan, path);
    for (const cut of [0, 5, 77, 1500, 2999]) {
      const first = scheduleOf(plan);
      const recorded: number[] = [];
      const observe = (schedule: RecordingSchedule, step: number) => {
        const parameters = Float64Array.of(path(step));
        if (!schedule.isDue(step, parameters) && step < 3000) return;
        schedule.take(step, parameters);
        recorded.push(step);
      };
      first.enterStage(0, 0);
      for (let step = 0; step <= cut; step++) observe(first, step);
      const second = scheduleOf(plan);
      second.restore(structuredClone(first.state), { stage: 0, stageStep: cut, step: cut });
      for (let step = cut + 1; step <= 3000; step++) observe(second, step);
      expect(recorded).toEqual(whole);
    }
  }
});

/** Records by `before` up to `cut`, by `after` from there on; both of one path, and `cut` in their first stage. */
function changedAt(cut: number, before: RecordingPlan, after: RecordingPlan, path: Path = still) {
  const recorded: number[] = [];
  const observe = (schedule: RecordingSchedule, step: number, last: boolean) => {
    const parameters = Float64Array.of(path(step));
    if (!schedule.isDue(step, parameters) && !last) return;
    schedule.take(step, parameters);
    recorded.push(step);
  };
  const first = scheduleOf(before);
  first.enterStage(0, 0);
  for (let step = 0; step <= cut; step++) observe(first, step, false);
  const second = scheduleOf(after);
  second.restore(structuredClone(first.state), { stage: 0, stageStep: cut, step: cut });
  let end = 0;
  after.stageSteps.forEach((steps, stage) => {
    if (stage > 0) second.enterStage(stage, end);
    for (let step = Math.max(end, cut + 1); step < end + steps; step++) observe(second, step, false);
    end += steps;
  });
  observe(second, end, true);
  return { recorded, notes: second.notes, state: second.state };
}

test("a plan that is changed in mid-run holds for what is left", () => {
  const every = (snapshots: number): RecordingPlan => ({ snapshots, maxSnapshots: 100, stageSteps: [40] });
  expect(changedAt(12, every(10), every(4)).recorded).toEqual([0, 10, 16, 20, 24, 28, 32, 36, 40]);
  expect(changedAt(12, every(4), every(10)).recorded).toEqual([0, 4, 8, 12, 20, 30, 40]);
  expect(changedAt(12, every(10), { ...every(10), stageSteps: [25, 12] }).recorded).toEqual([
    0, 10, 20, 25, 30, 37,
  ]);
});

test("more snapshots are spread over what is left, and never more than there may be", () => {
  for (const path of [still, noise, Math.sqrt]) {
    for (const cut of [0, 7, 300, 1999]) {
      const plan = (maxSnapshots: number, ...stageSteps: number[]): RecordingPlan => {
        return { snapshots: "auto", maxSnapshots, stageSteps };
      };
      const before = plan(40, 2000);
      const few = changedAt(cut, before, before, path).recorded;
      const many = changedAt(cut, before, plan(200, 2000), path).recorded;
      expect(many.length).toBeLessThanOrEqual(200);
      if (cut < 1000) expect(many.length).toBeGreaterThan(few.length);
      const shorter = changedAt(cut, before, plan(40, 2000, 500), path).recorded;
      expect(shorter).toContain(2000);
      expect(shorter.at(-1)).toBe(2500);
    }
  }
});

test("steps that are added get a share of snapshots, even where all were taken", () => {
  const plan: RecordingPlan = { snapshots: "auto", maxSnapshots: 100, stageSteps: [99] };
  const { recorded, state } = changedAt(98, plan, { ...plan, stageSteps: [198] });
  expect(recorded.filter((step) => step > 99).length).toBeGreaterThan(20);
  expect(state.plan?.allowance).toBe(149);
  const huge = changedAt(98, plan, { ...plan, stageSteps: [1_000_000] });
  expect(huge.recorded.length).toBeLessThanOrEqual(200);
});

test("a run that may hold no more than it does says so and records its end", () => {
  const plan: RecordingPlan = { snapshots: "auto", maxSnapshots: 100, stageSteps: [200] };
  const { recorded, notes } = changedAt(40, plan, { ...plan, maxSnapshots: 10 });
  expect(recorded.filter((step) => step > 40)).toEqual([200]);
  expect(notes).toEqual([
    expect.stringMatching(/^\d+ snapshots are taken and record\.maxSnapshots is 10: .*only the last/),
  ]);
});
