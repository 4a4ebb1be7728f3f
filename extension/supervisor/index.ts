/** The face of extension/supervisor: the runs that this window trains, each in a process of its own. */
export { GoingOn, type LeftBehind } from "./goingOn";
export { Supervisor, type Slot } from "./supervisor";
export { TrainedRun, type Ending, type TrainedState } from "./trainedRun";
export type { RunRequest } from "./request";
export type { FrameWatcher } from "./audience";
