/** Reports as bytes: what is unpacked is what was packed, bit for bit, and what is no report is refused in words. */
import { expect, test } from "vitest";
import { packReport, unpackReport, type ReportContents, type ToPanel } from "../../../core/protocol";
import { contentOf, factsOf, recordedAt } from "../webview/runs";

const losses = { first: NaN, last: Infinity };
const facts = factsOf("run 1", { losses, title: "</script><script>alert(1)</script>", trainedBy: "unknown" });
const opening: readonly ToPanel[] = [
  { kind: "content", content: contentOf([{ role: "main", facts }]) },
  { kind: "recording", run: "run 1", recording: recordedAt(0, 1, 7, 100) },
];
const contents: ReportContents = {
  opening,
  sequences: [
    { kind: "held", set: "train", count: 9000, width: 4, tokens: Uint8Array.of(0, 1, 2, 0, 2, 2, 1, 0) },
    { kind: "problem", set: "validation", problem: "None are held out." },
  ],
};

test("comes back as it was, numbers that JSON lacks included", () => {
  expect(unpackReport(packReport(contents))).toEqual(contents);
});

test("keeps every bit of every number, denormal and negative zero", () => {
  const recording = recordedAt(0, 1);
  recording.snapshots.losses.set([-0, 5e-324]);
  recording.snapshots.times.set([Math.PI, -1.7976931348623157e308]);
  const [message] = unpackReport(
    packReport({ opening: [{ kind: "recording", run: "a", recording }], sequences: [] }),
  ).opening;
  expect(message).toEqual({ kind: "recording", run: "a", recording });
  if (message.kind !== "recording") throw new Error("another message");
  expect(Object.is(message.recording.snapshots.losses[0], -0)).toBe(true);
});

test("metrics may be called as the format's own marks", () => {
  const { snapshots } = recordedAt();
  const columns = { $float64: Float64Array.of(1), $number: Float64Array.of(NaN), $bytes: Float64Array.of(2) };
  const recording = { snapshots, metrics: { steps: Float64Array.of(3), columns } };
  const packed = packReport({ opening: [{ kind: "recording", run: "a", recording }], sequences: [] });
  expect(unpackReport(packed).opening).toEqual([{ kind: "recording", run: "a", recording }]);
});

test("refuses what is cut short, wherever", () => {
  const packed = packReport(contents);
  for (const length of [0, 3, 40, packed.length - 1]) {
    expect(() => unpackReport(packed.subarray(0, length))).toThrow("cut short");
  }
});

test("refuses other formats, and messages that no host would send", () => {
  const withHeader = (change: (header: string) => string) => {
    const header = change(JSON.stringify({ format: 1, opening: [], sequences: [] }));
    const bytes = new Uint8Array(4 + header.length);
    new DataView(bytes.buffer).setUint32(0, header.length, true);
    bytes.set(new TextEncoder().encode(header), 4);
    return bytes;
  };
  expect(unpackReport(withHeader((header) => header)).opening).toEqual([]);
  expect(() => unpackReport(withHeader((header) => header.replace('"format":1', '"format":2')))).toThrow(
    "no report of format 1",
  );
  const strange = '"opening":[{"kind":"evaluate","text":"alert(1)"}]';
  expect(() => unpackReport(withHeader((header) => header.replace('"opening":[]', strange)))).toThrow(
    "opening",
  );
});
