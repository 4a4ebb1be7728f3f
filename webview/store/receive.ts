/** How a message of the host changes what the page knows: one pure step each. Messages are checked before (host/). */
import { disentangledModel, type DisentangledModel } from "../../core/model";
import {
  emptyRecording,
  mergeRecordings,
  type Frame,
  type MetricColumns,
  type PanelContent,
  type PanelRun,
  type Recording,
  type RunFacts,
  type ToPanel,
} from "../../core/protocol";
import { fits, mergeSnapshots, reread, rowsUpTo, snapshotRows } from "./snapshots";
import type { InspectorState, ShownRun } from "./state";

export function received(state: InspectorState, message: ToPanel): InspectorState {
  switch (message.kind) {
    case "content":
      return shownContent(state, message.content);
    case "facts":
      return ofRun(state, message.facts.run, (run) => withFacts(run, message.facts));
    case "recording":
      return ofRun(state, message.run, (run) => withRecording(run, message.recording));
    case "frame":
      return ofRun(state, message.run, (run) => withFrame(run, message.frame));
    case "notice":
      return state.kind === "shown" ? { ...state, notice: message.notice } : state;
  }
}

/** What is drawn when `newer` came before `older` was: the newest state, and all that both recorded. */
export function coalesced(older: Frame | undefined, newer: Frame): Frame {
  return older ? { ...newer, recorded: mergeRecordings(older.recorded, newer.recorded) } : newer;
}

function shownContent(state: InspectorState, content: PanelContent): InspectorState {
  const known = state.kind === "shown" ? state.runs : [];
  const { title, differences, notice } = content;
  return { kind: "shown", title, differences, notice, runs: content.runs.map((run) => shownRun(known, run)) };
}

/** A run that was shown before keeps its records until the host sends them anew. */
function shownRun(known: readonly ShownRun[], { role, facts }: PanelRun): ShownRun {
  const before = known.find((candidate) => candidate.facts.run === facts.run);
  if (before) return { ...withFacts(before, facts), role };
  return {
    role,
    facts,
    model: modelOf(facts),
    recordingCame: false,
    snapshots: [],
    metrics: emptyRecording.metrics,
    live: null,
  };
}

function ofRun(state: InspectorState, run: string, change: (run: ShownRun) => ShownRun): InspectorState {
  if (state.kind === "waiting") return state;
  const runs = state.runs.map((shown) => (shown.facts.run === run ? change(shown) : shown));
  return { ...state, runs };
}

function withFacts(run: ShownRun, facts: RunFacts): ShownRun {
  if (sameModel(run.facts, facts)) return { ...run, facts };
  const model = modelOf(facts);
  return { ...run, facts, model, snapshots: reread(run.snapshots, model) };
}

/** It is all that is on disk. What frames brought since is not there yet, and stays. */
function withRecording(run: ShownRun, recording: Recording): ShownRun {
  const rows = snapshotRows(recording.snapshots, run.model);
  const reached = Math.max(rows.at(-1)?.step ?? -1, recording.metrics.steps.at(-1) ?? -1);
  const since = run.live ? run.snapshots.filter(({ step }) => step > reached) : [];
  const sinceMetrics = run.live ? metricsAfter(run.metrics, reached) : emptyRecording.metrics;
  return {
    ...run,
    recordingCame: true,
    snapshots: [...rows, ...since],
    metrics: mergeMetrics(drawn(recording.metrics), sinceMetrics),
  };
}

/** A run that went back to an earlier step has lost what was recorded after it. */
function withFrame(run: ShownRun, { state, recorded }: Frame): ShownRun {
  if (run.model && !fits(run.model, state.parameters)) {
    console.error(
      `A frame of ${run.facts.run} does not fit its model: ${state.parameters.length} parameters`,
    );
    return run;
  }
  return {
    ...run,
    live: state,
    snapshots: mergeSnapshots(
      rowsUpTo(run.snapshots, state.step),
      snapshotRows(recorded.snapshots, run.model),
    ),
    metrics: mergeMetrics(metricsUpTo(run.metrics, state.step), drawn(recorded.metrics)),
  };
}

/** Of the metrics those that have curves: the others would only be copied with every frame. */
function drawn({ steps, columns }: MetricColumns): MetricColumns {
  const kept = Object.entries(columns).filter(([name]) => name === "loss" || name === "validationLoss");
  return { steps, columns: Object.fromEntries(kept) };
}

function mergeMetrics(older: MetricColumns, newer: MetricColumns): MetricColumns {
  const { snapshots } = emptyRecording;
  return mergeRecordings({ snapshots, metrics: older }, { snapshots, metrics: newer }).metrics;
}

function metricsUpTo(metrics: MetricColumns, step: number): MetricColumns {
  let count = metrics.steps.length;
  while (count > 0 && metrics.steps[count - 1] > step) count--;
  return metricRows(metrics, 0, count);
}

function metricsAfter(metrics: MetricColumns, step: number): MetricColumns {
  const { length } = metrics.steps;
  let from = length;
  while (from > 0 && metrics.steps[from - 1] > step) from--;
  return metricRows(metrics, from, length);
}

/** Views of the same numbers. */
function metricRows(metrics: MetricColumns, from: number, to: number): MetricColumns {
  const { steps, columns } = metrics;
  if (from === 0 && to === steps.length) return metrics;
  const cut = Object.entries(columns).map(([name, column]) => [name, column.subarray(from, to)] as const);
  return { steps: steps.subarray(from, to), columns: Object.fromEntries(cut) };
}

/** Facts come often, and a model that only looks new would have every snapshot read again. */
function sameModel(one: RunFacts, other: RunFacts): boolean {
  return one.alphabetSize === other.alphabetSize && JSON.stringify(one.model) === JSON.stringify(other.model);
}

/** Null where the configuration makes no model: a damaged run is shown without what only a model can tell. */
function modelOf({ model, alphabetSize, run }: RunFacts): DisentangledModel | null {
  if (model?.family !== "disentangled" || alphabetSize < 1) return null;
  try {
    return disentangledModel({ ...model, alphabetSize });
  } catch (error) {
    console.error(`The configuration of ${run} makes no model:`, error);
    return null;
  }
}
