/** A real run for the page: trained by the built command line, read from its folder, as the host would tell of it. */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { TokenExperiment } from "../../core/config";
import { layoutOf, modelOf, type Model } from "../../core/model";
import { recordingOf, type Recording, type RunFacts, type RunningState } from "../../core/protocol";
import { describeRun, openRun, type Snapshots } from "../../core/runs";
import { programFile } from "../cli/program";
import { tokenExperiment } from "../tokenExperiment";

export interface RecordedRun {
  readonly facts: RunFacts;
  readonly experiment: TokenExperiment;
  readonly model: Model;
  readonly recording: Recording;
}

/** Trains a preset, or the experiment given, into `folder`/`name`. */
export async function trained(
  folder: string,
  name: string,
  experiment: string | object,
  ...options: readonly string[]
): Promise<RecordedRun> {
  const directory = path.join(folder, name);
  let source = experiment;
  if (typeof source !== "string") {
    source = path.join(folder, `${name}.induction.json`);
    await writeFile(source, JSON.stringify(experiment));
  }
  const words = [programFile, "train", source, "--out", directory, "--threads", "1", ...options];
  await promisify(execFile)(process.execPath, words, { cwd: folder });
  return readRun(directory);
}

export async function readRun(directory: string): Promise<RecordedRun> {
  const run = await openRun(directory);
  const { manifest } = run;
  if (!manifest) throw new Error(`${directory} cannot be read`);
  const experiment = tokenExperiment(run.config);
  const model = modelOf(experiment.model, experiment.data);
  const [snapshots, metrics] = await Promise.all([run.snapshots(), run.metrics()]);
  const { name, step, totalSteps, stages, losses, timings, engine } = manifest;
  return {
    experiment,
    model,
    recording: recordingOf(snapshotRows(snapshots, model), metrics.lines),
    facts: {
      run: directory,
      name,
      title: path.basename(directory),
      state: describeRun(manifest).state,
      sentence: describeRun(manifest).sentence,
      trainedBy: "nobody",
      step,
      totalSteps,
      stages,
      edits: [],
      losses: losses ?? null,
      stepsPerSecond: timings.stepsPerSecond,
      pace: null,
      engine,
      experiment,
      checkpoints: [],
      problems: [],
    },
  };
}

/** As the run was while it was trained in this window: no further than its snapshot `row`. */
export function standingAt(run: RecordedRun, row: number): { facts: RunFacts; state: RunningState } {
  const { steps, losses, times } = run.recording.snapshots;
  const { facts } = run;
  const state: RunningState = {
    step: steps[row],
    totalSteps: facts.totalSteps,
    stage: 0,
    stageName: facts.stages[0].name,
    time: times[row],
    loss: losses[row],
    validationLoss: 0.7123,
    stepsPerSecond: 1480,
    secondsLeft: 12.3,
    parameters: parametersAt(run.recording, row),
  };
  return { facts: { ...facts, state: "running", trainedBy: "thisWindow", sentence: "running" }, state };
}

/** Rows `from` to before `to` of the snapshots, and the metrics of their steps. */
export function recordedBetween({ snapshots, metrics }: Recording, from: number, to: number): Recording {
  const width = snapshots.parameters.length / snapshots.steps.length;
  const after = from === 0 ? -1 : snapshots.steps[from - 1];
  const upTo = to === 0 ? -1 : snapshots.steps[to - 1];
  const rows = Array.from(metrics.steps.keys()).filter(
    (row) => metrics.steps[row] > after && metrics.steps[row] <= upTo,
  );
  const pick = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]);
  const columns = Object.entries(metrics.columns).map(([name, column]) => [name, pick(column)]);
  return {
    snapshots: {
      steps: snapshots.steps.slice(from, to),
      times: snapshots.times.slice(from, to),
      losses: snapshots.losses.slice(from, to),
      parameters: snapshots.parameters.slice(from * width, to * width),
    },
    metrics: { steps: pick(metrics.steps), columns: Object.fromEntries(columns) },
  };
}

export function parametersAt({ snapshots }: Recording, row: number): Float64Array {
  const width = snapshots.parameters.length / snapshots.steps.length;
  return snapshots.parameters.slice(row * width, (row + 1) * width);
}

function snapshotRows({ arrays, length }: Snapshots, model: Model) {
  const { groups, size } = layoutOf(model);
  const column = (name: string) => arrays.get(name)?.data ?? new Float64Array(length).fill(NaN);
  return Array.from({ length }, (_, row) => {
    const parameters = new Float64Array(size);
    for (const group of groups) {
      const from = row * group.size;
      parameters.set(column(group.name).subarray(from, from + group.size), group.offset);
    }
    return { step: column("step")[row], time: column("time")[row], loss: column("loss")[row], parameters };
  });
}
