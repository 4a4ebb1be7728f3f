/** The face of core/engine/tfjs within core/engine. */
export { openBackend, type OpenedBackend } from "./backend";
export { backendNames, type AbsentBackend, type BackendName, type Tf } from "./backends";
export { createTfjsEngine } from "./tfjsEngine";
