/** What became of tasks that neither live nor left a result: Slurm is asked, and the answer written down. */
import { readFile } from "node:fs/promises";
import { logFile } from "./arrayScript";
import { withLoss, type Jobs, type Loss } from "./jobsFile";
import { lossOf } from "./losses";
import { taskEnds } from "./slurmPrograms";
import type { Place } from "./standing";
import { isLive, type TaskEnd } from "./taskStates";

export interface SettlingOptions {
  readonly directory: string;
  /** What was cancelled had not begun, and the sweep's time is up. */
  readonly cancelledByUs: boolean;
}

export interface MemberLoss {
  readonly member: number;
  readonly loss: Loss;
}

/** Milliseconds after which a file that another machine wrote is surely seen here. */
const grace = 30_000;

/**
 * @param missedSince by place, since when it is missed; gets what it lacks
 * @returns the jobs with what is now known, and what of it is new
 */
export async function settled(
  jobs: Jobs,
  vanished: readonly Place[],
  missedSince: Map<string, number>,
  options: SettlingOptions,
): Promise<{ readonly jobs: Jobs; readonly losses: readonly MemberLoss[] }> {
  const losses: MemberLoss[] = [];
  const ends = await endsOf(vanished);
  for (const place of vanished) {
    const { array, task, member } = place;
    const end = array.job === null ? undefined : ends.get(array.job)?.get(task);
    if (end && isLive(end)) continue;
    if (!isCertain(end) && !isPatienceOver(place, missedSince)) continue;
    const loss = await lossAt(place, end, options);
    jobs = withLoss(jobs, array.number, member, loss);
    losses.push({ member, loss });
  }
  return { jobs, losses };
}

async function endsOf(places: readonly Place[]): Promise<Map<string, Map<number, TaskEnd>>> {
  const ids = new Set(places.flatMap(({ array }) => (array.job === null ? [] : [array.job])));
  const answers = await Promise.all([...ids].map(async (job) => [job, await taskEnds(job)] as const));
  return new Map(answers);
}

/** A task that ended well has left a result, seen or not yet. */
function isCertain(end: TaskEnd | undefined): boolean {
  return end !== undefined && end.state !== "COMPLETED";
}

function isPatienceOver({ array, task }: Place, missedSince: Map<string, number>): boolean {
  const name = `${array.jobName} ${task}`;
  const since = missedSince.get(name) ?? performance.now();
  missedSince.set(name, since);
  return performance.now() - since >= grace;
}

async function lossAt(
  { array, member }: Place,
  end: TaskEnd | undefined,
  { directory, cancelledByUs }: SettlingOptions,
): Promise<Loss> {
  if (array.job === null) return { kind: "void", words: "it was never handed in" };
  const loss = lossOf(end);
  if (loss.kind === "cancelled" && cancelledByUs) return { kind: "void", words: "it was not begun in time" };
  const said =
    end?.exitCode && end.signal === 0 ? await lastLine(logFile(directory, array.number, member)) : "";
  return said === "" ? loss : { ...loss, words: `${loss.words} (${said})` };
}

async function lastLine(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.trimEnd().split("\n").at(-1)?.trim().slice(0, 300) ?? "";
}
