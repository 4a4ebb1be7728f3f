/** The face of core/inspect: what trained parameters say, as plain data. Runs in a browser. */
export { describeHeads, headName, type HeadDescription } from "./heads";
export { describeSubsets, type SubsetDescription } from "./subsets";
