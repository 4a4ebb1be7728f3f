/** How a command ends: its exit codes, and the errors that are the caller's to mend. */
import { constants } from "node:os";
import type { Problem } from "../config";

export const ExitCode = {
  done: 0,
  /** A run failed, or a verification did not pass. */
  failed: 1,
  /** Something that was asked for makes no sense; nothing was changed. */
  badInput: 2,
} as const;

/** What shells report of a program that a signal ended: 130 after Ctrl-C. */
export function exitCodeOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/** A request that cannot be met as it was made; the message says why and what to do. */
export class InputError extends Error {
  override readonly name = "InputError";
  constructor(
    message: string,
    /** What it comes down to, fault by fault, where there may be several. */
    readonly details: readonly string[] = [],
    /** The same of an experiment, for programs. */
    readonly problems?: readonly Problem[],
  ) {
    super(message);
  }
}

/** By name, so that reporting an error does not load the rooms it may come from. */
const badInputErrors = [
  ...["InputError", "RunSetupError", "RunFolderError", "NpyError", "SweepError", "EngineAbsentError"],
];

/** Whether an error, ours or another room's, is the caller's to mend; its message is made for them. */
export function isBadInput(error: unknown): error is Error {
  return error instanceof Error && badInputErrors.includes(error.name);
}
