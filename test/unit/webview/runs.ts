/** Runs for the tests of the page: two heads, three lags, and whatever a test says of them. */
import {
  recordingOf,
  type Frame,
  type PanelContent,
  type PanelRun,
  type Recording,
  type RunFacts,
} from "../../../core/protocol";
import { experimentFromValue } from "../../../core/config";
import { received, waiting, type InspectorState, type ShownRun } from "../../../webview/store";

const parsed = experimentFromValue({ name: "small", model: { heads: 2, window: 3, maxDegree: 2 } });
if (!parsed.ok) throw new Error("the test's own experiment is wrong");

/** Of the model below: [head 1: 3 lags, head 2: 3 lags], c of {1}, {2}, {1, 2}, a. */
export const parametersWith = (coefficients: readonly number[], scale: number): Float64Array =>
  Float64Array.of(5, 0, 0, 0, 5, 0, ...coefficients, scale);

export function factsOf(run: string, more: Partial<RunFacts> = {}): RunFacts {
  return {
    run,
    name: "small",
    title: run,
    state: "running",
    sentence: "running",
    trainedBy: "thisWindow",
    step: 0,
    totalSteps: 100,
    stages: [{ stage: 0, name: "all at once", fromStep: 0 }],
    edits: [],
    losses: null,
    stepsPerSecond: 0,
    pace: null,
    engine: null,
    experiment: parsed.ok ? parsed.experiment : null,
    checkpoints: [],
    problems: [],
    ...more,
  };
}

/** A row a step: snapshot and metrics, the loss 1 / (1 + step), a the step itself. */
export function recordedAt(...steps: readonly number[]): Recording {
  return recordingOf(
    steps.map((step) => ({
      step,
      time: step,
      loss: 1 / (1 + step),
      parameters: parametersWith([1, 1, 1 + step], step),
    })),
    steps.map((step) => ({
      step,
      loss: 1 / (1 + step),
      ...(step % 10 === 0 && { validationLoss: 2 / (1 + step) }),
    })),
  );
}

export function frameAt(step: number, recorded: Recording = recordedAt(), sequence = 0): Frame {
  return {
    sequence,
    sentAt: 0,
    recorded,
    state: {
      step,
      totalSteps: 100,
      stage: 0,
      stageName: "all at once",
      time: step,
      loss: 1 / (1 + step),
      validationLoss: NaN,
      stepsPerSecond: 50,
      secondsLeft: 1,
      parameters: parametersWith([1, 1, 1 + step], step),
    },
  };
}

export function contentOf(runs: readonly PanelRun[]): PanelContent {
  return { title: "small", runs, differences: [], notice: null };
}

/** A page that shows these runs, as they are after their recordings came. */
export function showing(
  ...runs: readonly (PanelRun & { readonly recording?: Recording })[]
): Extract<InspectorState, { kind: "shown" }> {
  let state = received(waiting, { kind: "content", content: contentOf(runs) });
  for (const { facts, recording } of runs) {
    if (recording) state = received(state, { kind: "recording", run: facts.run, recording });
  }
  if (state.kind === "waiting") throw new Error("content shows something");
  return state;
}

/** The run that the page is about. */
export function mainOf(state: InspectorState): ShownRun {
  if (state.kind === "waiting") throw new Error("nothing is shown");
  return state.runs[0];
}
