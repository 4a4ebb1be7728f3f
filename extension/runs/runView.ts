/** A run as this window sees it: what lies on disk, and over it what its own worker has told last. */
import path from "node:path";
import * as vscode from "vscode";
import type { RunFacts, RunFactsState } from "../../core/protocol";
import type { RowDiagnosis, RunRow } from "../reader";
import type { TrainedRun } from "../supervisor";
import { grouped } from "../words";

/** What a page is told of a run, and what only the program needs. */
export interface RunView extends Omit<
  RunFacts,
  "run" | "state" | "trainedBy" | "experiment" | "checkpoints" | "problems"
> {
  readonly directory: string;
  /** The experiment file it was begun from, if that is known. */
  readonly source: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly state: RunFactsState | "damaged";
  readonly trainedBy: Exclude<RunFacts["trainedBy"], "unknown">;
  readonly stageName: string;
  /** NaN where nobody can tell. */
  readonly secondsLeft: number;
  readonly seed: number | null;
  readonly failure: string | null;
  /** Null where there is none, or where the run goes on. */
  readonly diagnosis: RowDiagnosis | null;
}

/** @param row undefined for a run that has no folder yet @param trained if this window trains it */
export function viewOf(row: RunRow | undefined, trained: TrainedRun | undefined): RunView | undefined {
  const view = row && (row.kind === "run" ? viewOfRow(row) : viewOfDamaged(row));
  if (!trained) return view;
  return overlaid(view?.state === "damaged" ? undefined : view, trained);
}

function viewOfRow(row: Extract<RunRow, { kind: "run" }>): RunView {
  const { kind: _, written, ...rest } = row;
  const elsewhere = written && (row.state === "running" || row.state === "paused");
  return {
    ...rest,
    trainedBy: elsewhere ? "elsewhere" : "nobody",
    stageName: row.stages.at(-1)?.name ?? "",
    secondsLeft: NaN,
    pace: null,
    // Of a run that goes on elsewhere it is what was found before.
    diagnosis: elsewhere ? null : row.diagnosis,
  };
}

function viewOfDamaged({
  directory,
  title,
  createdAt,
  problem,
}: Extract<RunRow, { kind: "damaged" }>): RunView {
  return {
    ...unknownRun,
    directory,
    title,
    createdAt,
    name: title,
    state: "damaged",
    sentence: problem,
    failure: problem,
  };
}

function overlaid(view: RunView | undefined, trained: TrainedRun): RunView {
  const { request, directory, progress, started, pace } = trained;
  const base = view ?? {
    ...unknownRun,
    directory,
    title: path.basename(directory),
    createdAt: new Date().toISOString(),
    name: request.name,
    source: request.source,
    totalSteps: request.totalSteps,
  };
  const state = trained.state === "stopping" ? "running" : trained.state;
  const step = progress?.step ?? started?.step ?? base.step;
  const totalSteps = started?.totalSteps ?? base.totalSteps;
  const stages = [
    ...base.stages.filter((known) => !trained.stages.some(({ stage }) => stage === known.stage)),
    ...trained.stages,
  ];
  return {
    ...base,
    state,
    trainedBy: "thisWindow",
    sentence: sentenceOf(trained, step, totalSteps),
    step,
    totalSteps,
    stages,
    stageName: progress?.stageName ?? stages.at(-1)?.name ?? "",
    losses: lossesOf(base.losses, progress),
    stepsPerSecond: progress?.stepsPerSecond ?? 0,
    secondsLeft: progress?.secondsLeft ?? NaN,
    pace,
    engine: started?.engine ?? base.engine,
    failure: null,
    diagnosis: null,
  };
}

/** The first loss is on disk, which is read about once a second. */
function lossesOf(known: RunView["losses"], progress: TrainedRun["progress"]): RunView["losses"] {
  if (!progress || !known) return known;
  const { loss, validationLoss } = progress;
  const validation = Number.isNaN(validationLoss) ? known.validation : validationLoss;
  return { first: known.first, last: loss, ...(validation !== undefined && { validation }) };
}

function sentenceOf({ state, silent }: TrainedRun, step: number, totalSteps: number): string {
  const place = vscode.l10n.t("step {0} of {1}", grouped(step), grouped(totalSteps));
  switch (state) {
    case "queued":
      return vscode.l10n.t("waits for other runs to end");
    case "starting":
      return vscode.l10n.t("gets data and engine ready");
    case "stopping":
      return vscode.l10n.t("stops after this step, {0}", place);
    case "paused":
      return vscode.l10n.t("paused at {0}", place);
    case "running":
      return silent
        ? vscode.l10n.t("busy with one long step, {0}", place)
        : vscode.l10n.t("running, {0}", place);
  }
}

const unknownRun = {
  source: null,
  trainedBy: "nobody",
  step: 0,
  totalSteps: 0,
  stageName: "",
  stages: [],
  edits: [],
  losses: null,
  stepsPerSecond: 0,
  secondsLeft: NaN,
  pace: null,
  engine: null,
  seed: null,
  failure: null,
  diagnosis: null,
} as const;
