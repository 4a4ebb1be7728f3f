/** How much data an experiment may hold in memory, and what is said of more. */
import { RunSetupError } from "./setupError";

/** What ArrayBuffers and WebAssembly memories hold at most. */
const largestSet = 4e9;

interface Held {
  readonly sequences: number;
  /** What one of them is: `100 tokens and a target`. */
  readonly each: string;
  /** Of all together. */
  readonly bytes: number;
  readonly online: boolean;
}

/** @throws RunSetupError for more than fits */
export function refuseHuge({ sequences, each, bytes, online }: Held): void {
  if (bytes <= largestSet) return;
  const remedy = online
    ? "Use a smaller data.batchSize or shorter sequences."
    : "Use fewer or shorter sequences, or fresh ones every step with data.online.";
  throw new RunSetupError(
    `${sequences} sequences of ${each} would take ${gigabytes(bytes)} of memory; ` +
      `at most ${gigabytes(largestSet)} are allowed. ${remedy}`,
  );
}

export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0)} GB`;
}
