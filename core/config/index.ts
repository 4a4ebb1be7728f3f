/** The face of core/config: experiment files, their schema, presets and everything that can be wrong with them. */
export { experimentFromValue, parseExperiment, type ParseOptions, type ParseResult } from "./parse";
export { describeProblem, formatProblem, type Problem } from "./problems";
export type { Path } from "./paths";
export { experimentJsonSchema, type FieldSchema } from "./jsonSchema";
export { presets, presetText, type Preset, type PresetId } from "./presets";
export { limitSteps, totalSteps } from "./steps";
export { trainableGroups } from "./trainingSchema";
export type {
  DataConfig,
  EngineConfig,
  Experiment,
  ExperimentSource,
  FileDataConfig,
  MarkovDataConfig,
  ModelConfig,
  OptimizerConfig,
  RecordConfig,
  StageConfig,
  TrainingConfig,
} from "./schema";
