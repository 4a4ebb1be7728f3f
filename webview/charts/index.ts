/** The face of the charts: <induction-curves> and what it is told. Chart.js is known in here alone. */
export { InductionCurves, type PointEvent } from "./curves";
export type { Curve, Mark, Plot } from "./plot";
