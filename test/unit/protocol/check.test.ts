/** Messages between host and page: the real ones pass, and what anybody else might send does not. */
import { describe, expect, test } from "vitest";
import { emptyRecording, isFromPanel, isToPanel, type Frame, type RunFacts } from "../../../core/protocol";

const facts: RunFacts = {
  run: "/runs/a",
  name: "a",
  title: "a-1",
  state: "running",
  sentence: "running",
  trainedBy: "thisWindow",
  step: 3,
  totalSteps: 10,
  stages: [{ stage: 0, name: "all", fromStep: 0 }],
  edits: [{ step: 2, words: ["learning rate 1 → 0.3"] }],
  losses: { first: 1, last: NaN },
  stepsPerSecond: 12.5,
  pace: null,
  engine: { kind: "cpu", threads: 2, path: "table" },
  experiment: null,
  checkpoints: [0, 2],
  problems: [],
};

const frame: Frame = {
  sequence: 0,
  sentAt: 1,
  state: {
    step: 3,
    totalSteps: 10,
    stage: 0,
    stageName: "all",
    time: 3,
    loss: Infinity,
    validationLoss: NaN,
    stepsPerSecond: NaN,
    secondsLeft: NaN,
    parameters: new Float64Array(4),
  },
  recorded: emptyRecording,
};

const oneRow = {
  steps: new Float64Array(1),
  times: new Float64Array(1),
  losses: new Float64Array(1),
  parameters: new Float64Array(5),
};

describe("to the page", () => {
  test.each([
    { kind: "facts", facts },
    { kind: "frame", run: facts.run, frame },
    { kind: "recording", run: facts.run, recording: emptyRecording },
    { kind: "recording", run: facts.run, recording: { ...emptyRecording, snapshots: oneRow } },
    { kind: "notice", notice: null },
    {
      kind: "content",
      content: { title: "a", runs: [{ role: "main", facts }], differences: [], notice: null },
    },
  ])("a message of kind $kind passes, also with numbers that are not finite", (message) => {
    expect(isToPanel(message)).toBe(true);
  });

  test.each([
    [
      "numbers in a list instead of a typed array",
      { kind: "frame", run: "a", frame: { ...frame, state: { ...frame.state, parameters: [1] } } },
    ],
    [
      "a row without its time",
      {
        kind: "recording",
        run: "a",
        recording: {
          ...emptyRecording,
          snapshots: { ...oneRow, times: new Float64Array() },
        },
      },
    ],
    [
      "parameters that are not equally long",
      {
        kind: "recording",
        run: "a",
        recording: {
          ...emptyRecording,
          snapshots: {
            ...oneRow,
            steps: new Float64Array(2),
            times: new Float64Array(2),
            losses: new Float64Array(2),
          },
        },
      },
    ],
    [
      "a metric of other rows",
      {
        kind: "recording",
        run: "a",
        recording: {
          ...emptyRecording,
          metrics: { steps: new Float64Array(2), columns: { loss: new Float64Array(1) } },
        },
      },
    ],
    ["no run at all", { kind: "content", content: { title: "a", runs: [], differences: [], notice: null } }],
    ["a kind that there is not", { kind: "eval", code: "1" }],
    ["something else", "facts"],
  ])("%s does not pass", (_, message) => {
    expect(isToPanel(message)).toBe(false);
  });
});

describe("from the page", () => {
  test.each([
    { kind: "ready" },
    { kind: "drawn", run: "a", sequence: 4, drawnAt: 5.5 },
    { kind: "act", run: "a", action: "step" },
    { kind: "pace", run: "a", pace: 100 },
    { kind: "pace", run: "a", pace: null },
  ])("$kind passes", (message) => expect(isFromPanel(message)).toBe(true));

  test.each([
    ["a command by another name", { kind: "act", run: "a", action: "delete" }],
    ["a pace of 0", { kind: "pace", run: "a", pace: 0 }],
    ["nothing", null],
  ])("%s does not pass", (_, message) => expect(isFromPanel(message)).toBe(false));
});
