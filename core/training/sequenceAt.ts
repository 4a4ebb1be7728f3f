/**
 * One sequence of an experiment's data, the very tokens that training sees, without the rest: for those who look at
 * single sequences. All of them at once are loadData's affair.
 */
import {
  totalSteps,
  type ChainDataConfig,
  type FileDataConfig,
  type MixedDataConfig,
  type MixedExperiment,
  type TokenExperiment,
} from "../config";
import { drawScalars, drawSequences, readTokenRow, type SequenceStream } from "../data";
import { lawOf } from "./loadData";
import { RunSetupError } from "./setupError";

export interface DataPlace {
  readonly set: "train" | "validation";
  /** From 0. With fresh batches, those of the first step come first, then those of the next. */
  readonly index: number;
}

export interface SequenceOfData {
  /** Sequences in the set; with fresh batches, as many as all steps take. */
  readonly count: number;
  /** x_1 … x_L and the target x_{L+1}, values 0 … d−1. */
  readonly tokens: Uint8Array;
}

/**
 * File paths are taken as they are: see `withAbsolutePaths`. A file that has changed since a run was trained on it
 * gives what it holds now.
 * @throws RunSetupError when there is no such sequence, or the file cannot be read
 * @throws NpyError when the file holds no sequences
 */
export async function sequenceAt(experiment: TokenExperiment, place: DataPlace): Promise<SequenceOfData> {
  const { data, seed } = experiment;
  if (data.kind === "file") return readSequence(data, place);
  const [stream, count] = streamOf(data, place, totalSteps(experiment));
  refuseOutside(place, count);
  const { tokens } = await drawSequences(lawOf(data), seed, stream, place.index, 1);
  return { count, tokens };
}

/** The same of the mixed target. */
export interface ScalarsOfData {
  readonly count: number;
  /** x_1 … x_L, in single precision as they were drawn. */
  readonly scalars: Float64Array;
}

/** @throws RunSetupError when there is no such sequence */
export async function scalarsAt(experiment: MixedExperiment, place: DataPlace): Promise<ScalarsOfData> {
  const { data, seed } = experiment;
  const [stream, count] = streamOf(data, place, totalSteps(experiment));
  refuseOutside(place, count);
  const { scalars } = await drawScalars(seed, stream, place.index, 1, data.sequenceLength);
  return { count, scalars: Float64Array.from(scalars) };
}

function streamOf(
  { online, batchSize, trainSequences, validationSequences }: ChainDataConfig | MixedDataConfig,
  { set }: DataPlace,
  steps: number,
): readonly [stream: SequenceStream, count: number] {
  if (set === "validation") return ["validation", validationSequences];
  return online
    ? ["online", Math.min(batchSize * steps, Number.MAX_SAFE_INTEGER)]
    : ["train", trainSequences];
}

/** The last rows of a file are held out. */
async function readSequence(data: FileDataConfig, place: DataPlace): Promise<SequenceOfData> {
  const { path, alphabetSize, validationSequences } = data;
  const setOf = (rows: number) => {
    const held = Math.min(rows, validationSequences);
    return place.set === "train" ? { first: 0, count: rows - held } : { first: rows - held, count: held };
  };
  const rowOf = (rows: number) => {
    const { first, count } = setOf(rows);
    refuseOutside(place, count);
    return first + place.index;
  };
  const { count, tokens } = await readTokenRow(path, alphabetSize, rowOf).catch((error: unknown) => {
    throw isSystemError(error) ? unreadable(path, error) : error;
  });
  return { count: setOf(count).count, tokens };
}

function refuseOutside({ set, index }: DataPlace, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  const name = set === "train" ? "training" : "validation";
  if (count > 0) {
    throw new RunSetupError(
      `There is no ${name} sequence ${index}: counted from 0, they end with ${count - 1}.`,
    );
  }
  throw new RunSetupError(
    set === "train"
      ? "There are no training sequences: all that the file holds are held out for validation."
      : "There are no validation sequences: nothing is held out.",
  );
}

function unreadable(path: string, error: Error): RunSetupError {
  return new RunSetupError(
    `The data file ${path} cannot be read: ${error.message}. Put it back where it was to look at its sequences.`,
    { cause: error },
  );
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}
