/** What can be said to Slurm about a sweep's tasks, and what of it cannot be right. The rest is sbatch's to judge. */
import * as z from "zod";

export const slurmOptionsSchema = z
  .object({
    /** Null, here and in the next two: what the cluster's own default is. */
    partition: z.string().nullable(),
    /** As sbatch takes it: `90` (minutes), `1:30:00`, `2-12`. */
    time: z.string().nullable(),
    /** Of a task, as sbatch takes it: `2G`. */
    memory: z.string().nullable(),
    /** Of a task; null: as many as the run with the most threads has. */
    cpus: z.int().min(1).nullable(),
    /** Tasks that may run at the same time; null: as many as there is room for. */
    maxAtOnce: z.int().min(1).nullable(),
    /** Further options as they stand in a script behind `#SBATCH`; null: none. */
    extra: z.string().nullable(),
    /** Shell code whose last word is a Node that the cluster's machines have, such as `module load nodejs; node`. */
    nodeCommand: z.string(),
  })
  .readonly();

export type SlurmOptions = z.infer<typeof slurmOptionsSchema>;

/** What is wrong with them, in words; empty: nothing that is seen from here. */
export function slurmOptionProblems({
  partition,
  time,
  memory,
  extra,
  nodeCommand,
}: SlurmOptions): readonly string[] {
  const problems: string[] = [];
  if (partition !== null && !/^[\w.,@+-]+$/.test(partition)) {
    problems.push(`--partition "${partition}" is no partition's name; sinfo lists those of the cluster.`);
  }
  if (time !== null && !timePatterns.some((pattern) => pattern.test(time))) {
    problems.push(`--time "${time}" is no time; write minutes (90), h:mm:ss (1:30:00) or days-hours (2-12).`);
  }
  if (memory !== null && !/^\d+[KMGT]?$/i.test(memory)) {
    problems.push(`--memory "${memory}" is no size; write a number with K, M, G or T behind it: 2G.`);
  }
  if (extra !== null && (!extra.trim().startsWith("-") || hasLines(extra))) {
    problems.push(
      `--sbatch "${extra}" is no line of sbatch's options: --sbatch "--account=lab --constraint=fast".`,
    );
  }
  if (nodeCommand.trim() === "" || hasLines(nodeCommand)) {
    problems.push('--node-command needs one line of shell: --node-command "module load nodejs; node".');
  }
  return problems;
}

const timePatterns = [/^\d+(:\d{1,2}){0,2}$/, /^\d+-\d{1,2}(:\d{1,2}){0,2}$/];

function hasLines(text: string): boolean {
  return /[\r\n]/.test(text);
}
