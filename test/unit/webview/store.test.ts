import { describe, expect, test, vi } from "vitest";
import { experimentFromValue } from "../../../core/config";
import {
  circuitOf,
  coalesced,
  isGoingOn,
  lossSeries,
  newestOf,
  placeOf,
  received,
  standingOf,
  validationSeries,
  waiting,
  weightSeries,
} from "../../../webview/store";
import { contentOf, factsOf, frameAt, mainOf, parametersWith, recordedAt, showing } from "./runs";

const main = { role: "main", facts: factsOf("a") } as const;
const stepsOf = (state: Parameters<typeof mainOf>[0]) => mainOf(state).snapshots.map(({ step }) => step);

test("nothing changes a page that was not told yet what it shows", () => {
  expect(received(waiting, { kind: "facts", facts: factsOf("a") })).toBe(waiting);
  expect(received(waiting, { kind: "frame", run: "a", frame: frameAt(1) })).toBe(waiting);
});

test("what frames recorded is merged by step with what is on disk", () => {
  let state = showing({ ...main, recording: recordedAt(0, 10) });
  state = received(state, { kind: "frame", run: "a", frame: frameAt(30, recordedAt(10, 20, 30)) }) as never;
  expect(stepsOf(state)).toEqual([0, 10, 20, 30]);
  expect(Array.from(mainOf(state).metrics.steps)).toEqual([0, 10, 20, 30]);
  expect(mainOf(state).live?.step).toBe(30);
});

test("frames may come before the disk is read, which then fills in what was before them", () => {
  let state = showing(main);
  state = received(state, { kind: "frame", run: "a", frame: frameAt(30, recordedAt(20, 30)) }) as never;
  state = received(state, { kind: "recording", run: "a", recording: recordedAt(0, 10, 20) }) as never;
  expect(stepsOf(state)).toEqual([0, 10, 20, 30]);
});

test("a run that went back to an earlier step loses what was recorded after it", () => {
  const state = showing({ ...main, recording: recordedAt(0, 10, 20, 30) });
  const back = received(state, { kind: "frame", run: "a", frame: frameAt(15, recordedAt(15)) });
  expect(stepsOf(back)).toEqual([0, 10, 15]);
  expect(Array.from(mainOf(back).metrics.steps)).toEqual([0, 10, 15]);
});

test("a run that nobody here trains is what its folder holds, also where that became less", () => {
  const state = showing({ ...main, recording: recordedAt(0, 10, 20, 30) });
  const cut = received(state, { kind: "recording", run: "a", recording: recordedAt(0, 10) });
  expect(stepsOf(cut)).toEqual([0, 10]);
});

test("of what frames brought, only that stays which its own file does not hold yet", () => {
  let state = showing(main);
  state = received(state, { kind: "frame", run: "a", frame: frameAt(30, recordedAt(10, 20, 30)) }) as never;
  const onDisk = { snapshots: recordedAt(0, 10).snapshots, metrics: recordedAt(0, 10, 20).metrics };
  state = received(state, { kind: "recording", run: "a", recording: onDisk }) as never;
  expect(stepsOf(state)).toEqual([0, 10, 20, 30]);
  expect(Array.from(mainOf(state).metrics.steps)).toEqual([0, 10, 20, 30]);
});

test("a run that others took back to an earlier step keeps nothing of the frames that were drawn here", () => {
  let state = showing({ ...main, recording: recordedAt(0, 10) });
  state = received(state, { kind: "frame", run: "a", frame: frameAt(30, recordedAt(20, 30)) }) as never;
  state = received(state, { kind: "facts", facts: factsOf("a", { trainedBy: "elsewhere" }) }) as never;
  state = received(state, { kind: "recording", run: "a", recording: recordedAt(0, 10) }) as never;
  expect(stepsOf(state)).toEqual([0, 10]);
  expect(Array.from(mainOf(state).metrics.steps)).toEqual([0, 10]);
  expect(circuitOf(mainOf(state))?.step).toBe(10);
});

