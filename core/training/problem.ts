/**
 * From an experiment to what training takes: the model and its initial parameters, data in memory, the engine's
 * request. Everything that can be wrong with an experiment beyond its own text shows here, before anything is written.
 */
import { createHash, type Hash } from "node:crypto";
import path from "node:path";
import { isMixed, isOfTokens, type Experiment, type MixedExperiment, type TokenExperiment } from "../config";
import type { TokenSet } from "../data";
import type { EngineRequest, MixedRequest, TokenRequest } from "../engine";
import {
  firstKeyOf,
  initialOf,
  layoutOf,
  mixedInitial,
  modelOf,
  type MixedModel,
  type Model,
  type ParameterLayout,
} from "../model";
import { loadData } from "./loadData";
import { loadScalars } from "./mixedData";
import { RunSetupError } from "./setupError";

/** An experiment made ready. */
export interface TrainingProblem {
  readonly model: Model | MixedModel;
  readonly layout: ParameterLayout;
  readonly initial: Float64Array;
  /** Holds the data. */
  readonly request: EngineRequest;
  /** Tells this data from any other. */
  readonly fingerprint: string;
}

/** One of tokens. */
export interface TokenProblem extends TrainingProblem {
  readonly model: Model;
  readonly request: TokenRequest;
}

/** The same experiment, its data file found from `directory`: it then means the same wherever it is read. */
export function withAbsolutePaths<Any extends Experiment>(experiment: Any, directory: string): Any {
  const { data } = experiment;
  if (data.kind !== "file") return experiment;
  return { ...experiment, data: { ...data, path: path.resolve(directory, data.path) } };
}

/**
 * Draws or reads the data and builds the model. File paths are taken as they are: see `withAbsolutePaths`.
 * @throws RunSetupError when the data do not fit into memory or not to the model
 * @throws NpyError when a data file is not what it should be
 */
export async function prepareProblem(experiment: TokenExperiment): Promise<TokenProblem>;
export async function prepareProblem(experiment: Experiment): Promise<TrainingProblem>;
export async function prepareProblem(experiment: Experiment): Promise<TrainingProblem> {
  if (isMixed(experiment)) return mixedProblem(experiment);
  if (isOfTokens(experiment)) return tokenProblem(experiment);
  throw unpaired(experiment);
}

/** What an experiment trains. @throws RunSetupError where its data and its model do not go together */
export function modelTrained(experiment: Experiment): Model | MixedModel {
  if (isOfTokens(experiment)) return modelOf(experiment.model, experiment.data);
  if (!isMixed(experiment)) throw unpaired(experiment);
  return mixedModel(experiment);
}

function mixedModel({ data: { mixing, sharpness, sequenceLength } }: MixedExperiment): MixedModel {
  return { family: "mixed-target", target: { mixing, sharpness }, sequenceLength };
}

/** The check of an experiment's file says it better; this is for what was never checked. */
function unpaired({ data, model }: Experiment): RunSetupError {
  return new RunSetupError(
    `Data of the kind ${data.kind} and a model of the family ${model.family} do not go together: mixed-target is for both or for neither.`,
  );
}

async function mixedProblem(experiment: MixedExperiment): Promise<TrainingProblem> {
  const model = mixedModel(experiment);
  const { training, validation } = await loadScalars(experiment.data, experiment.seed);
  const request: MixedRequest = { model, training, validation, ...deviceOf(experiment) };
  return {
    model,
    layout: layoutOf(model),
    initial: mixedInitial(experiment.model.initial),
    request,
    fingerprint: scalarFingerprint(request),
  };
}

function deviceOf({ engine: { kind, backend, threads, path } }: Experiment) {
  return { kind, backend, threads, path };
}

async function tokenProblem(experiment: TokenExperiment): Promise<TokenProblem> {
  const model = modelOf(experiment.model, experiment.data);
  const { training, validation, sequenceLength } = await loadData(experiment.data, experiment.seed);
  if (firstKeyOf(model) >= sequenceLength) {
    throw new RunSetupError(
      `No position has whole windows before it: model.window is ${model.window}, the sequences have ` +
        `${sequenceLength} tokens before the target. Use a smaller window, or model.boundary "truncate".`,
    );
  }
  return {
    model,
    layout: layoutOf(model),
    initial: initialOf(model, experiment.model.initial, experiment.seed),
    request: { model, training, validation, ...deviceOf(experiment) },
    fingerprint: fingerprintOf(training, validation),
  };
}

/** SHA-256 of all tokens, and of the law behind those that are drawn as training goes on. */
function fingerprintOf(training: TokenRequest["training"], validation: TokenSet | null): string {
  const hash = createHash("sha256");
  if (training.kind === "fixed") addTokens(hash, training.data);
  else hash.update(JSON.stringify(training));
  if (validation) addTokens(hash, validation);
  return hash.digest("hex");
}

/** Of scalars, too, whose law is their length. */
function scalarFingerprint({ model: { sequenceLength }, training, validation }: MixedRequest): string {
  const hash = createHash("sha256");
  if (training.kind === "fixed") hash.update(training.data.scalars);
  else hash.update(JSON.stringify({ ...training, sequenceLength }));
  if (validation) hash.update(validation.scalars);
  return hash.digest("hex");
}

/** In pieces: OpenSSL takes no more than 2 GiB at once. */
function addTokens(hash: Hash, { tokens, count, sequenceLength }: TokenSet): void {
  hash.update(`${count} × ${sequenceLength}`);
  const piece = 2 ** 28;
  for (let at = 0; at < tokens.length; at += piece) hash.update(tokens.subarray(at, at + piece));
}
