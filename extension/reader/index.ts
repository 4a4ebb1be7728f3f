/** The face of extension/reader: run folders read in a thread, so that the extension host is never held up. */
export { RunReader } from "./reader";
export type {
  RowDiagnosis,
  RunContents,
  RunRow,
  SweepFileReading,
  SweepMoment,
  SweepReading,
  SweepRow,
} from "./answers";
