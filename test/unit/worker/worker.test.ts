/** A run in a process of its own: what it tells, how it is steered, and that it never outlives its host for long. */
import { fork } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { emptyRecording, mergeRecordings, type Frame, type Recording } from "../../../core/protocol";
import { listRun, openRun } from "../../../core/runs";
import { readDiagnosis } from "../../../core/studies";
import { untilEnded } from "../../processes";
import { smallExperiment, startWorker, trainTask } from "./worker";

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "worker-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const begin = { kind: "begin", pace: null, paused: false } as const;
/** More than any test waits for. */
const endless = 1e8;

test("trains a run to its end, tells how it went and ends by itself", async () => {
  const folder = await temporaryFolder();
  const worker = startWorker();
  worker.send({ ...begin, task: trainTask(folder, 200) });
  const { outcome } = await worker.hear("finished");
  expect(outcome).toMatchObject({ status: "done", step: 200 });
  expect(await worker.ended).toMatchObject({ code: 0, signal: null });
  expect(worker.heard[0].kind).toBe("started");
  expect(worker.heard.some(({ kind }) => kind === "frame")).toBe(false);
  expect(await listRun(path.join(folder, "run"))).toMatchObject({ description: { state: "done" } });
  // Made when the run was over, before the process ended.
  expect(await readDiagnosis(path.join(folder, "run"))).toMatchObject({ step: 200, findings: [] });
});

test("frames hold everything that is recorded exactly once, and no more than two are under way", async () => {
  const folder = await temporaryFolder();
  const worker = startWorker();
  const frames: Frame[] = [];
  let recorded: Recording = emptyRecording;
  const take = ({ frame }: { readonly frame: Frame }) => {
    frames.push(frame);
    recorded = mergeRecordings(recorded, frame.recorded);
  };
  worker.send({ ...begin, paused: true, task: trainTask(folder, endless) });
  worker.send({ kind: "watch", on: true });
  take(await worker.hear("frame"));
  worker.send({ kind: "resume" });
  take(await worker.hear("frame"));
  // Two are under way, so no other comes however long the run goes on.
  await worker.hear("progress", ({ progress }) => progress.step > 300);
  expect(worker.heard.filter(({ kind }) => kind === "frame")).toHaveLength(2);
  while (recorded.snapshots.steps.length < 120) {
    const next = worker.hear("frame");
    worker.send({ kind: "taken", sequence: frames[frames.length - 1].sequence });
    take(await next);
  }
  worker.send({ kind: "stop" });
  await worker.ended;
  expect(frames.map(({ sequence }) => sequence)).toEqual(frames.map((_, index) => index));
  const run = await openRun(path.join(folder, "run"));
  const steps = (await run.snapshots()).arrays.get("step")?.data ?? new Float64Array();
  const seen = recorded.snapshots.steps;
  expect([...seen]).toEqual([...steps.subarray(0, seen.length)]);
});

test("who comes to watch later gets all that the process has recorded", async () => {
  const folder = await temporaryFolder();
  const worker = startWorker();
  worker.send({ ...begin, task: trainTask(folder, endless) });
  await worker.hear("progress", ({ progress }) => progress.step > 300);
  worker.send({ kind: "watch", on: true });
  const { frame } = await worker.hear("frame");
  expect(frame.recorded.snapshots.steps[0]).toBe(0);
  worker.send({ kind: "watch", on: true });
  // One that was under way already may come first.
  const whole = (frame: Frame) => frame.recorded.snapshots.steps[0] === 0;
  const again = await worker.hear("frame", (message) => whole(message.frame));
  expect(again.frame.recorded.snapshots.steps.length).toBeGreaterThanOrEqual(
    frame.recorded.snapshots.steps.length,
  );
  expect(again.frame.recorded.snapshots.steps[0]).toBe(0);
  worker.send({ kind: "stop" });
  await worker.ended;
});

test("a paused run takes single steps, and each of them shows", async () => {
  const folder = await temporaryFolder();
  const worker = startWorker();
  worker.send({ ...begin, paused: true, task: trainTask(folder, 50) });
  await worker.hear("paused", ({ step }) => step === 0);
  for (const wanted of [1, 2, 3]) {
    const rested = worker.hear("paused");
    worker.send({ kind: "step", count: 1 });
    expect((await rested).step).toBe(wanted);
    // What lists and status bars go by.
    const told = worker.heard.findLast(({ kind }) => kind === "progress");
    expect(told).toMatchObject({ progress: { step: wanted } });
  }
  worker.send({ kind: "resume" });
  expect((await worker.hear("finished")).outcome).toMatchObject({ status: "done", step: 50 });
});

