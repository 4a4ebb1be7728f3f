import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { openRun } from "../../../core/runs";
import {
  resumeRun,
  startRun,
  type RunOptions,
  type TrainingEvent,
  type TrainingRun,
} from "../../../core/training";
import { Steering } from "../../../core/training/steering";
import { temporaryFolder } from "../runs/temporary";
import { experimentOf, recordOf, runUntil } from "./runs";

type Steer = (event: TrainingEvent, run: TrainingRun) => void;

/** A run of 20 steps that is steered by its events, and all of these. */
async function steered(options: Partial<RunOptions>, steer: Steer) {
  const folder = await temporaryFolder();
  const events: TrainingEvent[] = [];
  const runDirectory = path.join(folder, "run");
  const run = await startRun({
    experiment: experimentOf(),
    baseDirectory: folder,
    runDirectory,
    ...options,
    onEvent: (event) => {
      events.push(event);
      steer(event, run);
    },
  });
  return { run, events, runDirectory };
}

const measured = (event: TrainingEvent) => (event.kind === "measured" ? event.line.step : NaN);
const stepsOf = (events: readonly TrainingEvent[], kind: "recorded" | "paused" | "resumed" | "progress") =>
  events.flatMap((event) => (event.kind === kind ? [event.step] : []));

/** Slower than any test would wait for. */
const crawl = 1e-4;

test.each<[string, Steer]>([
  ["at once", (event, run) => measured(event) === 1 && run.stop()],
  ["in mid-wait", (event, run) => measured(event) === 1 && setTimeout(() => run.stop(), 30)],
])("a run that waits for its next step stops %s, at the step it has taken", async (_, steer) => {
  const { run, runDirectory } = await steered({ pace: crawl }, steer);
  expect(await run.finished).toMatchObject({ status: "stopped", step: 1 });
  expect((await openRun(runDirectory)).manifest).toMatchObject({ status: "stopped", step: 1 });
});

test("another pace holds from the next step on, also while that is waited for", async () => {
  const { run } = await steered({ pace: crawl }, (event) => {
    if (measured(event) === 1) setTimeout(() => run.setPace(null), 30);
    if (measured(event) === 12) run.setPace(crawl);
    // The twelfth step is told while the thirteenth is waited for.
    if (event.kind === "progress" && event.step === 12) run.stop();
  });
  expect(await run.finished).toMatchObject({ status: "stopped", step: 12 });
});

test("a paced run pauses and resumes in mid-wait", async () => {
  const { run, events } = await steered({ pace: crawl }, (event) => {
    if (measured(event) === 1) setTimeout(() => run.pause(), 30);
    if (event.kind === "paused") setTimeout(() => run.resume(), 30);
    if (event.kind === "resumed") run.setPace(null);
  });
  expect(await run.finished).toMatchObject({ status: "done", step: 20 });
  expect(stepsOf(events, "paused")).toEqual([1]);
});

test("what a run has done is written while it waits, and the event loop turns", async () => {
  const { run, runDirectory } = await steered({ pace: crawl }, () => undefined);
  const written = async () => (await (await openRun(runDirectory)).metrics()).lines.at(-1)?.step;
  while ((await written()) !== 1) await delay(20);
  run.stop();
  expect(await run.finished).toMatchObject({ step: 1 });
});

test("a paced run computes what any other does", async () => {
  const free = await steered({}, () => undefined);
  const paced = await steered({ pace: 500 }, () => undefined);
  await Promise.all([free.run.finished, paced.run.finished]);
  expect(await recordOf(paced.runDirectory)).toEqual(await recordOf(free.runDirectory));
});

test("single steps are taken, told and recorded, no more and no fewer", async () => {
  const asked = [1, 1, 3, 7];
  const { run, events, runDirectory } = await steered({ paused: true }, (event) => {
    if (event.kind !== "paused") return;
    const count = asked.shift();
    if (count === undefined) run.resume();
    else if (count === 1) run.step();
    else run.step(count);
  });
  expect(await run.finished).toMatchObject({ status: "done", step: 20 });
  expect(stepsOf(events, "paused")).toEqual([0, 1, 2, 5, 12]);
  expect(stepsOf(events, "resumed")).toEqual([12]);
  expect(stepsOf(events, "recorded")).toEqual(Array.from({ length: 21 }, (_, step) => step));
  for (const step of [0, 1, 2, 5, 12]) expect(stepsOf(events, "progress")).toContain(step);

  const free = await steered({}, () => undefined);
  await free.run.finished;
  expect(await recordOf(runDirectory)).toEqual(await recordOf(free.runDirectory));
});

test("between single steps everything is on disk", async () => {
  const seen: unknown[] = [];
  const { run, runDirectory } = await steered({ paused: true }, (event) => {
    if (event.kind === "paused") void look();
  });
  const look = async () => {
    const held = await openRun(runDirectory);
    const newest = (await held.checkpoints()).at(-1)?.step;
    seen.push([held.manifest?.status, newest, (await held.metrics()).lines.at(-1)?.step]);
    if (seen.length < 3) run.step();
    else run.stop();
  };
  expect(await run.finished).toMatchObject({ status: "stopped", step: 2 });
  expect(seen).toEqual([0, 1, 2].map((step) => ["paused", step, step]));
});

