/** How a message of the host changes what the page knows: one pure step each. Messages are checked before (host/). */
import { isOfTokens } from "../../core/config";
import { mixedParameters, modelOf, type Model } from "../../core/model";
import {
  emptyRecording,
  mergeRecordings,
  type Frame,
  type MetricColumns,
  type PanelContent,
  type PanelRun,
  type Recording,
  type RunFacts,
  type SequenceAnswer,
  type ToPanel,
} from "../../core/protocol";
import { kindsOf, mixedModelOf } from "./mixed";
import { noScalars, withScalarsAnswer } from "./scalars";
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
      return withSequence(state, message.run, message.sequence);
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
  const [before, now] = [askedRuns(known), askedRuns(runs)];
  const traced = state.kind === "shown" && before.tokens === now.tokens ? state.traced : nothingTraced;
  const scalars = state.kind === "shown" && before.mixed === now.mixed ? state.scalars : noScalars;
  return { kind: "shown", title, differences, notice, traced, scalars, runs };
}

/** The runs whose sequences are asked for: the first of each kind. */
function askedRuns(runs: readonly ShownRun[]) {
  const { mixed, tokens } = kindsOf(runs);
  return { mixed: mixed[0]?.facts.run, tokens: tokens[0]?.facts.run };
}

function withSequence(state: InspectorState, run: string, answer: SequenceAnswer): InspectorState {
  if (state.kind === "waiting") return state;
  const { mixed, tokens } = askedRuns(state.runs);
  if (run === mixed) return { ...state, scalars: withScalarsAnswer(state.scalars, answer) };
  if (run === tokens) return { ...state, traced: withAnswer(state.traced, answer) };
  return state;
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
  if (!fitsRun(run, state.parameters)) {
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

/** Of a run whose configuration cannot be read nobody knows. */
function fitsRun(run: ShownRun, parameters: Float64Array): boolean {
  if (mixedModelOf(run)) return parameters.length === mixedParameters.length;
  return run.model === null || fits(run.model, parameters);
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
    alphabetOf(before) === alphabetOf(after) && JSON.stringify(before?.model) === JSON.stringify(after?.model)
  );
}

function alphabetOf(experiment: RunFacts["experiment"]): number | undefined {
  return experiment && isOfTokens(experiment) ? experiment.data.alphabetSize : undefined;
}

/** Null for the mixed target, and where the configuration makes no model: a damaged run is shown without what only a model can tell. */
function modelOfFacts({ experiment, run }: RunFacts): Model | null {
  if (!experiment || !isOfTokens(experiment)) return null;
  try {
    return modelOf(experiment.model, experiment.data);
  } catch (error) {
    console.error(`The configuration of ${run} makes no model:`, error);
    return null;
  }
}
