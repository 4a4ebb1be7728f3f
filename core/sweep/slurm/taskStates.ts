/** What Slurm's programs print of a job array's tasks, read. Which of them is asked when is not known here. */

export interface TaskState {
  readonly jobName: string;
  /** Of the whole array. */
  readonly job: string;
  /** Its number in the array, from 0. */
  readonly task: number;
  /** Slurm's word: `PENDING`, `RUNNING`, `TIMEOUT`, … */
  readonly state: string;
  /** Why it waits or ended, Slurm's word; `None` where it does not say. */
  readonly reason: string;
}

/** What `readQueue` reads. The job's name comes last: it may hold anything. */
export const queueFormat = "%F|%K|%T|%r|%j";

/** @param text lines of `squeue --noheader --array --format=<queueFormat>` */
export function readQueue(text: string): TaskState[] {
  return text.split("\n").flatMap((line) => {
    const match = /^(\d+)\|(\d+)\|([A-Z_]+)\|([^|]*)\|(.*)$/.exec(line.trim());
    if (!match) return [];
    const [, job, task, state, reason, jobName] = match;
    return [{ job, task: Number(task), state, reason, jobName }];
  });
}

const ended = new Set([
  ...["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY"],
  ...["BOOT_FAIL", "DEADLINE", "PREEMPTED", "REVOKED"],
]);

/** Whether it waits, runs, or is about to do either. */
export function isLive({ state }: Pick<TaskState, "state">): boolean {
  return !ended.has(state);
}

/** How a task ended, as Slurm tells it. */
export interface TaskEnd {
  readonly state: string;
  readonly reason: string;
  /** Null where Slurm does not know. */
  readonly exitCode: number | null;
  /** The signal that ended it; 0: none. */
  readonly signal: number;
}

/** By task. @param text of `scontrol --oneliner show job <array>` */
export function readJobRecords(text: string): Map<number, TaskEnd> {
  const records = text.split("\n").flatMap((line): [number, TaskEnd][] => {
    const task = field(line, "ArrayTaskId");
    const state = field(line, "JobState");
    // Tasks that wait together have one record, `3-9`.
    if (state === undefined || task === undefined || !/^\d+$/.test(task)) return [];
    const reason = field(line, "Reason") ?? "None";
    return [[Number(task), { state, reason, ...exit(field(line, "ExitCode")) }]];
  });
  return new Map(records);
}

/** What `readAccounting` reads. */
export const accountingFormat = "JobID,State,ExitCode";

/** By task. @param text of `sacct --noheader --parsable2 --allocations --format=<accountingFormat> --jobs=<array>` */
export function readAccounting(text: string): Map<number, TaskEnd> {
  const records = text.split("\n").flatMap((line): [number, TaskEnd][] => {
    const match = /^\d+_(\d+)\|([A-Z_]+)[^|]*\|([\d:]*)$/.exec(line.trim());
    if (!match) return [];
    const [, task, state, code] = match;
    return [[Number(task), { state, reason: "None", ...exit(code) }]];
  });
  return new Map(records);
}

/** The first of that name: what users put into comments comes later in the line. */
function field(line: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}=(\\S*)`).exec(line)?.[1];
}

/** `3:0`: exit code 3; `0:9`: ended by signal 9, as is what a shell reports as 137. */
function exit(text = ""): Pick<TaskEnd, "exitCode" | "signal"> {
  const match = /^(\d+):(\d+)$/.exec(text);
  if (!match) return { exitCode: null, signal: 0 };
  const [exitCode, signal] = [Number(match[1]), Number(match[2])];
  return exitCode > 128 && exitCode < 160 ? { exitCode, signal: exitCode - 128 } : { exitCode, signal };
}
