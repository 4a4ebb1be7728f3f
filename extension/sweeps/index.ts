/** The face of extension/sweeps: sweep files, sweeps on disk and under way, and the panels that show them. */
export { isSweepFile, sweepEnding, SweepFiles, sweepNameOf, type SweepFile } from "./sweepFiles";
export { SweepIndex } from "./sweepIndex";
export type { SweepEnding, SweepProcess } from "./sweepProcess";
export { type SweepPanelRequest } from "./sweepPanel";
export { SweepPanels, sweepViewType } from "./sweepPanels";
export { sweepViewOf, type SweepView } from "./sweepView";
export { WorkspaceSweeps } from "./workspaceSweeps";
