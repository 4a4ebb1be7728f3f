/** The face of core/engine: loss and gradients of a model on a device, and which devices there are. */
export { engineKinds } from "./engine";
export type {
  Engine,
  EngineDescription,
  EngineKind,
  EngineRequest,
  MixedRequest,
  ScalarData,
  TokenRequest,
  TrainingData,
} from "./engine";
export { createEngine } from "./create";
export { backendNames, type BackendName } from "./tfjs";
export {
  EngineAbsentError,
  EngineInstallError,
  enginePackages,
  enginesFolder,
  installedVersions,
  installPackages,
  removePackages,
  type PackagesId,
} from "./installed";
export {
  probeCommand,
  probedEngines,
  probeEngines,
  serveProbe,
  type EngineProbe,
  type ProbedEngine,
} from "./probe";
