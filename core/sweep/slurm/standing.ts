/** Where a sweep's members stand on the cluster, from what is written down, what has a result, and what the queue says. */
import { lossIn, type JobArray, type Jobs } from "./jobsFile";
import { isLive, type TaskState } from "./taskStates";

/** A member's task in an array. */
export interface Place {
  readonly array: JobArray;
  readonly task: number;
  readonly member: number;
}

/** Members without a result, each in one of these. */
export interface Standing {
  readonly running: readonly number[];
  readonly waiting: readonly number[];
  /** Neither live nor with a result: what became of them is not written down yet. */
  readonly vanished: readonly Place[];
  /** To be handed in, for the first time or again. */
  readonly due: readonly number[];
  /** Lost as often as they may be. */
  readonly exhausted: readonly number[];
  /** Ended by somebody, and not tried again unless asked for. */
  readonly cancelled: readonly number[];
}

/** How often a member may be lost before it counts as failed. */
export const triesAllowed = 3;

/** @param missing members without a result. @param tasks of the queue, all of them */
export function standingOf(missing: readonly number[], jobs: Jobs, tasks: readonly TaskState[]): Standing {
  const states = new Map(tasks.map((state) => [placeName(state.jobName, state.task), state.state]));
  const places = latestPlaces(jobs);
  const standing = {
    running: [] as number[],
    waiting: [] as number[],
    vanished: [] as Place[],
    due: [] as number[],
    exhausted: [] as number[],
    cancelled: [] as number[],
  };
  for (const member of missing) {
    const place = places.get(member);
    const state = place && states.get(placeName(place.array.jobName, place.task));
    const loss = place && lossIn(place.array, member);
    if (!place) standing.due.push(member);
    else if (state !== undefined && isLive({ state }))
      (state === "PENDING" ? standing.waiting : standing.running).push(member);
    else if (!loss) standing.vanished.push(place);
    else if (loss.kind === "cancelled") standing.cancelled.push(member);
    else if (timesLost(jobs, member) >= triesAllowed) standing.exhausted.push(member);
    else standing.due.push(member);
  }
  return standing;
}

export function timesLost(jobs: Jobs, member: number): number {
  return jobs.arrays.filter((array) => lossIn(array, member)?.kind === "lost").length;
}

/** The words of its last loss. */
export function lastLoss(jobs: Jobs, member: number): string | undefined {
  return jobs.arrays.findLast((array) => lossIn(array, member)?.kind === "lost")?.losses[String(member)]
    .words;
}

/** Slurm's ids of arrays of which something waits or runs. */
export function liveJobs(tasks: readonly TaskState[]): string[] {
  return [...new Set(tasks.filter(isLive).map(({ job }) => job))];
}

/** Arrays whose ids were never written down get those that the queue shows under their names. */
export function withJobsOf(jobs: Jobs, tasks: readonly TaskState[]): Jobs {
  const ids = new Map(tasks.map(({ jobName, job }) => [jobName, job]));
  if (jobs.arrays.every(({ job, jobName }) => job !== null || !ids.has(jobName))) return jobs;
  const arrays = jobs.arrays.map((array) => ({ ...array, job: array.job ?? ids.get(array.jobName) ?? null }));
  return { ...jobs, arrays };
}

/** A script that was only written may never have been handed in, and of several any. */
function latestPlaces({ arrays }: Jobs): Map<number, Place> {
  const handedIn = arrays.filter(({ dry, job }) => !dry || job !== null);
  return new Map(
    handedIn.flatMap((array) =>
      array.members.map((member, task): [number, Place] => [member, { array, task, member }]),
    ),
  );
}

function placeName(jobName: string, task: number): string {
  return `${jobName} ${task}`;
}
