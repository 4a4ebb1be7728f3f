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
  const order = mergedOrder(older.steps, newer.steps);
  const width = newer.parameters.length / newer.steps.length;
  const pick = (from: Float64Array, behind: Float64Array) => picked(order, from, behind, 1);
  return {
    steps: pick(older.steps, newer.steps),
    times: pick(older.times, newer.times),
    losses: pick(older.losses, newer.losses),
    parameters: picked(order, older.parameters, newer.parameters, width),
  };
}

function mergeMetrics(older: MetricColumns, newer: MetricColumns): MetricColumns {
  if (newer.steps.length === 0) return older;
  if (older.steps.length === 0) return newer;
  const order = mergedOrder(older.steps, newer.steps);
  const names = new Set([...Object.keys(older.columns), ...Object.keys(newer.columns)]);
  const columnOf = ({ steps, columns }: MetricColumns, name: string) =>
    columns[name] ?? new Float64Array(steps.length).fill(NaN);
  return {
    steps: picked(order, older.steps, newer.steps, 1),
    columns: Object.fromEntries(
      Array.from(names, (name) => [name, picked(order, columnOf(older, name), columnOf(newer, name), 1)]),
    ),
  };
}

/** For each row of the merged whole its place: in `older` counted from 0, in `newer` as −1 − place. */
function mergedOrder(older: Float64Array, newer: Float64Array): Int32Array {
  const order = new Int32Array(older.length + newer.length);
  let count = 0;
  for (let i = 0, j = 0; i < older.length || j < newer.length;) {
    const takesNewer = j < newer.length && (i >= older.length || newer[j] <= older[i]);
    if (takesNewer && older[i] === newer[j]) i++;
    order[count++] = takesNewer ? -1 - j++ : i++;
  }
  return order.subarray(0, count);
}

function picked(order: Int32Array, older: Float64Array, newer: Float64Array, width: number): Float64Array {
  const result = new Float64Array(order.length * width);
  order.forEach((place, row) => {
    const [from, at] = place < 0 ? [newer, -1 - place] : [older, place];
    result.set(from.subarray(at * width, (at + 1) * width), row * width);
  });
  return result;
}
