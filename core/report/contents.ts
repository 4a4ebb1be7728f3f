/** A run folder read whole, as columns: whatever is damaged is named and everything else is there. */
import { experimentFromValue, type Experiment } from "../config";
import { emptyRecording, recordingOf, type Recording, type SnapshotColumns } from "../protocol";
import { listRun, openRun, type Run, type RunListing, type RunManifest, type Snapshots } from "../runs";
import { noStudies, readStudies, type Studies } from "../studies";

/** All that is to be known of a run. */
export interface RunContents {
  /** Null where the folder is no run any more. */
  readonly listing: RunListing | null;
  /** As the run was last set to train; null where it cannot be read. */
  readonly experiment: Experiment | null;
  readonly recording: Recording;
  readonly studies: Studies;
  /** Steps that can be resumed from, ascending. */
  readonly checkpoints: readonly number[];
  /** What is damaged, in words. */
  readonly problems: readonly string[];
}

/** Never throws for what is in the folder. */
export async function readContents(directory: string): Promise<RunContents> {
  const listing = await listRun(directory);
  if (!listing) {
    const problems = [`${directory} is no run any more: it has no run.json.`];
    const nothing = { recording: emptyRecording, studies: noStudies, checkpoints: [] };
    return { listing: null, experiment: null, ...nothing, problems };
  }
  const run = await openRun(directory);
  const parts = Promise.all([run.snapshots(), run.metrics(), readStudies(directory)]);
  const [snapshots, metrics, { studies, problems: ofStudies }] = await parts;
  const problems = [...run.problems, ...snapshots.problems, ...metrics.problems, ...ofStudies];
  const experiment = experimentOf(run, problems);
  const checkpoints = await checkpointSteps(run, problems);
  const recording: Recording = {
    snapshots: run.manifest ? snapshotColumns(snapshots, run.manifest) : emptyRecording.snapshots,
    metrics: recordingOf([], metrics.lines).metrics,
  };
  return { listing, experiment, recording, studies, checkpoints, problems };
}

function experimentOf({ config }: Run, problems: string[]): Experiment | null {
  if (config === null) return null;
  const parsed = experimentFromValue(config);
  if (parsed.ok) return parsed.experiment;
  problems.push("config.json is no experiment that this version can read");
  return null;
}

async function checkpointSteps(run: Run, problems: string[]): Promise<number[]> {
  try {
    return (await run.checkpoints()).map(({ step }) => step);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
    return [];
  }
}

/** Snapshots whose step is lost have no place on an axis and are left out. */
function snapshotColumns({ arrays, length }: Snapshots, { layout }: RunManifest): SnapshotColumns {
  const column = (name: string) => arrays.get(name)?.data ?? new Float64Array(length).fill(NaN);
  const [steps, times, losses] = [column("step"), column("time"), column("loss")];
  const kept = Array.from(steps.keys()).filter((row) => !Number.isNaN(steps[row]));
  const parameters = new Float64Array(kept.length * layout.size).fill(NaN);
  for (const { name, offset, size } of layout.groups) {
    const data = arrays.get(name)?.data;
    if (!data) continue;
    kept.forEach((row, index) => {
      parameters.set(data.subarray(row * size, (row + 1) * size), index * layout.size + offset);
    });
  }
  const pick = (from: Float64Array) => Float64Array.from(kept, (row) => from[row]);
  return { steps: pick(steps), times: pick(times), losses: pick(losses), parameters };
}
