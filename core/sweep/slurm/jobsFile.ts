/**
 * `slurm/jobs.json`: the arrays of a sweep and what became of tasks that left no result. An array is written down
 * before it is handed in, under a job name of its own: whoever is killed in between still finds it in the queue.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { jsonText, makeFolder, writeAtomically } from "../../runs";
import { SweepError } from "../sweepError";
import { sweepPaths } from "../sweepPaths";
import { slurmOptionsSchema } from "./options";

const format = 1;

const lossSchema = z
  .object({
    /** `cancelled`: somebody wanted it to end, and it is not tried again. `void`: it does not count as a try. */
    kind: z.enum(["lost", "cancelled", "void"]),
    /** A clause: `it ran into its time limit (give it more: --time)`. */
    words: z.string(),
  })
  .readonly();

/** How a task ended that left no result. */
export type Loss = z.infer<typeof lossSchema>;

const arraySchema = z
  .object({
    /** From 1, by place. */
    number: z.int().min(1),
    jobName: z.string(),
    /** Slurm's; null: not handed in, or not known to be. */
    job: z.string().nullable(),
    /** Only written, for somebody to hand in themselves. */
    dry: z.boolean(),
    /** Task n trains the n-th. */
    members: z.array(z.int().min(0)).readonly(),
    /** By member: how its task ended that left no result. */
    losses: z.record(z.string(), lossSchema).readonly(),
  })
  .readonly();

const jobsSchema = z
  .object({
    format: z.literal(format),
    /** Tells this sweep's jobs from all others. */
    token: z.string(),
    options: slurmOptionsSchema,
    arrays: z.array(arraySchema).readonly(),
  })
  .readonly();

export type Jobs = z.infer<typeof jobsSchema>;
export type JobArray = z.infer<typeof arraySchema>;

export function newJobs(token: string, options: Jobs["options"]): Jobs {
  return { format, token, options, arrays: [] };
}

/** How the member's latest task ended without a result; undefined while it has not. */
export function lossIn(array: JobArray, member: number): Loss | undefined {
  return array.losses[String(member)];
}

export function withLoss(jobs: Jobs, number: number, member: number, loss: Loss): Jobs {
  const arrays = jobs.arrays.map((array) =>
    array.number === number ? { ...array, losses: { ...array.losses, [String(member)]: loss } } : array,
  );
  return { ...jobs, arrays };
}

/** Losses of these members count no more: somebody asked for another try. @param pardoned which of their losses */
export function pardoned(jobs: Jobs, members: ReadonlySet<number>, kinds: readonly Loss["kind"][]): Jobs {
  const arrays = jobs.arrays.map((array) => {
    const losses = Object.entries(array.losses).map(([member, loss]) =>
      members.has(Number(member)) && kinds.includes(loss.kind)
        ? [member, { ...loss, kind: "void" as const }]
        : [member, loss],
    );
    return { ...array, losses: Object.fromEntries(losses) as JobArray["losses"] };
  });
  return { ...jobs, arrays };
}

/** Undefined where nothing was ever written down. @throws SweepError for what cannot be read */
export async function readJobs(directory: string): Promise<Jobs | undefined> {
  const file = jobsFile(directory);
  try {
    return jobsSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new SweepError(
      `${file} cannot be read: ${reason}\nIt says which jobs are this sweep's. Once squeue shows none of them, delete it and begin again: what was trained is kept.`,
    );
  }
}

/** @throws RunFolderError */
export async function writeJobs(directory: string, jobs: Jobs): Promise<void> {
  await makeFolder(sweepPaths(directory).slurm, directory);
  await writeAtomically(jobsFile(directory), `${jsonText(jobs)}\n`);
}

function jobsFile(directory: string): string {
  return path.join(sweepPaths(directory).slurm, "jobs.json");
}
