import { appendFile, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { MetricsWriter, readMetrics, truncateMetricsAfter } from "../../../core/runs/metrics";
import { temporaryFolder } from "./temporary";

async function emptyMetrics(): Promise<string> {
  const file = path.join(await temporaryFolder(), "metrics.jsonl");
  await writeFile(file, "");
  return file;
}

test("appends batches and reads every number back, also those JSON lacks", async () => {
  const file = await emptyMetrics();
  const writer = await MetricsWriter.open(file);
  writer.add({ step: 0, loss: 0.1 + 0.2 });
  await writer.flush();
  writer.add({ step: 1, loss: NaN, gradientNorm: Infinity });
  writer.add({ step: 2, loss: -Infinity });
  await writer.flush();
  await writer.flush();
  expect(await readFile(file, "utf8")).toBe(
    '{"step":0,"loss":0.30000000000000004}\n' +
      '{"step":1,"loss":"NaN","gradientNorm":"Infinity"}\n' +
      '{"step":2,"loss":"-Infinity"}\n',
  );
  expect(await readMetrics(file)).toEqual({
    lines: [
      { step: 0, loss: 0.1 + 0.2 },
      { step: 1, loss: NaN, gradientNorm: Infinity },
      { step: 2, loss: -Infinity },
    ],
    problems: [],
  });
});

test("keeps a line as it was when added", async () => {
  const file = await emptyMetrics();
  const writer = await MetricsWriter.open(file);
  const line = { step: 1, loss: 2 };
  writer.add(line);
  line.loss = 3;
  await writer.flush();
  expect((await readMetrics(file)).lines).toEqual([{ step: 1, loss: 2 }]);
});

test("tolerates and reports a torn last line", async () => {
  const file = await emptyMetrics();
  await writeFile(file, '{"step":0,"loss":1}\n{"step":1,"lo');
  const { lines, problems } = await readMetrics(file);
  expect(lines).toEqual([{ step: 0, loss: 1 }]);
  expect(problems).toEqual([expect.stringContaining("the last line, 2, is torn")]);
});

test("takes a last line that lacks only its newline", async () => {
  const file = await emptyMetrics();
  await writeFile(file, '{"step":0}\n{"step":1}');
  expect(await readMetrics(file)).toEqual({ lines: [{ step: 0 }, { step: 1 }], problems: [] });
});

test("passes over damaged lines and says where the first is", async () => {
  const file = await emptyMetrics();
  await writeFile(file, '{"step":0}\n\u0000\u0000\n[1]\n{"loss":1}\n{"step":4,"stage":"copier"}\n');
  const { lines, problems } = await readMetrics(file);
  expect(lines).toEqual([{ step: 0 }, { step: 4 }]);
  expect(problems).toEqual([expect.stringContaining("3 damaged lines passed over, the first is line 2")]);
});

test("names a missing file and reads as empty", async () => {
  const { lines, problems } = await readMetrics(path.join(await temporaryFolder(), "metrics.jsonl"));
  expect(lines).toEqual([]);
  expect(problems).toEqual([expect.stringContaining("metrics.jsonl cannot be read")]);
});

test("drops what lies behind a step, torn lines too, and appends from there", async () => {
  const file = await emptyMetrics();
  await writeFile(file, '{"step":0,"loss":1}\n{"step":5,"loss":"NaN"}\n{"step":10,"loss":1}\n{"st');
  await truncateMetricsAfter(file, 5);
  const writer = await MetricsWriter.open(file);
  writer.add({ step: 6, loss: 4 });
  await writer.flush();
  expect(await readMetrics(file)).toEqual({
    lines: [
      { step: 0, loss: 1 },
      { step: 5, loss: NaN },
      { step: 6, loss: 4 },
    ],
    problems: [],
  });
});

test("writes over a batch that a failed append left torn", async () => {
  const file = await emptyMetrics();
  const writer = await MetricsWriter.open(file);
  writer.add({ step: 0 });
  await writer.flush();
  await appendFile(file, '{"step":1,"lo');
  writer.add({ step: 1, loss: 0.5 });
  await writer.flush();
  expect((await readMetrics(file)).lines).toEqual([{ step: 0 }, { step: 1, loss: 0.5 }]);
});
