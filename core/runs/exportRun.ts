/**
 * A run's recording as one file for other tools.
 *
 * `npz`: what numpy.load reads: every snapshot array under its name, float64 [snapshots, …row], and every metric
 * as `metrics/<name>`, float64 [lines], NaN where it was not measured.
 *
 * `csv`: a header and a row for every recorded step, by step. Columns: `step`, the metrics in the order they first
 * appear, then the snapshot arrays, flattened and counted from 1 as in the paper: `rpe[1,2]` is head 1 at lag 2.
 * A cell is empty where nothing was recorded; numbers are written in full, also `NaN`, `Infinity`, `-Infinity`.
 */
import { zipSync } from "fflate";
import { encodeNpy } from "../data";
import { writeAtomically } from "./atomic";
import type { Metrics, MetricsLine } from "./metrics";
import type { Run } from "./runFolder";
import type { RecordedArray, Snapshots } from "./snapshots";

export type ExportFormat = "npz" | "csv";

/** What the run could not give; everything else is in the file. */
export interface ExportReport {
  readonly problems: readonly string[];
}

/** Writes the file at `outPath`, replacing one that is there. @throws RunFolderError when it cannot be written */
export async function exportRun(run: Run, format: ExportFormat, outPath: string): Promise<ExportReport> {
  const [metrics, snapshots] = await Promise.all([run.metrics(), run.snapshots()]);
  await writeAtomically(outPath, format === "npz" ? npzOf(metrics, snapshots) : csvOf(metrics, snapshots));
  return { problems: [...metrics.problems, ...snapshots.problems] };
}

function npzOf(metrics: Metrics, { arrays }: Snapshots): Uint8Array {
  const members: Record<string, Uint8Array> = {};
  for (const [name, { data, shape }] of arrays) members[`${name}.npy`] = encodeNpy(data, shape);
  for (const metric of metricNames(metrics)) {
    const column = Float64Array.from(metrics.lines, (line) => line[metric] ?? NaN);
    members[`metrics/${metric}.npy`] = encodeNpy(column, [metrics.lines.length]);
  }
  return zipSync(members, { level: 0 });
}

/** What was recorded at one step: its metrics, and the index of its snapshot. */
interface Recorded {
  line?: MetricsLine;
  snapshot?: number;
}

type Column = (recorded: Recorded) => number | undefined;

function csvOf(metrics: Metrics, snapshots: Snapshots): string {
  const columns = csvColumns(metrics, snapshots);
  const rows = recordedSteps(metrics, snapshots).map((recorded) =>
    Array.from(columns.values(), (column) => String(column(recorded) ?? "")).join(","),
  );
  return [Array.from(columns.keys(), quoted).join(","), ...rows, ""].join("\r\n");
}

function recordedSteps({ lines }: Metrics, { arrays }: Snapshots): Recorded[] {
  const bySteps = new Map<number, Recorded>();
  for (const line of lines) bySteps.set(line.step, { line });
  arrays.get("step")?.data.forEach((step, snapshot) => {
    // NaN: the chunk that held this step is lost.
    if (!Number.isNaN(step)) bySteps.set(step, { ...bySteps.get(step), snapshot });
  });
  return Array.from(bySteps)
    .sort(([a], [b]) => a - b)
    .map(([, recorded]) => recorded);
}

/** By name; a scalar that was recorded both ways is one column. */
function csvColumns(metrics: Metrics, { arrays }: Snapshots): Map<string, Column> {
  const columns = new Map<string, Column>();
  for (const metric of ["step", ...metricNames(metrics)]) columns.set(metric, ({ line }) => line?.[metric]);
  for (const [name, array] of arrays) {
    flatNames(name, array).forEach((flatName, element, { length: width }) => {
      const recorded: Column = ({ snapshot }) =>
        snapshot === undefined ? undefined : array.data[snapshot * width + element];
      const metric = columns.get(flatName);
      columns.set(flatName, metric ? (at) => metric(at) ?? recorded(at) : recorded);
    });
  }
  return columns;
}

function metricNames({ lines }: Metrics): string[] {
  return Array.from(new Set(lines.flatMap((line) => Object.keys(line))));
}

/** `rpe[1,1]`, `rpe[1,2]`, … in the row's memory order; a scalar keeps its name. */
function flatNames(name: string, { shape: [, ...row] }: RecordedArray): string[] {
  if (row.length === 0) return [name];
  const indices = row.reduce<string[][]>(
    (prefixes, side) =>
      prefixes.flatMap((prefix) => Array.from({ length: side }, (_, i) => [...prefix, `${i + 1}`])),
    [[]],
  );
  return indices.map((index) => `${name}[${index.join(",")}]`);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
