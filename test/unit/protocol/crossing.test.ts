/** Messages on their way through the editor, which makes JSON of everything but arrays of numbers. */
import { expect, test } from "vitest";
import { incoming, isToPanel, outgoing, type Frame } from "../../../core/protocol";
import { recordedAt } from "../webview/runs";

/** JSON, arrays kept: test/page/posted.ts does the same for whole messages. */
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("numbers that JSON lacks come back as they were, wherever they stand", () => {
  const message = {
    loss: NaN,
    predictors: [{ scale: Infinity }, { scale: -Infinity }, { scale: 4.5 }],
    words: ["NaN", null],
    empty: {},
  };
  expect(throughJson(message)).not.toEqual(message);
  expect(incoming(throughJson(outgoing(message)))).toEqual(message);
  expect(incoming(throughJson(outgoing(NaN)))).toBeNaN();
});

test("what needs no change is passed on as it is, and arrays of numbers are never looked into", () => {
  const plain = { kind: "notice", notice: { severity: "info", text: "Infinity" } };
  expect(outgoing(plain)).toBe(plain);
  expect(incoming(plain)).toBe(plain);
  let looks = 0;
  const parameters = Float64Array.of(NaN, 1);
  Object.defineProperty(parameters, "look", { enumerable: true, get: () => ++looks });
  const sent = outgoing({ parameters, loss: NaN });
  const got = incoming(sent);
  expect([sent, got].map((one) => Object.values(one as object)[0] === parameters)).toEqual([true, true]);
  expect(looks).toBe(0);
});

test("something else may be called $number", () => {
  for (const other of [{ $number: "seven" }, { $number: "NaN", more: 1 }, { $number: 3 }]) {
    expect(incoming(outgoing(other))).toEqual(other);
  }
  const columns = { $number: Float64Array.of(NaN) };
  expect(incoming(outgoing({ columns }))).toEqual({ columns });
});

test("a frame that knows no validation loss is none before it is read as it was sent, and one after", () => {
  const frame: Frame = {
    sequence: 0,
    sentAt: 1,
    state: {
      step: 3,
      totalSteps: 10,
      stage: 0,
      stageName: "all",
      time: 3,
      loss: 0.9,
      validationLoss: NaN,
      stepsPerSecond: NaN,
      secondsLeft: NaN,
      parameters: new Float64Array(4),
    },
    recorded: recordedAt(),
  };
  const { parameters } = frame.state;
  const cross = (message: { frame: Frame }) => {
    const json = JSON.parse(JSON.stringify(message)) as { frame: { state: object } };
    return {
      ...json,
      frame: { ...json.frame, state: { ...json.frame.state, parameters }, recorded: frame.recorded },
    };
  };
  const message = { kind: "frame", run: "a", frame } as const;
  expect(isToPanel(cross(message))).toBe(false);
  expect(isToPanel(incoming(cross(outgoing(message) as typeof message)))).toBe(true);
});
