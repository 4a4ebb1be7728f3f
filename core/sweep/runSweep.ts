/** A sweep on this machine: who may steer it, what is left of it, its table. How processes share the work is pool.ts. */
import { availableParallelism } from "node:os";
import { acquireLock } from "../runs";
import type { MemberProgress } from "./messages";
import type { MemberResult } from "./plan";
import { Pool } from "./pool";
import { forgetMember, openSweep } from "./sweepFolder";
import { sweepPaths } from "./sweepPaths";
import { TableWriter } from "./writeTable";

export interface SweepOptions {
  readonly directory: string;
  /** The command line's program, dist/cli.cjs: each process of the pool is one of it. */
  readonly program: string;
  /** How many train side by side; as many as the machine has cores if left out. A whole number of at least 1. */
  readonly processes?: number;
  /** Stops the sweep: members under way end with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Trains members anew that have failed before. */
  readonly retryFailed?: boolean;
  /** Must not throw. */
  readonly onEvent?: (event: SweepEvent) => void;
}

export type SweepEvent =
  /** First of all: what was found in the folder. */
  | {
      readonly kind: "started";
      readonly members: number;
      readonly results: readonly MemberResult[];
      readonly problems: readonly string[];
      readonly processes: number;
    }
  | { readonly kind: "begun"; readonly index: number }
  | MemberProgress
  | { readonly kind: "ended"; readonly result: MemberResult }
  /** A member's process died; it is trained again, or has failed. */
  | { readonly kind: "died"; readonly index: number; readonly how: string }
  /** Sentences; the sweep goes on all the same. */
  | { readonly kind: "warning"; readonly message: string };

export interface SweepOutcome {
  /** `done`: nothing more can be done here, whatever is left; `budget`: its time was up. */
  readonly status: "done" | "stopped" | "budget";
  /** By index. */
  readonly results: readonly MemberResult[];
  /** Members without a result. */
  readonly left: number;
}

/**
 * Trains what is left of the sweep in `directory`. Processes may die, this one too: run again, it goes on.
 * @throws SweepError when there is no sweep, or its processes cannot be started
 * @throws RunFolderError while another process steers it, or when the folder cannot be written
 */
export async function runSweep(options: SweepOptions): Promise<SweepOutcome> {
  const { directory, program, signal, onEvent = () => undefined } = options;
  const lock = await acquireLock(sweepPaths(directory).lock, "This sweep is being run");
  try {
    if (options.retryFailed) await forgetFailed(directory);
    const { plan, results, problems } = await openSweep(directory);
    const known = new Set(results.map(({ index }) => index));
    const left = plan.members.map(({ index }) => index).filter((index) => !known.has(index));
    const processes = Math.min(options.processes ?? availableParallelism(), Math.max(1, left.length));
    onEvent({ kind: "started", members: plan.members.length, results, problems, processes });
    const table = new TableWriter(directory, plan, results, (message) =>
      onEvent({ kind: "warning", message }),
    );
    const pool = new Pool({
      directory,
      program,
      processes,
      members: left,
      secondsAllowed: plan.secondsAllowed,
      ...(signal && { signal }),
      tell: (event) => {
        if (event.kind === "ended") table.add(event.result);
        onEvent(event);
      },
    });
    const how = await pool.run().finally(() => table.close());
    const all = table.results;
    const open = plan.members.length - all.length;
    return { status: open === 0 ? "done" : how, results: all, left: open };
  } finally {
    await lock.release();
  }
}

/** Lets members that have failed be trained anew. @returns their indices */
export async function forgetFailed(directory: string): Promise<number[]> {
  const { results } = await openSweep(directory);
  const failed = results.filter(({ state }) => state === "failed").map(({ index }) => index);
  for (const index of failed) await forgetMember(directory, index);
  return failed;
}
