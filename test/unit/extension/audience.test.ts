/** Frames for several panels: each gets every frame, and the next is asked for when the slowest has drawn. */
import { describe, expect, test, vi } from "vitest";
import { emptyRecording, type Frame, type ToWorker } from "../../../core/protocol";
import { Audience } from "../../../extension/supervisor/audience";

const frame = (sequence: number): Frame => ({
  sequence,
  sentAt: 0,
  state: {
    step: sequence,
    totalSteps: 10,
    stage: 0,
    stageName: "all",
    time: 0,
    loss: 1,
    validationLoss: NaN,
    stepsPerSecond: NaN,
    secondsLeft: NaN,
    parameters: new Float64Array(1),
  },
  recorded: emptyRecording,
});

function panel() {
  const drawing: (() => void)[] = [];
  return { watch: (_: Frame, drawn: () => void) => drawing.push(drawn), draw: () => drawing.shift()?.() };
}

function audience() {
  const sent: ToWorker[] = [];
  return { audience: new Audience((message) => sent.push(message)), sent };
}

describe("An audience", () => {
  test("asks for the next frame when everybody has drawn the last", () => {
    const { audience: watched, sent } = audience();
    const [fast, slow] = [panel(), panel()];
    watched.join(fast.watch);
    watched.join(slow.watch);
    sent.length = 0;
    watched.show(frame(0));
    fast.draw();
    fast.draw();
    expect(sent).toEqual([]);
    slow.draw();
    expect(sent).toEqual([{ kind: "taken", sequence: 0 }]);
    watched.close();
  });

  test("does not wait for a panel that is closed while it draws", () => {
    const { audience: watched, sent } = audience();
    const [fast, slow] = [panel(), panel()];
    watched.join(fast.watch);
    const leave = watched.join(slow.watch);
    watched.show(frame(0));
    fast.draw();
    sent.length = 0;
    leave();
    expect(sent).toEqual([{ kind: "taken", sequence: 0 }]);
    watched.close();
  });

  test("makes everything be told anew for whoever joins, and ends it when the last one leaves", () => {
    const { audience: watched, sent } = audience();
    const leave = [watched.join(panel().watch), watched.join(panel().watch)];
    leave.forEach((go) => go());
    expect(sent.filter(({ kind }) => kind === "watch")).toEqual([
      { kind: "watch", on: true },
      { kind: "watch", on: true },
      { kind: "watch", on: false },
    ]);
  });

  test("is not held up for ever by a panel that never draws", () => {
    vi.useFakeTimers();
    try {
      const { audience: watched, sent } = audience();
      watched.join(panel().watch);
      watched.show(frame(7));
      sent.length = 0;
      vi.runAllTimers();
      expect(sent).toEqual([{ kind: "taken", sequence: 7 }]);
    } finally {
      vi.useRealTimers();
    }
  });
});
