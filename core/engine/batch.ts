/** The sequences of a step, for engines that take them as they are. */
import { drawSequences, type TokenSet } from "../data";
import type { TrainingData } from "./engine";

/** The fixed set, or the fresh batch that belongs to `step`. */
export function batchOf(training: TrainingData, step: number): TokenSet | Promise<TokenSet> {
  if (training.kind === "fixed") return training.data;
  const { law, seed, batchSize } = training;
  return drawSequences(law, seed, "online", step * batchSize, batchSize);
}