test("a run that has ended here stands where its last frame was, recorded or not", () => {
  let state = showing({ ...main, recording: recordedAt(0, 10) });
  state = received(state, { kind: "frame", run: "a", frame: frameAt(13) }) as never;
  const ended = factsOf("a", { trainedBy: "nobody", state: "stopped", step: 13 });
  state = received(state, { kind: "facts", facts: ended }) as never;
  state = received(state, { kind: "recording", run: "a", recording: recordedAt(0, 10) }) as never;
  expect(circuitOf(mainOf(state))?.step).toBe(13);
});

test("of frames that come between two drawings the newest is shown, and nothing recorded is lost", () => {
  const first = frameAt(10, recordedAt(5, 10), 4);
  const both = coalesced(first, frameAt(20, recordedAt(20), 5));
  expect([both.sequence, both.state.step]).toEqual([5, 20]);
  expect(Array.from(both.recorded.snapshots.steps)).toEqual([5, 10, 20]);
  expect(coalesced(undefined, first)).toBe(first);
});

test("a run that stays on the page keeps its records when others come", () => {
  const state = showing({ ...main, recording: recordedAt(0, 10) });
  const content = contentOf([
    { role: "main", facts: factsOf("b") },
    { role: "ghost", facts: factsOf("a") },
  ]);
  const next = received(state, { kind: "content", content });
  if (next.kind === "waiting") throw new Error("it shows two runs");
  expect(next.runs.map(({ role, snapshots }) => [role, snapshots.length])).toEqual([
    ["main", 0],
    ["ghost", 2],
  ]);
});

test("messages of runs that are not shown are passed over", () => {
  const state = showing({ ...main, recording: recordedAt(0) });
  const next = received(state, { kind: "frame", run: "other", frame: frameAt(7) });
  expect(mainOf(next)).toBe(mainOf(state));
});

test("while a run goes on its newest frame says how it stands, afterwards its facts do", () => {
  const going = received(showing(main), { kind: "frame", run: "a", frame: frameAt(30) });
  expect(standingOf(mainOf(going))).toMatchObject({ step: 30, stepsPerSecond: 50, stageName: "all at once" });
  const losses = { first: 1, last: 0.25, validation: 0.5 };
  const ended = received(going, { kind: "facts", facts: factsOf("a", { state: "done", step: 100, losses }) });
  expect(standingOf(mainOf(ended))).toMatchObject({ step: 100, loss: 0.25, validationLoss: 0.5 });
  expect(standingOf(mainOf(ended)).stepsPerSecond).toBeNaN();
});

test("the circuit is read from the newest parameters that are whole", () => {
  const damaged = recordedAt(0, 10, 20);
  damaged.snapshots.parameters.fill(NaN, -10);
  const state = showing({ ...main, recording: damaged });
  expect(newestOf(mainOf(state))?.step).toBe(10);
  const circuit = circuitOf(mainOf(state));
  expect(circuit).toMatchObject({ step: 10, scale: 10 });
  expect(circuit?.heads.map(({ lag }) => lag)).toEqual([1, 2]);
  expect(circuit?.subsets.at(-1)?.weight).toBeCloseTo(121 / 123, 12);
  const live = received(state, { kind: "frame", run: "a", frame: frameAt(25) });
  expect(circuitOf(mainOf(live))?.step).toBe(25);
  const frame = frameAt(25);
  const lost = { ...frame, state: { ...frame.state, parameters: frame.state.parameters.map(() => NaN) } };
  const diverged = mainOf(received(state, { kind: "frame", run: "a", frame: lost }));
  expect([circuitOf(diverged)?.step, circuitOf(diverged, 25)?.step]).toEqual([10, 10]);
});

test("a configuration that makes no model leaves the losses to look at", () => {
  const state = showing({
    role: "main",
    facts: factsOf("a", { experiment: null }),
    recording: recordedAt(0, 10),
  });
  expect(circuitOf(mainOf(state))).toBeNull();
  expect(Array.from(lossSeries(mainOf(state), "step").values)).toEqual([1, 1 / 11]);
});

