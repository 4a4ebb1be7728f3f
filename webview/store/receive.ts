/** How a message of the host changes what the page knows: one pure step each. Messages are checked before (host/). */
import { modelOf, type Model } from "../../core/model";
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
import { fits, mergeSnapshots, rowsUpTo, snapshotRows } from "./snapshots";
import { noStudies, type InspectorState, type ShownRun } from "./state";
import { nothingTraced, withAnswer } from "./traced";

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
    case "sequence":
      return state.kind === "shown" && state.runs[0].facts.run === message.run
        ? { ...state, traced: withAnswer(state.traced, message.sequence) }
        : state;
    case "studies":
      return ofRun(state, message.run, (run) => ({ ...run, studies: message.studies }));
  }
}

/** What is drawn when `newer` came before `older` was: the newest state, and all that both recorded. */
export function coalesced(older: Frame | undefined, newer: Frame): Frame {
  return older ? { ...newer, recorded: mergeRecordings(older.recorded, newer.recorded) } : newer;
}

function shownContent(state: InspectorState, content: PanelContent): InspectorState {
  const known = state.kind === "shown" ? state.runs : [];
  const { title, differences, notice } = content;
  const runs = content.runs.map((run) => shownRun(known, run));
  const sameMain = state.kind === "shown" && known[0].facts.run === runs[0].facts.run;
  const traced = sameMain ? state.traced : nothingTraced;
  return { kind: "shown", title, differences, notice, traced, runs };
}

/** A run that was shown before keeps its records until the host sends them anew. */
function shownRun(known: readonly ShownRun[], { role, facts }: PanelRun): ShownRun {
  const before = known.find((candidate) => candidate.facts.run === facts.run);
  if (before) return { ...withFacts(before, facts), role };
  return {
    role,
    facts,
    model: modelOfFacts(facts),
    recordingCame: false,
    snapshots: [],
    metrics: emptyRecording.metrics,
    studies: noStudies,
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
  return { ...run, facts, model: modelOfFacts(facts) };
}

/**
 * It is all that is on disk. What frames brought since is not there yet, and stays; each of the two files is written in
 * its own time. Of a run that nobody trains here only the disk counts: others may have taken it back.
 */
function withRecording(run: ShownRun, recording: Recording): ShownRun {
  const rows = snapshotRows(recording.snapshots);
  const read = { ...run, recordingCame: true };
  const { live, facts } = run;
  if (live === null || facts.trainedBy !== "thisWindow") {
    const isPast = live !== null && live.step <= facts.step;
    return { ...read, live: isPast ? live : null, snapshots: rows, metrics: recording.metrics };
  }
  const last = rows.at(-1)?.step ?? -1;
  const lastMeasured = recording.metrics.steps.at(-1) ?? -1;
  return {
    ...read,
    snapshots: [...rows, ...run.snapshots.filter(({ step }) => step > last)],
    metrics: mergeMetrics(recording.metrics, metricsAfter(run.metrics, lastMeasured)),
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
    snapshots: mergeSnapshots(rowsUpTo(run.snapshots, state.step), snapshotRows(recorded.snapshots)),
    metrics: mergeMetrics(metricsUpTo(run.metrics, state.step), recorded.metrics),
  };
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
  const [before, after] = [one.experiment, other.experiment];
  if (before === after) return true;
  return (
    before?.data.alphabetSize === after?.data.alphabetSize &&
    JSON.stringify(before?.model) === JSON.stringify(after?.model)
  );
}

/** Null where the configuration makes no model: a damaged run is shown without what only a model can tell. */
function modelOfFacts({ experiment, run }: RunFacts): Model | null {
  if (!experiment) return null;
  try {
    return modelOf(experiment.model, experiment.data);
  } catch (error) {
    console.error(`The configuration of ${run} makes no model:`, error);
    return null;
  }
}
