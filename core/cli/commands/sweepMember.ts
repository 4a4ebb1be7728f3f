/** `sweep-member`: one run of a sweep, for jobs of a cluster. */
import { trainMember } from "../../sweep";
import { exitCodeOfSignal, ExitCode } from "../exit";
import { onInterruption } from "../interruption";
import type { Output } from "../output";

export interface SweepMemberOptions {
  readonly takeOver?: boolean;
}

/** Signals, such as a cluster's before its time limit, stop it with a checkpoint. */
export async function sweepMember(
  directory: string,
  index: number,
  { takeOver = false }: SweepMemberOptions,
  output: Output,
): Promise<number> {
  const stopping = new AbortController();
  const interruption = onInterruption(() => stopping.abort());
  try {
    const result = await trainMember(directory, index, { signal: stopping.signal, takeOver });
    if (!result) {
      output.line(`Run ${index} was stopped, with a checkpoint.`);
      return interruption.signal ? exitCodeOfSignal(interruption.signal) : ExitCode.failed;
    }
    output.object("member", result);
    if (result.failure !== null) output.error(result.failure);
    else output.line(`Run ${index} is done.`);
    return result.state === "done" ? ExitCode.done : ExitCode.failed;
  } finally {
    interruption.release();
  }
}
