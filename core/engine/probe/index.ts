/** The face of core/engine/probe: which engines this machine has. */
export { probedEngines, type EngineProbe, type ProbedEngine } from "./engines";
export { probeEngine } from "./probeEngine";
export { probeCommand, probeEngines, serveProbe } from "./processes";
