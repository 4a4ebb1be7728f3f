/** The face of core/config: experiment files, their schema, presets and everything that can be wrong with them. */
export { experimentFromValue, parseExperiment, type ParseOptions, type ParseResult } from "./parse";
export { describeProblem, formatProblem, type Finding, type Problem } from "./problems";
export { readDocument, type Document, type DocumentKind } from "./document";
export type { Fix, TextEdit } from "./fixes/fix";
export { fixEdits, withEdits } from "./fixes/fixEdits";
export { experimentOutline, type OutlineItem } from "./outline";
export { parsePath, pathText, replaceAt, type Path } from "./paths";
export { readSource, type Source } from "./source";
export { nearest } from "./nearest";
export { allowedBy, discriminators, experimentJsonSchema, valuesOf, type FieldSchema } from "./jsonSchema";
export { experimentFields, type ExperimentField, type FieldChoice } from "./fields";
export type { Preset, PresetId } from "./preset";
export { presets, presetText } from "./presets";
export { limitSteps, totalSteps } from "./steps";
export { alphaRange } from "./dataSchema";
export { roman } from "./changeWords";
export { compareExperiments, type Change } from "./compare";
export { continuation, type Continuation, type TrainingPlace } from "./continuation";
export { stageName, trainableGroups } from "./trainingSchema";
export { familyGroups, groupsOf, type Family, type TokenFamily, type TrainableGroup } from "./families";
export { areChains, isMixed, isOfTokens } from "./schema";
export type {
  ChainDataConfig,
  DataConfig,
  EngineConfig,
  Experiment,
  ExperimentSource,
  FileDataConfig,
  MarkovDataConfig,
  MixedDataConfig,
  MixedExperiment,
  MixedMarkovDataConfig,
  MixedModelConfig,
  ModelConfig,
  OptimizerConfig,
  RecordConfig,
  StageConfig,
  TokenDataConfig,
  TokenExperiment,
  TrainingConfig,
  TransformerConfig,
} from "./schema";
