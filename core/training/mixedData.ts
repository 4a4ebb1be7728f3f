/** The scalars of a mixed target's experiment, in memory, within reason. Tokens are loadData's affair. */
import type { MixedDataConfig } from "../config";
import { drawScalars, type ScalarSet } from "../data";
import type { ScalarData } from "../engine";
import { refuseHuge } from "./memory";

export interface LoadedScalars {
  readonly training: ScalarData;
  /** Null where nothing is held out. */
  readonly validation: ScalarSet | null;
}

/** @throws RunSetupError for more than fits into memory */
export async function loadScalars(data: MixedDataConfig, seed: number): Promise<LoadedScalars> {
  const { sequenceLength, trainSequences, validationSequences, online, batchSize } = data;
  const sequences = (online ? batchSize : trainSequences) + validationSequences;
  refuseHuge({ sequences, each: `${sequenceLength} scalars`, bytes: 4 * sequences * sequenceLength, online });
  const draw = (stream: "train" | "validation", count: number) =>
    drawScalars(seed, stream, 0, count, sequenceLength);
  return {
    training: online
      ? { kind: "online", seed, batchSize }
      : { kind: "fixed", data: await draw("train", trainSequences) },
    validation: validationSequences > 0 ? await draw("validation", validationSequences) : null,
  };
}
