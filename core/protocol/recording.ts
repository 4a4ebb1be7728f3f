/**
 * What was recorded of a run, as columns: the form in which it crosses borders between processes. Rows are in order
 * of their steps. Reading it from disk is core/runs' affair, drawing it the panel's.
 */

export interface Recording {
  readonly snapshots: SnapshotColumns;
  readonly metrics: MetricColumns;
}

/** One row a snapshot. */
export interface SnapshotColumns {
  readonly steps: Float64Array;
  /** Gradient-flow time. */
  readonly times: Float64Array;
  /** Mean training loss. */
  readonly losses: Float64Array;
  /** [snapshots, P]: whole parameter vectors, laid out as the run's layout says. */
  readonly parameters: Float64Array;
}

/** One row a measured step. */
export interface MetricColumns {
  readonly steps: Float64Array;
  /** By the metric's name, as `metrics.jsonl` has it; NaN where it was not measured. */
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/** A line of numbers by name, and the step they belong to. */
type Line = Readonly<Record<string, number>> & { readonly step: number };

export interface SnapshotRow {
  readonly step: number;
  readonly time: number;
  readonly loss: number;
  readonly parameters: Float64Array;
}

export const emptyRecording: Recording = recordingOf([], []);

export function recordingOf(rows: readonly SnapshotRow[], lines: readonly Line[]): Recording {
  const width = rows[0]?.parameters.length ?? 0;
  const parameters = new Float64Array(rows.length * width);
  rows.forEach((row, index) => parameters.set(row.parameters, index * width));
  const names = new Set(lines.flatMap((line) => Object.keys(line)));
  names.delete("step");
  const column = (name: string) => Float64Array.from(lines, (line) => line[name] ?? NaN);
  return {
    snapshots: {
      steps: Float64Array.from(rows, ({ step }) => step),
      times: Float64Array.from(rows, ({ time }) => time),
      losses: Float64Array.from(rows, ({ loss }) => loss),
      parameters,
    },
    metrics: {
      steps: Float64Array.from(lines, ({ step }) => step),
      columns: Object.fromEntries(Array.from(names, (name) => [name, column(name)])),
    },
  };
}

/** Both together, by step; where both hold a step, the newer one's row stands. */
export function mergeRecordings(older: Recording, newer: Recording): Recording {
  return {
    snapshots: mergeSnapshots(older.snapshots, newer.snapshots),
    metrics: mergeMetrics(older.metrics, newer.metrics),
  };
}

/** Grows as a run goes on and gives out what came since it was last asked. */
export class RecordingLog {
  readonly #rows: SnapshotRow[] = [];
  readonly #lines: Line[] = [];
  #givenRows = 0;
  #givenLines = 0;

  addSnapshot(row: SnapshotRow): void {
    this.#rows.push(row);
  }

  addMetrics(line: Line): void {
    this.#lines.push(line);
  }

  /** What was added since the last call, or since `rewind` all of it. */
  take(): Recording {
    const recording = recordingOf(this.#rows.slice(this.#givenRows), this.#lines.slice(this.#givenLines));
    this.#givenRows = this.#rows.length;
    this.#givenLines = this.#lines.length;
    return recording;
  }

  /** The next `take` gives out everything again. */
  rewind(): void {
    this.#givenRows = this.#givenLines = 0;
  }
}

function mergeSnapshots(older: SnapshotColumns, newer: SnapshotColumns): SnapshotColumns {
  if (newer.steps.length === 0) return older;
  if (older.steps.length === 0) return newer;
  const stretches = mergedStretches(older.steps, newer.steps);
  const width = newer.parameters.length / newer.steps.length;
  const pick = (from: Float64Array, behind: Float64Array) => picked(stretches, from, behind, 1);
  return {
    steps: pick(older.steps, newer.steps),
    times: pick(older.times, newer.times),
    losses: pick(older.losses, newer.losses),
    parameters: picked(stretches, older.parameters, newer.parameters, width),
  };
}

function mergeMetrics(older: MetricColumns, newer: MetricColumns): MetricColumns {
  if (newer.steps.length === 0) return older;
  if (older.steps.length === 0) return newer;
  const stretches = mergedStretches(older.steps, newer.steps);
  const names = new Set([...Object.keys(older.columns), ...Object.keys(newer.columns)]);
  const columnOf = ({ steps, columns }: MetricColumns, name: string) =>
    columns[name] ?? new Float64Array(steps.length).fill(NaN);
  return {
    steps: picked(stretches, older.steps, newer.steps, 1),
    columns: Object.fromEntries(
      Array.from(names, (name) => [name, picked(stretches, columnOf(older, name), columnOf(newer, name), 1)]),
    ),
  };
}

/** Rows `from` to before `to` of one of the two, one behind the other. */
interface Stretch {
  readonly source: "older" | "newer";
  readonly from: number;
  to: number;
}

/** The merged whole. Mostly the newer rows come after all others: then it is two stretches, however many rows. */
function mergedStretches(older: Float64Array, newer: Float64Array): Stretch[] {
  let before = older.length;
  while (before > 0 && older[before - 1] >= newer[0]) before--;
  const stretches: Stretch[] = [{ source: "older", from: 0, to: before }];
  const add = (source: Stretch["source"], row: number) => {
    const last = stretches[stretches.length - 1];
    if (last.source === source && last.to === row) last.to++;
    else stretches.push({ source, from: row, to: row + 1 });
  };
  for (let i = before, j = 0; i < older.length || j < newer.length;) {
    const takesNewer = j < newer.length && (i >= older.length || newer[j] <= older[i]);
    if (takesNewer && older[i] === newer[j]) i++;
    if (takesNewer) add("newer", j++);
    else add("older", i++);
  }
  return stretches;
}

function picked(
  stretches: readonly Stretch[],
  older: Float64Array,
  newer: Float64Array,
  width: number,
): Float64Array {
  const rows = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  const result = new Float64Array(rows * width);
  let at = 0;
  for (const { source, from, to } of stretches) {
    result.set((source === "older" ? older : newer).subarray(from * width, to * width), at);
    at += (to - from) * width;
  }
  return result;
}
