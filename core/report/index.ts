/** The face of core/report: run folders read whole, and told as one file that needs nothing else. */
export { readContents, type RunContents } from "./contents";
export { differencesOf } from "./differences";
export { editsOf, unreadableFacts } from "./facts";
export { writeReport, type ReportRequest, type WrittenReport } from "./report";
