/** The face of extension/retrain: editing an experiment beside its inspector, and training it anew as it changes. */
export { LiveRetrain } from "./liveRetrain";
