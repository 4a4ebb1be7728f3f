/** A new run of an experiment: its folder's name, and its place with the supervisor. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { totalSteps } from "../../core/config";
import type { Pace } from "../../core/protocol";
import { runDirectoryName } from "../../core/runs";
import type { ReadExperiment } from "../experiments";
import { runsFolderOf } from "../settings";
import type { Slot, Supervisor, TrainedRun } from "../supervisor";

export interface BeginOptions {
  readonly paused?: boolean;
  readonly pace?: Pace;
  /** Of a run that has given way to this one. */
  readonly slot?: Slot | undefined;
}

/** Starts the run or puts it into the queue. */
export async function beginRun(
  supervisor: Supervisor,
  { experiment, baseDirectory, source }: Extract<ReadExperiment, { ok: true }>,
  options: BeginOptions = {},
): Promise<TrainedRun> {
  const root = runsFolderOf(vscode.Uri.file(source));
  const onDisk = await readdir(root).catch(() => []);
  const underWay = supervisor.runs.map(({ directory }) => path.basename(directory));
  const runDirectory = path.join(
    root,
    runDirectoryName(experiment.name, [...onDisk, ...underWay], new Date()),
  );
  const task = { kind: "train", experiment, baseDirectory, runDirectory, source } as const;
  const request = { task, name: experiment.name, source, totalSteps: totalSteps(experiment) };
  return supervisor.start(request, options);
}
