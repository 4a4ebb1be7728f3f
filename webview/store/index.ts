/** The face of the page's store: plain data and pure functions, without DOM. */
export { coalesced, received } from "./receive";
export { waiting, type InspectorState, type ShownContent, type ShownRun, type Snapshot } from "./state";
export { isGoingOn, newestOf, standingOf, type Newest, type Standing } from "./standing";
export { actionsOn, hasPace, isUnreadable, paces } from "./controls";
export { circuitOf, type Circuit } from "./circuit";
export { hasLosses, lossSeries, scaleSeries, validationSeries, weightSeries, type Series } from "./curves";
