/** A sweep's folder and a request become work on a cluster: begun, joined again, or only written as scripts. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { acquireLock } from "../../runs";
import type { MemberResult, SweepPlan } from "../plan";
import { forgetFailed, type SweepOutcome } from "../runSweep";
import { SweepError } from "../sweepError";
import { openSweep, readPlan } from "../sweepFolder";
import { sweepPaths } from "../sweepPaths";
import { TableWriter } from "../writeTable";
import { shellQuoted } from "./arrayScript";
import { writeScripts, type Ground, type WrittenScript } from "./handIn";
import { newJobs, pardoned, readJobs, type Jobs } from "./jobsFile";
import { slurmOptionProblems, type SlurmOptions } from "./options";
import { largestArray } from "./slurmPrograms";
import { Steering, type SlurmEvent } from "./steering";

export interface SlurmRequest {
  readonly directory: string;
  /** This program's file, absolute. */
  readonly program: string;
  /** What is left out is as it was when the sweep was handed in before; else the cluster's default. */
  readonly options: Partial<SlurmOptions>;
}

export interface SlurmSweepOptions extends SlurmRequest {
  /** Ends the following; the jobs go on. */
  readonly signal?: AbortSignal;
  /** Trains members anew that have failed before. */
  readonly retryFailed?: boolean;
  /** Must not throw. */
  readonly onEvent?: (event: SlurmSweepEvent) => void;
}

export type SlurmSweepEvent =
  /** First of all: what was found in the folder. */
  | {
      readonly kind: "started";
      readonly members: number;
      readonly results: readonly MemberResult[];
      readonly problems: readonly string[];
    }
  | SlurmEvent;

export interface SlurmOutcome extends SweepOutcome {
  /** Members that somebody cancelled. */
  readonly cancelled: readonly number[];
  /** Arrays of which something waits or runs. */
  readonly jobs: readonly string[];
}

/**
 * Trains the sweep's members that have no result as job arrays, and follows them to their end. Where jobs of it are
 * known it goes on with these.
 * @throws SweepError when there is no sweep, or Slurm does not take its jobs, with what it said
 * @throws RunFolderError while another process steers the sweep, or when the folder cannot be written
 */
export async function sweepOnSlurm(options: SlurmSweepOptions): Promise<SlurmOutcome> {
  const { directory, signal, retryFailed = false, onEvent = () => undefined } = options;
  const lock = await acquireLock(sweepPaths(directory).lock, "This sweep is being run");
  try {
    const jobs = await jobsFor(options, retryFailed ? await forgetFailed(directory) : []);
    const { plan, results, problems } = await openSweep(directory);
    onEvent({ kind: "started", members: plan.members.length, results, problems });
    const table = new TableWriter(directory, plan, results, (message) =>
      onEvent({ kind: "warning", message }),
    );
    const steering = new Steering(plan, jobs, results, await groundOf(options, plan), {
      ...(signal && { signal }),
      tell: (event) => {
        if (event.kind === "ended") table.add(event.result);
        onEvent(event);
      },
    });
    const end = await steering.run().finally(() => table.close());
    return { ...end, results: table.results, left: plan.members.length - table.results.length };
  } finally {
    await lock.release();
  }
}

/** Writes the scripts of what has no result yet, for somebody to hand in themselves. */
export async function writeSlurmScripts(request: SlurmRequest): Promise<WrittenScript[]> {
  const { plan, results } = await openSweep(request.directory);
  const ended = new Set(results.map(({ index }) => index));
  const missing = plan.members.map(({ index }) => index).filter((index) => !ended.has(index));
  return writeScripts(missing, await jobsFor(request, []), await groundOf(request, plan));
}

/** Slurm's ids of the arrays that the sweep was handed in as, whether or not they go on. @throws SweepError */
export async function slurmJobsOf(directory: string): Promise<string[]> {
  const jobs = await readJobs(directory);
  return jobs?.arrays.flatMap(({ job }) => (job === null ? [] : [job])) ?? [];
}

/** @param retried members whose losses count no more */
async function jobsFor({ directory, options }: SlurmRequest, retried: readonly number[]): Promise<Jobs> {
  const known = await readJobs(directory);
  // What sbatch refused is not asked for again unless it is said again.
  const before = known && known.arrays.length > 0 ? known.options : {};
  const all: SlurmOptions = { ...defaults, ...before, ...options };
  const problems = slurmOptionProblems(all);
  if (problems.length > 0) throw new SweepError(problems.join("\n"));
  if (!known) return newJobs(jobNameOf((await readPlan(directory)).name), all);
  return pardoned({ ...known, options: all }, new Set(retried), ["lost", "cancelled"]);
}

const defaults: SlurmOptions = {
  partition: null,
  time: null,
  memory: null,
  cpus: null,
  maxAtOnce: null,
  extra: null,
  nodeCommand: shellQuoted(process.execPath),
};

async function groundOf({ directory, program }: SlurmRequest, plan: SweepPlan): Promise<Ground> {
  return {
    directory: path.resolve(directory),
    sweepName: plan.name,
    program,
    // Runs that leave it to the machine have one, as everywhere in sweeps.
    threads: Math.max(...plan.members.map(({ experiment: { engine } }) => Number(engine.threads) || 1)),
    largestArray: await largestArray(),
  };
}

/** Recognised by people, and by Slurm told from the jobs of every other sweep. */
function jobNameOf(name: string): string {
  return `${name.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 40)}-${randomBytes(4).toString("hex")}`;
}
