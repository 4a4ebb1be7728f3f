/** The face of extension/experiments: the workspace's experiment files. */
export { ExperimentFiles, isExperimentFile, type ExperimentFile } from "./experimentFiles";
export { ending, exists, faultOfName, nameOf } from "./fileNames";
export { checkedExperiment, readExperiment, type ReadExperiment } from "./readExperiment";
