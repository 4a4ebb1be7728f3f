/** The face of extension/views: what stands in the side bar and the status bar. */
export {
  ExperimentTree,
  type CheckpointNode,
  type ExperimentNode,
  type RunNode,
  type TreeNode,
} from "./experimentTree";
export { RunStatusBar } from "./runStatusBar";
export { ExperimentCodeLenses } from "./codeLenses";
export { SweepCodeLenses } from "./sweepLenses";
export type { MemberNode, SweepFileNode, SweepNode } from "./sweepBranch";
