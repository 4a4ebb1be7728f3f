/** What is said of runs that did not come to their end, or of which not all is there. */
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { diagnose, diagnoseRun, diagnosisOf, type Evidence } from "../../../core/diagnosis";
import { initialOf, disentangledModel } from "../../../core/model";
import { readDiagnosis, readStudies } from "../../../core/studies";
import { presetWith, trainedRun } from "./trained";

/** A training of which only the beginning is there: nothing has moved. */
function evidence(more: Partial<Evidence> = {}): Evidence {
  const experiment = presetWith("quickstart", []);
  const model = disentangledModel({ ...experiment.model, alphabetSize: 3 });
  const first = { step: 0, parameters: initialOf(model, experiment.model.initial, 0) };
  return {
    experiment,
    model,
    state: "done",
    step: 1000,
    totalSteps: 1000,
    stages: [{ stage: 0, name: "all at once", fromStep: 0 }],
    failure: null,
    metrics: [0, 10, 20].map((step) => ({ step, time: step, loss: 0.9 - step / 1e6 })),
    first,
    last: { ...first, step: 20 },
    heldOut: null,
    theory: null,
    evaluation: null,
    ...more,
  };
}

const kinds = (of: Evidence) => diagnose(of).findings.map(({ kind }) => kind);

test("what has not come about yet is no finding while there are steps to go, but a note", () => {
  expect(kinds(evidence())).toEqual(["notImproving", "notConcentrated"]);
  for (const state of ["stopped", "paused", "running", "interrupted"] as const) {
    const { findings, notes } = diagnose(evidence({ state, step: 20 }));
    expect(findings).toEqual([]);
    expect(notes.join("\n")).toMatch(/it may still\.[^]*No set of heads has won yet/);
  }
});

test("a run that has taken no step is not judged at all", () => {
  const { findings, notes } = diagnose(evidence({ state: "stopped", step: 0, metrics: [] }));
  expect({ findings, notes }).toEqual({ findings: [], notes: [] });
});

test("a failure that is not in the numbers is left to the run itself, folders and all", () => {
  const message = "ENOSPC: no space left on device, write /home/me/runs/a/metrics.jsonl";
  const { findings, notes } = diagnose(evidence({ state: "failed", failure: { message } }));
  expect(findings).toEqual([]);
  expect(notes.join()).toContain("not in its numbers");
  expect(notes.join()).not.toContain("/home");
});

test("a flow that finds no way on is told with its tolerance, numbers at step 0 with the initial values", () => {
  const flow = presetWith("quickstart", ["training.stages.0.optimizer=flow"]);
  const failure = { message: "In step 8 …", step: 8 };
  const [stuck] = diagnose(evidence({ experiment: flow, state: "failed", step: 7, failure })).findings;
  expect(stuck).toMatchObject({ kind: "diverging", severity: "error" });
  expect(stuck.advice[0]).toBe("Set training.stages[0].optimizer.tolerance to 1e-4 (it is 1e-6).");
  const atOnce = { message: "At the initial parameters …", step: 0, tensor: "loss" };
  const [begun] = diagnose(evidence({ state: "failed", step: 0, metrics: [], failure: atOnce })).findings;
  expect(begun.title).toBe("Numbers ceased to be finite at step 0, first in the loss.");
  expect(begun.evidence.join("\n")).toContain("no good state to keep");
  expect(begun.advice.join("\n")).toContain("model.initial");
});

test("a loss above the one before the first step is an error", () => {
  const metrics = [1, 0.8, 1.4].map((loss, step) => ({ step, time: step, loss }));
  const [finding] = diagnose(evidence({ metrics })).findings;
  expect(finding).toMatchObject({ kind: "diverging", severity: "error" });
  expect(finding.title).toContain("1.4000 after 1.0000");
});

test("batches that differ by chance are no oscillation", () => {
  const online = presetWith("quickstart", ["data.online=true"]);
  const metrics = Array.from({ length: 200 }, (_, step) => ({
    step,
    time: step,
    loss: 0.6 + 0.3 * Math.exp(-step / 20) + 0.02 * Math.sin(step * 12.9898),
  }));
  expect(kinds(evidence({ metrics }))).toContain("oscillating");
  expect(kinds(evidence({ experiment: online, metrics }))).not.toContain("oscillating");
});

test("is kept in the run's folder, and a run that cannot be read is refused in words", async () => {
  const { runDirectory } = await trainedRun(
    presetWith("quickstart", ["data.trainSequences=50", "training.stages.0.steps=5"]),
  );
  const diagnosis = await diagnoseRun(runDirectory);
  expect((await readStudies(runDirectory)).studies.diagnosis).toEqual(diagnosis);
  expect(await readDiagnosis(runDirectory)).toEqual(diagnosis);
  const file = path.join(runDirectory, "run.json");
  const manifest = await readFile(file, "utf8");
  await writeFile(file, manifest.slice(0, 40));
  await expect(diagnosisOf(runDirectory)).rejects.toThrow(/cannot be diagnosed: run\.json/);
  await rm(file);
  await expect(diagnosisOf(runDirectory)).rejects.toThrow(/run/);
  expect(await readDiagnosis(runDirectory)).toEqual(diagnosis);
});

test("a run whose snapshots are lost is judged by its losses", async () => {
  const { runDirectory } = await trainedRun(
    presetWith("quickstart", ["data.trainSequences=100", "training.stages.0.learningRate=0.0001"]),
  );
  await rm(path.join(runDirectory, "snapshots.zarr"), { recursive: true });
  const { findings, notes } = await diagnosisOf(runDirectory);
  expect(findings.map(({ kind }) => kind)).toEqual(["notImproving"]);
  expect(notes.join("\n")).toContain("Heads and sets were not looked at");
});
