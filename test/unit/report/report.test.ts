/** Reports of real folders: below their bound, honest about damage, and closed against everything that is in a run. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { experimentFromValue } from "../../../core/config";
import { tokenExperiment } from "../../tokenExperiment";
import { unpackReport, type RunFacts } from "../../../core/protocol";
import { writeReport } from "../../../core/report";
import { createRun } from "../../../core/runs";
import { noStudies, writeStudy } from "../../../core/studies";
import { sequenceAt } from "../../../core/training";
import { newRun, snapshotAt } from "../runs/small";
import { temporaryFolder } from "../runs/temporary";

const program = "document.title;\n//# sourceMappingURL=inspector.js.map\n";

/** A done run of `steps` recorded steps. */
async function recordedRun(name: string, steps: number): Promise<string> {
  const directory = path.join(await temporaryFolder(), name);
  const run = await createRun(directory, newRun);
  for (let step = 0; step < steps; step++) {
    run.addSnapshot(snapshotAt(step));
    run.addMetrics({ step, loss: Math.sin(step * 3.7), norm: Math.cos(step * 1.3) });
  }
  await run.updateManifest({ status: "done", step: steps - 1 });
  await run.close();
  return directory;
}

async function written(runDirectories: readonly string[], more: { bound?: number; program?: string } = {}) {
  const file = path.join(await temporaryFolder(), "report.html");
  const report = await writeReport({ runDirectories, file, program, ...more });
  const html = await readFile(file, "utf8");
  const base64 = /id="report">([^<]*)</.exec(html)?.[1] ?? "";
  return { ...report, file, html, contents: unpackReport(gunzipSync(Buffer.from(base64, "base64"))) };
}

function factsIn({ contents }: Awaited<ReturnType<typeof written>>): RunFacts[] {
  const [first] = contents.opening;
  if (first.kind !== "content") throw new Error("the report does not begin with its content");
  return first.content.runs.map(({ facts }) => facts);
}

test("holds the whole recording, bit for bit, and says nothing of where it came from", async () => {
  const directory = await recordedRun("mine", 300);
  const report = await written([directory]);
  expect(report.leftOut).toEqual([]);
  expect(report.bytes).toBe(Buffer.byteLength(report.html));
  const [, recording] = report.contents.opening;
  if (recording.kind !== "recording") throw new Error("no recording");
  const { snapshots, metrics } = recording.recording;
  expect(snapshots.steps).toEqual(Float64Array.from({ length: 300 }, (_, step) => step));
  expect([...snapshots.parameters.subarray(8 * 299)]).toEqual([
    ...[299.11, 299.12, 299.21, 299.22, 299.1, 299.2, 299.3, -299],
  ]);
  expect(metrics.columns.norm[299]).toBe(Math.cos(299 * 1.3));
  const [facts] = factsIn(report);
  expect(facts).toMatchObject({ title: "mine", state: "done", trainedBy: "unknown", step: 299 });
  expect(JSON.stringify(report.contents.opening)).not.toContain(path.dirname(directory));
  expect(report.html).not.toContain(path.dirname(directory));
});

test("keeps below its bound, with the ends of the recording, and says what was left out", async () => {
  const directory = await recordedRun("long", 3000);
  const whole = await written([directory]);
  const bound = Math.round(whole.bytes / 2);
  const report = await written([directory], { bound });
  expect(report.bytes).toBeLessThanOrEqual(bound);
  expect(report.bytes).toBeGreaterThan(bound * 0.7);
  const [sentence] = report.leftOut;
  expect(sentence).toMatch(/It holds .* of 3,000 .*log\(1 \+ step\)/);
  expect(report.html).toContain(sentence);
  const [, recording] = report.contents.opening;
  if (recording.kind !== "recording") throw new Error("no recording");
  expect(recording.recording.snapshots.steps[0]).toBe(0);
  expect(recording.recording.snapshots.steps.at(-1)).toBe(2999);
});

test("of a damaged run it holds what there is, and names what is missing", async () => {
  const directory = await recordedRun("hurt", 50);
  await rm(path.join(directory, "snapshots.zarr/coefficients"), { recursive: true });
  await writeFile(
    path.join(directory, "metrics.jsonl"),
    '{"step":0,"loss":1}\nnot json\n{"step":2,"loss":0.5}\n',
  );
  const report = await written([directory]);
  expect(report.problems.join("\n")).toMatch(/coefficients is missing[^]*damaged lines passed over/);
  expect(factsIn(report)[0].problems).toEqual(report.problems);
  const [, recording] = report.contents.opening;
  if (recording.kind !== "recording") throw new Error("no recording");
  expect([...recording.recording.metrics.columns.loss]).toEqual([1, 0.5]);
  expect(recording.recording.snapshots.steps).toHaveLength(50);
});

test("what is wrong with its files is told without the folders around them", async () => {
  const directory = await recordedRun("bare", 10);
  await rm(path.join(directory, "metrics.jsonl"));
  await rm(path.join(directory, "config.json"));
  await mkdir(path.join(directory, "config.json"));
  const report = await written([directory]);
  expect(report.problems.join("\n")).toMatch(/metrics\.jsonl/);
  expect(JSON.stringify(report.contents.opening)).not.toContain(path.dirname(directory));
});

