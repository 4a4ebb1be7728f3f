/** The face of core/sweep: many runs of one experiment, on this machine or another, and the table of what came out. */
export type { Member, MeasureValue, MemberResult, MemberValue, SweepPlan } from "./plan";
export { memberDirectory, memberName, resultFile, sweepPaths, type SweepPaths } from "./sweepPaths";
