/** Makes recordings so small that a report of them keeps below a bound, and says in words what that took. */
import { gzipSync } from "node:zlib";
import { emptyRecording, packReport, type Recording, type RunFacts, type ToPanel } from "../protocol";
import { landmarksOf, thinMetrics, thinSnapshots } from "./thin";

export interface RecordedRun {
  readonly facts: RunFacts;
  readonly recording: Recording;
}

export interface Fitted<Run extends RecordedRun> {
  readonly runs: readonly Run[];
  readonly file: Buffer;
}

/** Below that, thinning has done what it can. */
const mostTries = 8;
/** Rows are not all equally large: what is taken for granted of the space that is left. */
const caution = 0.96;

/**
 * @param make the file, of what is left of the runs
 * @returns the file, of the very runs where it fits; above the bound only where even their landmarks are too much
 */
export function fitted<Run extends RecordedRun>(
  runs: readonly Run[],
  bound: number,
  make: (runs: readonly Run[]) => Buffer,
): Fitted<Run> {
  let file = make(runs);
  if (file.length <= bound) return { runs, file };
  const sizes = runs.flatMap(({ recording }) => [
    textSize({ ...recording, metrics: emptyRecording.metrics }),
    textSize({ ...recording, snapshots: emptyRecording.snapshots }),
  ]);
  let room = bound - file.length + total(sizes);
  let thinned = runs;
  for (let tries = 0; tries < mostTries && file.length > bound; tries++) {
    room = Math.max(0, room * caution);
    const shares = shared(sizes, room).map((part, index) => part / sizes[index]);
    thinned = runs.map((run, index) => thinnedTo(run, shares[2 * index], shares[2 * index + 1]));
    file = make(thinned);
    room += Math.min(0, bound - file.length);
  }
  return { runs: thinned, file };
}

/** `It holds 412 of 2,000 snapshots …`; empty where nothing was left out. */
export function thinningWords(before: readonly RecordedRun[], after: readonly RecordedRun[]): string[] {
  return before.flatMap(({ facts, recording }, index) => {
    const kept = after[index].recording;
    const parts = [
      partWords(kept.snapshots.steps.length, recording.snapshots.steps.length, "snapshots"),
      partWords(kept.metrics.steps.length, recording.metrics.steps.length, "measured steps"),
    ].filter((words) => words !== "");
    if (parts.length === 0) return [];
    const whose = before.length > 1 ? ` of ${facts.title}` : "";
    return [`It holds ${parts.join(" and ")}${whose}, spread evenly over log(1 + step), to stay small.`];
  });
}

function partWords(kept: number, recorded: number, noun: string): string {
  return kept === recorded ? "" : `${grouped(kept)} of ${grouped(recorded)} ${noun}`;
}

export function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function thinnedTo<Run extends RecordedRun>(run: Run, ofSnapshots: number, ofMetrics: number): Run {
  const { snapshots, metrics } = run.recording;
  const landmarks = landmarksOf(run.facts, metrics);
  const most = (rows: number, share: number) => (share < 1 ? Math.max(2, Math.floor(rows * share)) : rows);
  return {
    ...run,
    recording: {
      snapshots: thinSnapshots(snapshots, landmarks, most(snapshots.steps.length, ofSnapshots)),
      metrics: thinMetrics(metrics, landmarks, most(metrics.steps.length, ofMetrics)),
    },
  };
}

/** Shares of `room`: whoever needs less than an equal share leaves the rest to the others. */
function shared(sizes: readonly number[], room: number): number[] {
  const parts = sizes.map(() => 0);
  const smallestFirst = Array.from(sizes.keys()).sort((a, b) => sizes[a] - sizes[b]);
  smallestFirst.forEach((index, done) => {
    const left = room - total(parts);
    parts[index] = Math.min(sizes[index], left / (sizes.length - done));
  });
  return parts;
}

/** What it takes in the file, as Base64. */
function textSize(recording: Recording): number {
  const message: ToPanel = { kind: "recording", run: "", recording };
  const packed = packReport({ opening: [message], sequences: [] });
  return Math.max(1, (gzipSync(packed).length * 4) / 3);
}

function total(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
