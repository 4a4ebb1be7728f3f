/**
 * From an experiment to what training takes: the model and its initial parameters, data in memory, the engine's
 * request. Everything that can be wrong with an experiment beyond its own text shows here, before anything is written.
 */
import { createHash, type Hash } from "node:crypto";
import path from "node:path";
import type { Experiment } from "../config";
import type { TokenSet } from "../data";
import type { EngineRequest, TrainingData } from "../engine";
import { firstKeyOf, initialOf, layoutOf, modelOf, type Model, type ParameterLayout } from "../model";
import { loadData } from "./loadData";
import { RunSetupError } from "./setupError";

/** An experiment made ready. */
export interface TrainingProblem {
  readonly model: Model;
  readonly layout: ParameterLayout;
  readonly initial: Float64Array;
  /** Holds the data. */
  readonly request: EngineRequest;
  /** Tells this data from any other. */
  readonly fingerprint: string;
}

/** The same experiment, its data file found from `directory`: it then means the same wherever it is read. */
export function withAbsolutePaths(experiment: Experiment, directory: string): Experiment {
  const { data } = experiment;
  if (data.kind !== "file") return experiment;
  return { ...experiment, data: { ...data, path: path.resolve(directory, data.path) } };
}

/**
 * Draws or reads the data and builds the model. File paths are taken as they are: see `withAbsolutePaths`.
 * @throws RunSetupError when the data do not fit into memory or not to the model
 * @throws NpyError when a data file is not what it should be
 */
export async function prepareProblem(experiment: Experiment): Promise<TrainingProblem> {
  const model = modelOf(experiment.model, experiment.data);
  const { training, validation, sequenceLength } = await loadData(experiment.data, experiment.seed);
  if (firstKeyOf(model) >= sequenceLength) {
    throw new RunSetupError(
      `No position has whole windows before it: model.window is ${model.window}, the sequences have ` +
        `${sequenceLength} tokens before the target. Use a smaller window, or model.boundary "truncate".`,
    );
  }
  const { kind, backend, threads, path: enginePath } = experiment.engine;
  return {
    model,
    layout: layoutOf(model),
    initial: initialOf(model, experiment.model.initial, experiment.seed),
    request: { model, training, validation, kind, backend, threads, path: enginePath },
    fingerprint: fingerprintOf(training, validation),
  };
}

/** SHA-256 of all tokens, and of the law behind those that are drawn as training goes on. */
function fingerprintOf(training: TrainingData, validation: EngineRequest["validation"]): string {
  const hash = createHash("sha256");
  if (training.kind === "fixed") addTokens(hash, training.data);
  else hash.update(JSON.stringify(training));
  if (validation) addTokens(hash, validation);
  return hash.digest("hex");
}

/** In pieces: OpenSSL takes no more than 2 GiB at once. */
function addTokens(hash: Hash, { tokens, count, sequenceLength }: TokenSet): void {
  hash.update(`${count} × ${sequenceLength}`);
  const piece = 2 ** 28;
  for (let at = 0; at < tokens.length; at += piece) hash.update(tokens.subarray(at, at + piece));
}
