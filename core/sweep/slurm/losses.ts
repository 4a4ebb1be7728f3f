/** How a task ended that left no result: in words, and whether it is worth another try. */
import { unreadable } from "./arrayScript";
import type { Loss } from "./jobsFile";
import type { TaskEnd } from "./taskStates";

/** @param end undefined where Slurm no longer knows the task */
export function lossOf(end: TaskEnd | undefined): Loss {
  if (!end) return lost("its task is gone, and Slurm no longer knows how it ended");
  if (end.state === "CANCELLED") return { kind: "cancelled", words: "it was cancelled (scancel)" };
  return lost(words(end));
}

function lost(words: string): Loss {
  return { kind: "lost", words };
}

function words({ state, reason, exitCode, signal }: TaskEnd): string {
  const known = wordsOfState[state];
  if (known !== undefined) return known;
  // Slurm's own code for a task that could not be started.
  if (reason === "JobLaunchFailure") return "Slurm could not start it (JobLaunchFailure)";
  if (signal > 0) return `its process was killed (signal ${signal})`;
  if (exitCode === unreadable) {
    return "its machine does not see the sweep's folder, which has to lie on a file system that all of them share";
  }
  if (exitCode === 127) {
    return "its machine does not find Node or this program (say how with --node-command)";
  }
  if (exitCode) return `it ended with exit code ${exitCode}`;
  return `it ended without leaving a result (${state})`;
}

const wordsOfState: Readonly<Partial<Record<string, string>>> = {
  TIMEOUT: "it ran into its time limit (give it more: --time)",
  DEADLINE: "it ran into its deadline",
  OUT_OF_MEMORY: "it ran out of memory (give it more: --memory)",
  NODE_FAIL: "its machine failed",
  BOOT_FAIL: "its machine did not start",
  PREEMPTED: "it had to give way to another job",
};
