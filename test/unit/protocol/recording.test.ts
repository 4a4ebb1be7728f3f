/** Recordings as columns: nothing is lost or doubled when parts of a run come from the disk and from its worker. */
import { describe, expect, test } from "vitest";
import { emptyRecording, mergeRecordings, RecordingLog, recordingOf } from "../../../core/protocol";

const row = (step: number, value = step) => ({
  step,
  time: step / 10,
  loss: value,
  parameters: Float64Array.of(value, -value),
});

describe("mergeRecordings", () => {
  test("keeps rows in the order of their steps, the newer one's where both have a step", () => {
    const disk = recordingOf([row(0), row(1), row(5)], []);
    const live = recordingOf([row(1, 100), row(3), row(9)], []);
    const { snapshots } = mergeRecordings(disk, live);
    expect([...snapshots.steps]).toEqual([0, 1, 3, 5, 9]);
    expect([...snapshots.losses]).toEqual([0, 100, 3, 5, 9]);
    expect([...snapshots.parameters]).toEqual([0, -0, 100, -100, 3, -3, 5, -5, 9, -9]);
  });

  test("fills metrics that one part has not measured with NaN", () => {
    const disk = recordingOf([], [{ step: 0, loss: 1 }]);
    const live = recordingOf([], [{ step: 2, loss: 0.5, validationLoss: 0.6 }]);
    const { steps, columns } = mergeRecordings(disk, live).metrics;
    expect([...steps]).toEqual([0, 2]);
    expect([...columns.loss]).toEqual([1, 0.5]);
    expect([...columns.validationLoss]).toEqual([NaN, 0.6]);
  });

  test("with nothing changes nothing", () => {
    const recording = recordingOf([row(2)], [{ step: 2, loss: 1 }]);
    expect(mergeRecordings(emptyRecording, recording)).toEqual(recording);
    expect(mergeRecordings(recording, emptyRecording)).toEqual(recording);
  });
});

describe("RecordingLog", () => {
  test("gives out every row once, and all of them again after rewind", () => {
    const log = new RecordingLog();
    log.addSnapshot(row(0));
    log.addMetrics({ step: 0, loss: 1 });
    expect([...log.take().snapshots.steps]).toEqual([0]);
    log.addSnapshot(row(1));
    const second = log.take();
    expect([...second.snapshots.steps]).toEqual([1]);
    expect(second.metrics.steps).toHaveLength(0);
    log.rewind();
    const all = log.take();
    expect([...all.snapshots.steps]).toEqual([0, 1]);
    expect([...all.metrics.steps]).toEqual([0]);
  });
});
