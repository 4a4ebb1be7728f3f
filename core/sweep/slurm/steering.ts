/**
 * Follows a sweep on a cluster until every member has ended: hands in what is due, looks what the queue and the results
 * say, finds out how tasks were lost, and tries those again. All it knows lies in the folder and with Slurm, so that it
 * can be killed at any moment and begun anew. The table is made elsewhere.
 */
import { stat } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { MemberResult, SweepPlan } from "../plan";
import { SweepError } from "../sweepError";
import { readResults, writeResult } from "../sweepFolder";
import { sweepPaths } from "../sweepPaths";
import { attemptsOf } from "../trainMember";
import { handIn, type Ground } from "./handIn";
import { pardoned, writeJobs, type Jobs } from "./jobsFile";
import { settled } from "./settling";
import { cancelWaiting, queued, SlurmSilentError } from "./slurmPrograms";
import { lastLoss, liveJobs, standingOf, triesAllowed, withJobsOf, type Standing } from "./standing";
import type { TaskState } from "./taskStates";

export type SlurmEvent =
  | { readonly kind: "submitted"; readonly job: string; readonly members: number }
  | ({ readonly kind: "queue" } & QueueView)
  | { readonly kind: "ended"; readonly result: MemberResult }
  /** Its task left no result; it is tried again, or has failed, or somebody cancelled it. */
  | { readonly kind: "died"; readonly index: number; readonly how: string }
  /** Sentences; the sweep goes on all the same. */
  | { readonly kind: "warning"; readonly message: string };

/** How many members there are of each kind. */
export interface QueueView {
  readonly members: number;
  readonly done: number;
  readonly failed: number;
  readonly running: number;
  readonly waiting: number;
  /** Why the first of them waits, Slurm's word; null: it does not say, or none waits. */
  readonly reason: string | null;
}

export interface SteeringOptions {
  /** Ends the following; the jobs go on. */
  readonly signal?: AbortSignal;
  /** Must not throw. */
  readonly tell: (event: SlurmEvent) => void;
}

export interface SteeringEnd {
  /** `stopped`: `signal` came first; `budget`: the sweep's time was up. */
  readonly status: "done" | "stopped" | "budget";
  /** Members that somebody cancelled. */
  readonly cancelled: readonly number[];
  /** Arrays of which something waits or runs. */
  readonly jobs: readonly string[];
}

/** Milliseconds between questions about the queue: from the first, as long as nothing changes, up to the second. */
const questions = [2_000, 20_000] as const;
/** Milliseconds between looks at the folder of results, which cost Slurm nothing. */
const glance = 1_000;
/** Milliseconds after which it is tried again to hand in what sbatch refused. */
const refusalPatience = 60_000;

export class Steering {
  #jobs: Jobs;
  #tasks: readonly TaskState[] = [];
  readonly #results = new Map<number, MemberResult>();
  /** By place: since when it is missed, performance.now(). */
  readonly #missedSince = new Map<string, number>();
  /** When a task was first seen to run, performance.now(): the sweep's time counts from there, not from the queue. */
  #begunAt: number | undefined;
  #refusedAt = -Infinity;
  /** When Slurm was asked last, performance.now(). */
  #askedAt = -Infinity;
  /** Of the folder of results, when it was read last. */
  #resultsChangedAt = 0;
  /** Slurm did not answer the last time. */
  #silent = false;

  /**
   * @param jobs what is written down, with the options that hold from now on
   * @param known results, of which nobody needs to be told
   */
  constructor(
    private readonly plan: SweepPlan,
    jobs: Jobs,
    known: readonly MemberResult[],
    private readonly ground: Ground,
    private readonly options: SteeringOptions,
  ) {
    this.#jobs = jobs;
    for (const result of known) this.#results.set(result.index, result);
  }

