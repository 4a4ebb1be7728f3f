/**
 * The program of a process that trains members of a sweep, one after the other, as it is told by the one that forked it.
 * It outlives nobody: whoever steers gone, it stops with a checkpoint and ends.
 */
import type { FromSweepWorker, ToSweepWorker } from "./messages";
import type { SweepPlan } from "./plan";
import { readPlan } from "./sweepFolder";
import { trainMember } from "./trainMember";

/** Milliseconds between words of how far a member is. */
const progressInterval = 500;

/**
 * Resolves when there is nothing more to do here.
 * @throws Error when this process was not forked; SweepError when the plan cannot be read
 */
export async function serveSweep(directory: string): Promise<void> {
  if (!process.send) throw new Error("This command is for Induction Lab itself: begin a sweep with sweep.");
  // The terminal's signals reach all of its processes: what they mean is for the one that steers to say.
  for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);
  const stopping = new AbortController();
  const over = new Promise<void>((resolve) => stopping.signal.addEventListener("abort", () => resolve()));
  process.once("SIGTERM", () => stopping.abort());
  process.once("disconnect", () => stopping.abort());
  const plan = await readPlan(directory);
  let work: Promise<void> = Promise.resolve();
  // The only sender is the pool of the same program.
  process.on("message", (message: ToSweepWorker) => {
    if (message.kind === "stop") stopping.abort();
    else work = work.then(() => train(directory, message.index, plan, stopping.signal));
  });
  tell({ kind: "ready" });
  await over;
  await work;
  if (process.connected) process.disconnect();
}

async function train(directory: string, index: number, plan: SweepPlan, signal: AbortSignal): Promise<void> {
  try {
    const result = await trainMember(directory, index, {
      plan,
      signal,
      progressInterval,
      onEvent: (event) => {
        if (event.kind !== "progress") return;
        const { step, totalSteps, loss } = event;
        tell({ kind: "progress", index, step, totalSteps, loss });
      },
    });
    await told({ kind: "ended", index, result });
  } catch (error) {
    await told({ kind: "refused", index, message: error instanceof Error ? error.message : String(error) });
  }
}

function tell(message: FromSweepWorker): void {
  void told(message);
}

/** Resolves when it is on its way, or when there is nobody to hear it. */
function told(message: FromSweepWorker): Promise<void> {
  return new Promise((resolve) => {
    if (process.send && process.connected) process.send(message, undefined, undefined, () => resolve());
    else resolve();
  });
}
