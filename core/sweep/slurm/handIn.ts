/** Members become job arrays: scripts and lists on disk, each written down in jobs.json before sbatch hears of it. */
import { makeFolder, writeAtomically } from "../../runs";
import { arrayFiles, arrayScriptText, memberListText, type ArrayScript } from "./arrayScript";
import { writeJobs, type JobArray, type Jobs } from "./jobsFile";
import { submit } from "./slurmPrograms";

/** What all arrays of a sweep have in common. */
export interface Ground {
  /** The sweep's folder, absolute. */
  readonly directory: string;
  readonly sweepName: string;
  /** This program, absolute. */
  readonly program: string;
  /** Of the run that has the most. */
  readonly threads: number;
  /** Tasks that one array may have. */
  readonly largestArray: number;
}

/**
 * Hands the members in, as few arrays as they fit into. With `maxAtOnce` an array waits for those before it.
 * @param live ids of arrays that still wait or run
 * @param keep is told the jobs whenever an array was taken
 * @throws SweepError with what sbatch said; arrays before it stay handed in
 */
export async function handIn(
  members: readonly number[],
  jobs: Jobs,
  ground: Ground,
  live: readonly string[],
  keep: (jobs: Jobs, newest: JobArray & { readonly job: string }) => void,
): Promise<void> {
  const before = [...live];
  for (const portion of portions(members, ground.largestArray)) {
    const array = nextArray(jobs, portion, false);
    const intended = { ...jobs, arrays: [...jobs.arrays, array] };
    await writeArray(array, jobs, ground);
    await writeJobs(ground.directory, intended);
    const after = jobs.options.maxAtOnce === null ? [] : before;
    const job = await submit(arrayFiles(ground.directory, array.number).script, after).catch(
      async (error: unknown) => {
        await writeJobs(ground.directory, jobs);
        throw error;
      },
    );
    const taken = { ...array, job };
    jobs = { ...jobs, arrays: [...jobs.arrays, taken] };
    before.push(job);
    keep(jobs, taken);
    await writeJobs(ground.directory, jobs);
  }
}

export interface WrittenScript {
  readonly file: string;
  readonly text: string;
}

/** Writes what `handIn` would hand in. */
export async function writeScripts(
  members: readonly number[],
  jobs: Jobs,
  ground: Ground,
): Promise<WrittenScript[]> {
  const scripts: WrittenScript[] = [];
  for (const portion of portions(members, ground.largestArray)) {
    const array = nextArray(jobs, portion, true);
    scripts.push(await writeArray(array, jobs, ground));
    jobs = { ...jobs, arrays: [...jobs.arrays, array] };
  }
  await writeJobs(ground.directory, jobs);
  return scripts;
}

export function portions(members: readonly number[], size: number): (readonly number[])[] {
  return Array.from({ length: Math.ceil(members.length / size) }, (_, portion) =>
    members.slice(portion * size, (portion + 1) * size),
  );
}

function nextArray(jobs: Jobs, members: readonly number[], dry: boolean): JobArray {
  const number = jobs.arrays.length + 1;
  return { number, jobName: `${jobs.token}.${number}`, job: null, dry, members, losses: {} };
}

async function writeArray(
  { number, jobName, members }: JobArray,
  { options }: Jobs,
  ground: Ground,
): Promise<WrittenScript> {
  const { directory, sweepName, program, threads } = ground;
  const script: ArrayScript = { number, jobName, sweepName, directory, program, members, threads, options };
  const files = arrayFiles(directory, number);
  const text = arrayScriptText(script);
  await makeFolder(files.logs, directory);
  await writeAtomically(files.members, memberListText(members));
  await writeAtomically(files.script, text);
  return { file: files.script, text };
}
