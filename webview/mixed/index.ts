/** The face of the mixed target's pieces: what one sequence does in its heads, drawn, told and chosen. */
export { rowsFigure } from "./rowsFigure";
export { ScalarRows, type PositionEvent } from "./rows";
export { ScalarSource } from "./source";
export { formulaNumber } from "./number";
export { mixedSteps, mixedTraceStyles } from "./trace";
