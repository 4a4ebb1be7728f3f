/** The scalars of a mixed target's experiment, in memory, within reason. Tokens are loadData's affair. */
import type { MixedDataConfig } from "../config";
import { drawScalars, type ScalarSet } from "../data";
import type { ScalarData } from "../engine";
import { RunSetupError } from "./setupError";

export interface LoadedScalars {
  readonly training: ScalarData;
  /** Null where nothing is held out. */
  readonly validation: ScalarSet | null;
}

/** Four bytes a scalar; what ArrayBuffers and WebAssembly memories hold at most. */
const largestSet = 4e9;

/** @throws RunSetupError for more than fits into memory */
export async function loadScalars(data: MixedDataConfig, seed: number): Promise<LoadedScalars> {
  const { sequenceLength, trainSequences, validationSequences, online, batchSize } = data;
  refuseHuge((online ? batchSize : trainSequences) + validationSequences, sequenceLength, online);
  const draw = (stream: "train" | "validation", count: number) =>
    drawScalars(seed, stream, 0, count, sequenceLength);
  return {
    training: online
      ? { kind: "online", seed, batchSize }
      : { kind: "fixed", data: await draw("train", trainSequences) },
    validation: validationSequences > 0 ? await draw("validation", validationSequences) : null,
  };
}

function refuseHuge(sequences: number, sequenceLength: number, online: boolean): void {
  const bytes = 4 * sequences * sequenceLength;
  if (bytes <= largestSet) return;
  const remedy = online
    ? "Use a smaller data.batchSize or shorter sequences."
    : "Use fewer or shorter sequences, or fresh ones every step with data.online.";
  throw new RunSetupError(
    `${sequences} sequences of ${sequenceLength} scalars would take ${(bytes / 1e9).toFixed(1)} GB of memory; ` +
      `at most ${largestSet / 1e9} GB are allowed. ${remedy}`,
  );
}