test("parameters that do not fit the model are told on the console and not shown", () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const frame = frameAt(5);
  const wrong = { ...frame, state: { ...frame.state, parameters: new Float64Array(3) } };
  const state = received(showing(main), { kind: "frame", run: "a", frame: wrong });
  expect(mainOf(state).live).toBeNull();
  expect(said).toHaveBeenCalledOnce();
  said.mockRestore();
});

test("curves end where the run stands, be it recorded or not", () => {
  const state = showing({ ...main, recording: recordedAt(0, 10) });
  const live = mainOf(received(state, { kind: "frame", run: "a", frame: frameAt(13) }));
  expect(Array.from(lossSeries(live, "step").steps)).toEqual([0, 10, 13]);
  expect(Array.from(weightSeries(live, "step", 0, 0.5).values).at(-1)).toBe(0.5);
  const recorded = mainOf(received(state, { kind: "frame", run: "a", frame: frameAt(20, recordedAt(20)) }));
  expect(Array.from(lossSeries(recorded, "step").steps)).toEqual([0, 10, 20]);
});

test("where metrics are lost, losses come from the snapshots", () => {
  const { snapshots } = recordedAt(0, 10);
  const metrics = recordedAt().metrics;
  const run = mainOf(showing({ ...main, recording: { snapshots, metrics } }));
  expect(Array.from(lossSeries(run, "step").values)).toEqual([1, 1 / 11]);
  expect(validationSeries(run, "step").steps).toHaveLength(0);
});

test("facts that come again with the same model do not read the snapshots again", () => {
  const state = showing({ ...main, recording: recordedAt(0, 10) });
  const again = received(state, { kind: "facts", facts: structuredClone(factsOf("a", { step: 10 })) });
  expect(mainOf(again).snapshots).toBe(mainOf(state).snapshots);
  expect(mainOf(again).model).toBe(mainOf(state).model);
  const without = received(state, { kind: "facts", facts: factsOf("a", { experiment: null }) });
  expect(circuitOf(mainOf(without), 0)).toBeNull();
  expect(mainOf(without).snapshots[0].parameters).toEqual(parametersWith([1, 1, 1], 0));
});

describe("where a step lies on the axis", () => {
  test("of stages, also of those that are still to come", () => {
    const stages = [20, 30, 50].map((steps, index) => ({
      name: `stage ${index + 1}`,
      ...{ steps, train: ["scale"], learningRate: 1, optimizer: { kind: "sgd" } },
    }));
    const parsed = experimentFromValue({ name: "staged", training: { stages } });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed));
    const { experiment } = parsed;
    const begun = [{ stage: 0, name: "I", fromStep: 0 }];
    const first = mainOf(showing({ ...main, facts: factsOf("a", { experiment, stages: begun }) }));
    expect([0, 10, 20, 35, 75, 100].map(placeOf(first, "stage"))).toEqual([0, 0.5, 1, 1.5, 2.5, 3]);
    // The first one ended early.
    const second = [...begun, { stage: 1, name: "II", fromStep: 10 }];
    const facts = factsOf("a", { experiment, stages: second, totalSteps: 90 });
    const early = mainOf(showing({ ...main, facts }));
    expect([5, 10, 25, 40, 65, 90].map(placeOf(early, "stage"))).toEqual([0.5, 1, 1.5, 2, 2.5, 3]);
    // Nobody knows what it was to be.
    const unread = mainOf(showing({ ...main, facts: factsOf("a", { experiment: null, stages: second }) }));
    expect([5, 10, 100].map(placeOf(unread, "stage"))).toEqual([0.5, 1, 2]);
  });

  test("of time, as far as it is known", () => {
    const recording = recordedAt(0, 10, 20);
    recording.snapshots.times.set([0, NaN, 4]);
    const frame = frameAt(30);
    const state = received(showing({ ...main, recording }), {
      kind: "frame",
      run: "a",
      frame: { ...frame, state: { ...frame.state, time: NaN } },
    });
    expect([0, 10, 20, 30].map(placeOf(mainOf(state), "time"))).toEqual([0, 2, 4, 4]);
  });
});

test("in a report nothing goes on", () => {
  expect(isGoingOn(factsOf("a"))).toBe(true);
  expect(isGoingOn(factsOf("a", { trainedBy: "unknown" }))).toBe(false);
});
