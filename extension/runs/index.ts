/** The face of extension/runs: the workspace's runs, on disk and under way, and how they go to the trash and back. */
export { beginRun, type BeginOptions } from "./begin";
export { resumeFolder } from "./resumeFolder";
export { RunIndex } from "./runIndex";
export { viewOf, type RunView } from "./runView";
export { WorkspaceRuns } from "./workspaceRuns";
export { discard, emptyTrash, restore, trashedIn, type Discarded } from "./trash";