test("pause, another pace and stop reach a slow run at once", async () => {
  const folder = await temporaryFolder();
  const worker = startWorker();
  // A step every quarter of an hour.
  worker.send({ ...begin, pace: 0.001, task: trainTask(folder, endless) });
  await worker.hear("started");
  worker.send({ kind: "pause" });
  await worker.hear("paused");
  worker.send({ kind: "pace", pace: null });
  worker.send({ kind: "resume" });
  await worker.hear("progress", ({ progress }) => progress.step > 100);
  worker.send({ kind: "stop" });
  expect((await worker.hear("finished")).outcome.status).toBe("stopped");
});

test("what cannot be begun is refused with the reason, and nothing is written", async () => {
  const folder = await temporaryFolder();
  const worker = startWorker();
  const task = trainTask(folder, 10);
  const experiment = smallExperiment(10);
  const data = { kind: "file", path: "missing.npy", alphabetSize: 3, validationSequences: 0 } as const;
  worker.send({ ...begin, task: { ...task, experiment: { ...experiment, data } } as typeof task });
  const refused = await worker.hear("refused");
  expect(refused.message).toContain("missing.npy");
  expect(refused.restart).toBe(false);
  expect(await worker.ended).toMatchObject({ code: 0 });
  expect(await readdir(folder)).toEqual([]);
});

test("a changed experiment goes on in the same run; one that needs a new run is refused as such", async () => {
  const folder = await temporaryFolder();
  const first = startWorker();
  first.send({ ...begin, task: trainTask(folder, endless) });
  await first.hear("progress", ({ progress }) => progress.step > 100);
  first.send({ kind: "stop" });
  const { outcome } = await first.hear("finished");
  await first.ended;

  const runDirectory = path.join(folder, "run");
  const experiment = smallExperiment(outcome.step + 25);
  const second = startWorker();
  second.send({
    ...begin,
    task: { kind: "resume", runDirectory, edited: { experiment, baseDirectory: folder } },
  });
  const { started } = await second.hear("started");
  expect(started.step).toBe(outcome.step);
  expect((await second.hear("finished")).outcome).toMatchObject({ status: "done", step: outcome.step + 25 });
  const listing = await listRun(runDirectory);
  expect(listing?.kind === "run" && listing.manifest.edits?.map(({ step }) => step)).toEqual([outcome.step]);

  const third = startWorker();
  const other = { ...experiment, seed: 99 };
  third.send({
    ...begin,
    task: { kind: "resume", runDirectory, edited: { experiment: other, baseDirectory: folder } },
  });
  const refused = await third.hear("refused");
  expect(refused.restart).toBe(true);
  expect(refused.message).toContain("seed");
});

test("the last word is heard behind frames of many megabytes", async () => {
  const folder = await temporaryFolder();
  const worker = startWorker();
  const task = trainTask(folder, endless);
  const { experiment } = task as Extract<typeof task, { kind: "train" }>;
  const model = { ...experiment.model, heads: 12, window: 12, maxDegree: 12 };
  worker.send({ ...begin, task: { ...task, experiment: { ...experiment, model } } as typeof task });
  await worker.hear("progress", ({ progress }) => progress.step > 150);
  worker.send({ kind: "watch", on: true });
  worker.send({ kind: "stop" });
  const finished = worker.hear("finished");
  const { frame } = await worker.hear("frame");
  expect(frame.recorded.snapshots.parameters.byteLength).toBeGreaterThan(2e6);
  expect((await finished).outcome.status).toBe("stopped");
});

test("a worker whose host is killed stops its run in good order, and the run can be resumed", async () => {
  const folder = await temporaryFolder();
  const hostProgram = fileURLToPath(new URL("host.mjs", import.meta.url));
  const host = fork(hostProgram, [JSON.stringify(trainTask(folder, endless))], { serialization: "advanced" });
  const pid = await new Promise<number>((resolve) =>
    host.once("message", (message) => resolve(Number(message))),
  );
  host.kill("SIGKILL");
  await untilEnded(pid);
  const listing = await listRun(path.join(folder, "run"));
  expect(listing).toMatchObject({ description: { state: "stopped", written: false } });
});