test("of a run whose run.json is damaged it tells that, and the losses", async () => {
  const directory = await recordedRun("torn", 20);
  await writeFile(path.join(directory, "run.json"), '{"format": 1');
  const report = await written([directory]);
  const [facts] = factsIn(report);
  expect(facts).toMatchObject({ title: "torn", state: "failed" });
  expect(facts.sentence).toMatch(/^run\.json cannot be read/);
  expect(facts.problems).toContain(facts.sentence);
  expect(new Set(facts.problems).size).toBe(facts.problems.length);
  const [, recording] = report.contents.opening;
  expect(recording.kind === "recording" && recording.recording.metrics.steps).toHaveLength(20);
});

test("holds what was found out about the run, numbers that JSON lacks included", async () => {
  const directory = await recordedRun("studied", 10);
  const estimate = { mean: 0.5, standardError: NaN };
  const theory = {
    ...{ window: 2, degree: 1, draws: 1, leftOut: 0, selected: 0, runnerUp: null, gap: null, notes: [] },
    sets: [{ lags: [1], chi2: estimate, modifiedChi2: estimate }],
    entropyRate: estimate,
    references: [
      { kind: "inductionHead" as const, lags: [1], scale: Infinity, loss: estimate, logLoss: estimate },
    ],
  };
  await writeStudy(directory, "theory", theory);
  await writeFile(path.join(directory, "studies", "ablation.json"), "{");
  const { contents, problems } = await written([directory]);
  const studies = contents.opening.filter(({ kind }) => kind === "studies");
  expect(studies).toEqual([{ kind: "studies", run: "run 1", studies: { ...noStudies, theory } }]);
  expect(problems.join("\n")).toContain("studies/ablation.json is damaged");
  expect(JSON.stringify(contents.opening)).not.toContain(path.dirname(directory));
});

test("refuses folders that are no runs, in words", async () => {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, "empty"));
  await expect(written([path.join(folder, "empty")])).rejects.toThrow("is not a run: it has no run.json");
});

test("nothing in a run or in the page's program ends the element that it stands in", async () => {
  const hostile = `<script>alert(1)<!-- &lt; "x" <img src=x onerror=alert(2)>`;
  const directory = await recordedRun(hostile, 5);
  const evil =
    'const a = "</script><script>alert(3)</script><!--", b = /<\\/script>/i.test(a), c = `</ScRiPt>`;';
  const { html, contents } = await written([directory], { program: evil });
  expect(html.match(/<script/gi)).toHaveLength(3 - 1 + (evil.match(/<script/gi)?.length ?? 0));
  expect(html.match(/<\/script/gi)).toHaveLength(2);
  expect(html).not.toMatch(/<!--|<img/);
  expect(html).toContain("<title>&lt;script&gt;alert(1)&lt;!-- &amp;lt;");
  const script = /<script>([^]*)<\/script>\s*<\/body>/.exec(html)?.[1] ?? "";
  expect(runInNewContext(`${script}; [a, b, c]`)).toEqual(runInNewContext(`${evil}; [a, b, c]`));
  const [first] = contents.opening;
  expect(first.kind === "content" && first.content.title).toBe(hostile);
});

test("compares several runs, each under a name of its own", async () => {
  const [one, other] = [await recordedRun("same", 10), await recordedRun("same", 12)];
  const report = await written([one, other]);
  expect(factsIn(report).map(({ run, title }) => [run, title])).toEqual([
    ["run 1", "same"],
    ["run 2", "same"],
  ]);
  expect(report.html).toContain("<title>Compare 2 runs · Induction Lab</title>");
});

test("holds the first sequences of each set, the very ones that were trained on", async () => {
  const directory = path.join(await temporaryFolder(), "real");
  const data = { sequenceLength: 40, trainSequences: 3000, validationSequences: 5 };
  const experiment = tokenExperiment({ name: "real", data });
  const run = await createRun(directory, { ...newRun, config: experiment });
  await run.close();
  const { contents, html } = await written([directory]);
  const ofSet = (set: string) => contents.sequences.find((each) => each.set === set);
  expect(ofSet("validation")).toMatchObject({ kind: "held", count: 5, width: 41 });
  const trained = ofSet("train");
  if (trained?.kind !== "held") throw new Error("no training sequences");
  expect([trained.count, trained.tokens.length]).toEqual([3000, 100 * 41]);
  const { tokens } = await sequenceAt(experiment, { set: "train", index: 99 });
  expect(trained.tokens.subarray(99 * 41)).toEqual(tokens);
  expect(html).toContain("To be traced it holds 100 of 3,000 training sequences.</footer>");
});

test("of data that are gone it says so, and shows all else", async () => {
  const directory = path.join(await temporaryFolder(), "gone");
  const parsed = experimentFromValue({
    name: "gone",
    data: { kind: "file", path: "/no/such/data.npy", alphabetSize: 3, validationSequences: 2 },
  });
  if (!parsed.ok) throw new Error("the test's own experiment is wrong");
  const run = await createRun(directory, { ...newRun, config: parsed.experiment });
  await run.close();
  const { contents, problems } = await written([directory]);
  expect(problems).toEqual([]);
  expect(contents.sequences).toEqual([
    {
      kind: "problem",
      set: "validation",
      problem: expect.stringMatching(/^The data file data\.npy cannot be read/),
    },
    {
      kind: "problem",
      set: "train",
      problem: expect.stringMatching(/^The data file data\.npy cannot be read/),
    },
  ]);
});

test("of a run that still goes on it names neither process nor machine", async () => {
  const directory = path.join(await temporaryFolder(), "going");
  const run = await createRun(directory, newRun);
  onTestFinished(() => run.close());
  const [facts] = factsIn(await written([directory]));
  expect(facts).toMatchObject({ state: "running", sentence: "running, step 0 of 1000" });
});
