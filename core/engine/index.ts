/** The face of core/engine: loss and gradients of a model on a device. */
export type { Engine, EngineDescription, EngineKind, EngineRequest, TrainingData } from "./engine";
export { createEngine } from "./create";
