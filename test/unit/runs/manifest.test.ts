import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { describeRun, type RunManifest } from "../../../core/runs";
import { readManifest } from "../../../core/runs/manifest";
import { thisProcess } from "../../../core/runs/process";
import { newRun } from "./small";
import { temporaryFolder } from "./temporary";

const manifest: RunManifest = {
  ...newRun.manifest,
  format: 1,
  id: "small-2026-11-21-153012",
  status: "running",
  createdAt: "2026-11-21T15:30:12.000Z",
  updatedAt: "2026-11-21T15:31:00.000Z",
  node: "v20.20.2",
  step: 120,
  timings: { trainingSeconds: 48, recordingSeconds: 0.5, stepsPerSecond: 2.5 },
  process: thisProcess(),
  stages: [{ stage: 0, name: "coefficients", fromStep: 0 }],
};

const dead = { ...thisProcess(), pid: 2 ** 22 + 1 };

async function reading(content: string) {
  const file = path.join(await temporaryFolder(), "run.json");
  await writeFile(file, content);
  return readManifest(file);
}

test("a whole manifest reads back as it was, diverged losses too", async () => {
  const diverged = { ...manifest, losses: { first: 0.9, last: NaN } };
  const written = JSON.stringify({ ...diverged, losses: { first: 0.9, last: "NaN" } });
  expect(await reading(written)).toEqual({ kind: "manifest", manifest: diverged });
});

test("edits read back as they were, whatever they changed", async () => {
  const change = (fields: object) => ({ path: "training.stages[2]", words: "stage III added", ...fields });
  const edits = [
    {
      step: 3,
      at: manifest.createdAt,
      changes: [change({ to: { steps: 5 } }), change({ from: null, to: [1] })],
    },
  ];
  const edited = { ...manifest, source: "../a.induction.json", edits, pendingConfig: { name: "x" } };
  expect(await reading(JSON.stringify(edited))).toEqual({ kind: "manifest", manifest: edited });
  expect(await reading(JSON.stringify({ ...edited, somethingNew: 1 }))).toMatchObject({ kind: "manifest" });
  expect(await reading(JSON.stringify({ ...edited, edits: [{ step: -1 }] }))).toMatchObject({
    kind: "damaged",
  });
});

test("a damaged manifest says what is wrong where", async () => {
  expect(await reading("{")).toMatchObject({
    kind: "damaged",
    problem: expect.stringContaining("run.json cannot be read"),
  });
  expect(await reading(JSON.stringify({ ...manifest, step: -1, name: 3 }))).toMatchObject({
    kind: "damaged",
    problem: expect.stringMatching(/run\.json is damaged: name: .*; step: /),
  });
  expect(await reading("[]")).toMatchObject({ problem: expect.stringContaining("the whole: ") });
});

test("a newer format asks for an update instead of guessing", async () => {
  expect(await reading(JSON.stringify({ format: 2, everything: "else" }))).toEqual({
    kind: "damaged",
    problem: expect.stringContaining(
      "format 2, written by a newer Induction Lab; this one reads format 1. Update",
    ),
  });
});

test("a folder without run.json has no manifest", async () => {
  expect(await readManifest(path.join(await temporaryFolder(), "run.json"))).toEqual({ kind: "absent" });
});

test("a running run whose process lives is running", () => {
  expect(describeRun(manifest)).toEqual({
    state: "running",
    sentence: expect.stringContaining(`running, step 120 of 1000, process ${process.pid}`),
    written: true,
  });
});

test("a running run whose process is gone, or was never named, is interrupted", () => {
  const { process: _writer, ...orphan } = manifest;
  for (const run of [orphan, { ...manifest, process: dead }]) {
    expect(describeRun(run)).toEqual({
      state: "interrupted",
      sentence: "interrupted at step 120 of 1000: its process ended without a word",
      written: false,
    });
  }
});

test("a running run on another host is believed", () => {
  expect(describeRun({ ...manifest, process: { ...dead, host: "elsewhere" } }).state).toBe("running");
});

test("an ended run keeps its status whatever became of its process", () => {
  expect(describeRun({ ...manifest, status: "done", process: dead }).state).toBe("done");
  expect(
    describeRun({ ...manifest, status: "failed", failure: { message: "the loss is NaN" } }).sentence,
  ).toBe("failed at step 120 of 1000: the loss is NaN");
});
