/** The sequences of an experiment, in memory: drawn from their law or read from their file, within reason. */
import { stat } from "node:fs/promises";
import type { ChainDataConfig, FileDataConfig, MixedMarkovDataConfig, TokenDataConfig } from "../config";
import {
  drawSequences,
  readTokenFile,
  sliceTokens,
  type ChainLaw,
  type GlobalLaw,
  type TokenSet,
} from "../data";
import type { TrainingData } from "../engine";
import { gigabytes, refuseHuge } from "./memory";
import { RunSetupError } from "./setupError";

export interface LoadedData {
  readonly training: TrainingData;
  /** Null where nothing is held out. */
  readonly validation: TokenSet | null;
  /** L, without the target. */
  readonly sequenceLength: number;
}

/** What Node.js reads of one file at most. */
const largestFile = 2 ** 31;

/** @throws RunSetupError; NpyError for a file that holds no sequences */
export async function loadData(data: TokenDataConfig, seed: number): Promise<LoadedData> {
  return data.kind === "file" ? readData(data) : drawData(data, seed);
}

async function drawData(data: ChainDataConfig, seed: number): Promise<LoadedData> {
  const { sequenceLength, trainSequences, validationSequences, online, batchSize } = data;
  const law = lawOf(data);
  const drawn = online ? batchSize : trainSequences;
  const sequences = drawn + validationSequences;
  const bytes = sequences * (sequenceLength + 1);
  refuseHuge({ sequences, each: `${sequenceLength} tokens and a target`, bytes, online });
  const training: TrainingData = online
    ? { kind: "online", law, seed, batchSize }
    : { kind: "fixed", data: await drawSequences(law, seed, "train", 0, trainSequences) };
  const validation =
    validationSequences > 0 ? await drawSequences(law, seed, "validation", 0, validationSequences) : null;
  return { training, validation, sequenceLength };
}

export function lawOf(data: ChainDataConfig): ChainLaw {
  const { alphabetSize, parents, sequenceLength, prior, initial } = data;
  return {
    alphabetSize,
    parents,
    sequenceLength,
    prior: { alpha: prior.alpha, floor: prior.floor },
    initial,
    ...(data.kind === "mixed-markov" && { global: globalLawOf(data) }),
  };
}

function globalLawOf({ globalWeight, globalParents, globalPrior }: MixedMarkovDataConfig): GlobalLaw {
  const { alpha, floor } = globalPrior;
  return { weight: globalWeight, parents: globalParents, prior: { alpha, floor } };
}

async function readData({ path, alphabetSize, validationSequences }: FileDataConfig): Promise<LoadedData> {
  await refuseUnreadable(path);
  const set = await readTokenFile(path, alphabetSize);
  const trainSequences = set.count - validationSequences;
  if (trainSequences < 1) {
    throw new RunSetupError(
      `${path} holds ${set.count} sequences, and data.validationSequences holds out ${validationSequences}: ` +
        `none are left to train on. Hold out at most ${set.count - 1}.`,
    );
  }
  return {
    training: { kind: "fixed", data: sliceTokens(set, 0, trainSequences) },
    validation: validationSequences > 0 ? sliceTokens(set, trainSequences, set.count) : null,
    sequenceLength: set.sequenceLength,
  };
}

async function refuseUnreadable(path: string): Promise<void> {
  const status = await stat(path).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RunSetupError(`The data file ${path} cannot be read: ${reason}. Correct data.path.`, {
      cause: error,
    });
  });
  if (!status.isFile()) {
    throw new RunSetupError(`data.path names ${path}, which is no regular file: name a .npy file.`);
  }
  const { size } = status;
  if (size <= largestFile) return;
  throw new RunSetupError(
    `The data file ${path} takes ${gigabytes(size)}; at most ${gigabytes(largestFile)} can be read. ` +
      `Save fewer sequences, or one byte a token with array.astype("uint8").`,
  );
}
