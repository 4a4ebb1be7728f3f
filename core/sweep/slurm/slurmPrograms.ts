/** Slurm's own programs, called: sbatch, squeue, scontrol, sacct. What they print is read in taskStates. */
import { spawn } from "node:child_process";
import { SweepError } from "../sweepError";
import {
  accountingFormat,
  queueFormat,
  readAccounting,
  readJobRecords,
  readQueue,
  type TaskEnd,
  type TaskState,
} from "./taskStates";

/** Slurm is there and does not answer, as happens while its controller is restarted. */
export class SlurmSilentError extends SweepError {}

/** @throws SweepError where there is no Slurm */
export async function requireSlurm(): Promise<void> {
  await call("sbatch", ["--version"]);
}

/** Hands a script in. @returns the array's id. @throws SweepError with what sbatch said */
export async function submit(script: string, after: readonly string[]): Promise<string> {
  const dependency = after.length > 0 ? [`--dependency=afterany:${after.join(":")}`] : [];
  const { code, stdout, stderr } = await call("sbatch", ["--parsable", ...dependency, script]);
  const job = /^(\d+)/.exec(stdout.trim())?.[1];
  if (code === 0 && job !== undefined) return job;
  throw new SweepError(
    `sbatch did not take the job array ${script}.\n${said(stderr || stdout)}\n` +
      "Say with --partition, --time, --memory, --cpus and --sbatch what the cluster asks for (sinfo lists its " +
      "partitions), and go on with the sweep's folder.",
  );
}

/** Tasks of the named arrays that wait or run, and those that ended lately. @throws SlurmSilentError */
export async function queued(jobNames: readonly string[]): Promise<TaskState[]> {
  if (jobNames.length === 0) return [];
  const selection = [`--name=${jobNames.join(",")}`, "--states=all"];
  const { code, stdout, stderr } = await call("squeue", [
    "--noheader",
    "--array",
    ...selection,
    `--format=${queueFormat}`,
  ]);
  if (code === 0) return readQueue(stdout);
  throw new SlurmSilentError(`squeue does not say what waits and runs.\n${said(stderr || stdout)}`);
}

/** How an array's tasks ended, by task, as far as Slurm remembers: minutes, or for ever where it keeps accounts. */
export async function taskEnds(job: string): Promise<Map<number, TaskEnd>> {
  const accounting = ["--noheader", "--parsable2", "--allocations", `--format=${accountingFormat}`];
  const [records, accounts] = await Promise.all([
    call("scontrol", ["--oneliner", "show", "job", job]),
    call("sacct", [...accounting, `--jobs=${job}`]).catch(() => undefined),
  ]);
  const remembered = accounts?.code === 0 ? readAccounting(accounts.stdout) : new Map<number, TaskEnd>();
  return new Map([...remembered, ...(records.code === 0 ? readJobRecords(records.stdout) : [])]);
}

/** Tasks that one array may have; Slurm's default where the cluster does not say. */
export async function largestArray(): Promise<number> {
  const config = await call("scontrol", ["show", "config"]).catch(() => undefined);
  const size = /^MaxArraySize\s*=\s*(\d+)/m.exec(config?.stdout ?? "")?.[1];
  return Math.max(1, Number(size ?? 1001));
}

/** Ends tasks that have not begun. */
export async function cancelWaiting(jobs: readonly string[]): Promise<void> {
  await call("scancel", ["--state=PENDING", ...jobs]);
}

interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** In a session of its own: a Ctrl-C is meant for who follows the jobs, not for a submission under way. */
function call(program: string, words: readonly string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const text = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (part: string) => (text[stream] += part));
    }
    child.on("error", (error: NodeJS.ErrnoException) => reject(unavailable(program, error)));
    child.on("close", (code) => resolve({ code, ...text }));
  });
}

function unavailable(program: string, error: NodeJS.ErrnoException): SweepError {
  if (error.code !== "ENOENT") return new SweepError(`${program} cannot be run: ${error.message}`);
  return new SweepError(
    `There is no ${program} here: --on slurm needs a machine from which Slurm takes jobs, such as a cluster's login ` +
      "node. Run the command there; or add --dry-run, which prints the script to hand in yourself; or leave out " +
      "--on slurm to train on this machine.",
  );
}

function said(text: string): string {
  return text.trim() === "" ? "It said nothing." : `It said: ${text.trim()}`;
}