test("a run that takes many single steps can be held, let go or ended in between", async () => {
  for (const then of ["pause", "resume", "stop"] as const) {
    const { run, events } = await steered({ paused: true, pace: 1000 }, (event) => {
      if (event.kind === "paused") {
        if (event.step === 0) run.step(1000);
        else run.stop();
      }
      if (measured(event) === 4) run[then]();
    });
    const outcome = await run.finished;
    expect([outcome.status, outcome.step]).toEqual(then === "resume" ? ["done", 20] : ["stopped", 4]);
    expect(stepsOf(events, "paused")).toEqual(then === "pause" ? [0, 4] : [0]);
  }
});

test("a run that is not paused takes no single steps", async () => {
  const { run, events } = await steered({}, (event) => {
    if (measured(event) === 3) run.step(2);
    if (measured(event) === 8) run.pause();
    if (event.kind === "paused") run.stop();
  });
  expect(await run.finished).toMatchObject({ status: "stopped", step: 8 });
  expect(stepsOf(events, "paused")).toEqual([8]);
});

test("a resumed run that begins paused holds at its checkpoint", async () => {
  const folder = await temporaryFolder();
  const runDirectory = path.join(folder, "run");
  const options = { experiment: experimentOf(), baseDirectory: folder, runDirectory };
  await (
    await runUntil(7, options)
  ).finished;
  const paused: number[] = [];
  const run = await resumeRun({
    runDirectory,
    paused: true,
    onEvent: (event) => {
      if (event.kind !== "paused") return;
      paused.push(event.step);
      if (event.step === 7) run.step();
      else run.resume();
    },
  });
  expect(await run.finished).toMatchObject({ status: "done", step: 20 });
  expect(paused).toEqual([7, 8]);
});

test("a run tells how it stands, with a copy of its parameters", async () => {
  const { run, events } = await steered({ paused: true }, (event) => {
    if (event.kind === "paused" && event.step === 0) run.step(9);
    if (event.kind === "paused" && event.step === 9) {
      const state = run.state();
      const recorded = events.findLast((each) => each.kind === "recorded");
      expect(state).toMatchObject({
        step: 9,
        totalSteps: 20,
        stage: 0,
        stageStep: 9,
        time: 9,
        finished: false,
      });
      expect(state).toMatchObject({ loss: recorded?.loss, parameters: recorded?.parameters });
      state.parameters.fill(0);
      expect(run.state().parameters).toEqual(recorded?.parameters);
      run.resume();
    }
  });
  expect(await run.finished).toMatchObject({ status: "done" });
  expect(run.state()).toMatchObject({ step: 20, stageStep: 20, secondsLeft: 0, finished: true });
});

test("progress is told as often as asked for, and holds no parameters", async () => {
  const { run, events } = await steered({ pace: crawl, progressInterval: 0 }, (event) => {
    if (event.kind === "progress") run.setPace(1e9);
    if (event.kind === "measured") run.setPace(crawl);
  });
  await run.finished;
  const everyStep = Array.from({ length: 20 }, (_, step) => step + 1);
  expect(stepsOf(events, "progress").filter((step) => step > 0)).toEqual(everyStep);
  for (const event of events) if (event.kind === "progress") expect(event).not.toHaveProperty("parameters");
  const quiet = await steered({ progressInterval: Infinity }, () => undefined);
  await quiet.run.finished;
  expect(stepsOf(quiet.events, "progress").length).toBeLessThanOrEqual(2);
});

test("paces and counts that are none are refused", async () => {
  const { run } = await steered({ paused: true }, () => undefined);
  for (const pace of [0, -1, NaN]) expect(() => run.setPace(pace)).toThrow(RangeError);
  for (const count of [0, -1, 1.5, NaN, Infinity]) expect(() => run.step(count)).toThrow(RangeError);
  run.stop();
  expect(await run.finished).toMatchObject({ status: "stopped", step: 0 });
  await expect(steered({ pace: 0 }, () => undefined)).rejects.toThrow(RangeError);
});

/** Steps taken in a second of a simulated clock with ticks of so many milliseconds. */
function stepsInASecond(pace: number, tick: number): number {
  const steering = new Steering({ pace });
  let steps = 0;
  for (let now = 0; now < 1000; now += tick) {
    while (steering.untilNext(now) === 0) {
      steering.begins(now);
      steps++;
    }
  }
  return steps;
}

test.each([1, 7, 30, 200, 999])(
  "a pace of %i steps a second is kept by coarse and by fine timers",
  (pace) => {
    for (const tick of [0.5, 1, 4.7, 15]) {
      expect(Math.abs(stepsInASecond(pace, tick) - pace)).toBeLessThanOrEqual(
        1 + (pace * tick) / 1000 + pace / 500,
      );
    }
  },
);

test("a paced run that was held up does not run after the lost time", () => {
  const steering = new Steering({ pace: 100 });
  steering.begins(0);
  expect(steering.untilNext(5)).toBe(5);
  steering.begins(5000);
  expect(steering.untilNext(5000)).toBe(10);
});
