/** The face of the charts: <induction-curves> and what it is told. Chart.js is known in here alone. */
export { axisUnit, levelOf, logValueTicks, placeAt, placeTicks, positionOf, valueTicks } from "./axis";
export { fitting } from "./markWords";
export { onSight } from "./sight";
export { InductionCurves, type ChooseEvent, type PointEvent } from "./curves";
export { curvesFigure } from "./figure";
export { legendStyles } from "./legend";
export type { Curve, Mark, Plot } from "./plot";