  /** To be called once. @throws SweepError when Slurm takes nothing and nothing is going on */
  async run(): Promise<SteeringEnd> {
    await this.join();
    let pause: number = questions[0];
    let before = "";
    for (;;) {
      const standing = await this.advance();
      const view = this.view(standing);
      const isNew = JSON.stringify(view) !== before;
      before = JSON.stringify(view);
      if (isNew) this.options.tell({ kind: "queue", ...view });
      if (this.isOver(standing)) return this.end(standing);
      pause = isNew ? questions[0] : Math.min(pause * 1.5, questions[1]);
      await this.rest(this.#askedAt + pause);
      if (this.options.signal?.aborted) return { ...this.end(standing), status: "stopped" };
      if (performance.now() >= this.#askedAt + pause) await this.look();
      else await this.readResults();
    }
  }

  /** Whoever begins to steer wants to have trained what was cancelled before. */
  private async join(): Promise<void> {
    await this.look();
    await this.settle(this.standing());
    const { cancelled } = this.standing();
    if (cancelled.length > 0) await this.keep(pardoned(this.#jobs, new Set(cancelled), ["cancelled"]));
  }

  /** The queue first: a task that is gone from it has written what it will write. */
  private async look(): Promise<void> {
    this.#askedAt = performance.now();
    try {
      this.#tasks = await queued(this.#jobs.arrays.map(({ jobName }) => jobName));
      this.#silent = false;
    } catch (error) {
      if (!(error instanceof SlurmSilentError)) throw error;
      if (!this.#silent) this.warn(`${error.message}\nIt is asked again; jobs go on meanwhile.`);
      this.#silent = true;
    }
    await this.keep(withJobsOf(this.#jobs, this.#tasks));
    await this.readResults();
  }

  private async readResults(): Promise<void> {
    this.#resultsChangedAt = await changedAt(sweepPaths(this.ground.directory).results);
    const { results } = await readResults(this.ground.directory, this.plan);
    for (const result of results) if (!this.#results.has(result.index)) this.learn(result);
  }

  /** Does what there is to do. @returns where members stand then */
  private async advance(): Promise<Standing> {
    if (this.#silent) return this.standing();
    await this.settle(this.standing());
    const { running, waiting, due, exhausted } = this.standing();
    if (running.length > 0) this.#begunAt ??= performance.now();
    for (const member of exhausted) await this.fail(member);
    if (this.isTimeUp()) {
      if (waiting.length > 0) await cancelWaiting(liveJobs(this.#tasks));
    } else if (due.length > 0 && performance.now() - this.#refusedAt > refusalPatience) {
      await this.handIn(due);
    }
    return this.standing();
  }

  /** Writes down how tasks were lost, as far as it is known. */
  private async settle({ vanished }: Standing): Promise<void> {
    if (vanished.length === 0 || this.#silent) return;
    const { jobs, losses } = await settled(this.#jobs, vanished, this.#missedSince, {
      directory: this.ground.directory,
      cancelledByUs: this.isTimeUp(),
    });
    await this.keep(jobs);
    for (const { member, loss } of losses) {
      if (loss.kind !== "void") this.options.tell({ kind: "died", index: member, how: loss.words });
    }
  }

  private async handIn(members: readonly number[]): Promise<void> {
    const before = this.#jobs.arrays.length;
    try {
      await handIn(members, this.#jobs, this.ground, liveJobs(this.#tasks), (jobs, { job, members }) => {
        this.#jobs = jobs;
        this.options.tell({ kind: "submitted", job, members: members.length });
      });
    } catch (error) {
      const goesOn = this.#jobs.arrays.length > before || liveJobs(this.#tasks).length > 0;
      if (!(error instanceof SweepError) || !goesOn) throw error;
      this.#refusedAt = performance.now();
      this.warn(`${error.message}\nWhat is handed in goes on; the rest is tried again in a minute.`);
    }
    await this.look();
  }

  private async fail(index: number): Promise<void> {
    const { directory } = this.ground;
    const how = lastLoss(this.#jobs, index) ?? "nobody knows how";
    const result: MemberResult = {
      index,
      state: "failed",
      failure: `Its task left no result ${triesAllowed} times; the last time, ${how}.`,
      attempts: await attemptsOf(directory, index),
      seconds: 0,
      measures: {},
    };
    await writeResult(directory, result);
    this.learn(result);
  }

  private learn(result: MemberResult): void {
    this.#results.set(result.index, result);
    this.options.tell({ kind: "ended", result });
  }

  private standing(): Standing {
    const indices = this.plan.members.map(({ index }) => index);
    return standingOf(
      indices.filter((index) => !this.#results.has(index)),
      this.#jobs,
      this.#tasks,
    );
  }

  private view({ running, waiting }: Standing): QueueView {
    const failed = [...this.#results.values()].filter(({ state }) => state === "failed").length;
    const reason = this.#tasks.find(({ state }) => state === "PENDING")?.reason;
    return {
      members: this.plan.members.length,
      done: this.#results.size - failed,
      failed,
      running: running.length,
      waiting: waiting.length,
      reason: waiting.length === 0 || reason === undefined || reason === "None" ? null : reason,
    };
  }

  private isTimeUp(): boolean {
    const { secondsAllowed } = this.plan;
    if (secondsAllowed === null || this.#begunAt === undefined) return false;
    return performance.now() - this.#begunAt > secondsAllowed * 1000;
  }

  private isOver({ running, waiting, vanished, due }: Standing): boolean {
    if (this.#silent) return false;
    return running.length + waiting.length + vanished.length + (this.isTimeUp() ? 0 : due.length) === 0;
  }

  private end({ cancelled, due }: Standing): SteeringEnd {
    const status = due.length > 0 && this.isTimeUp() ? "budget" : "done";
    return { status, cancelled, jobs: liveJobs(this.#tasks) };
  }

  /** Until it is time to ask again, a result has come, or the signal. */
  private async rest(end: number): Promise<void> {
    const { signal } = this.options;
    const folder = sweepPaths(this.ground.directory).results;
    do {
      const milliseconds = Math.max(0, Math.min(glance, end - performance.now()));
      await delay(milliseconds, undefined, { ...(signal && { signal }) }).catch(() => undefined);
      if (signal?.aborted || (await changedAt(folder)) !== this.#resultsChangedAt) return;
    } while (performance.now() < end);
  }

  private warn(message: string): void {
    this.options.tell({ kind: "warning", message });
  }

  private async keep(jobs: Jobs): Promise<void> {
    if (jobs === this.#jobs) return;
    this.#jobs = jobs;
    await writeJobs(this.ground.directory, jobs);
  }
}

/** Files that appear in a folder change it. */
async function changedAt(folder: string): Promise<number> {
  return stat(folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
