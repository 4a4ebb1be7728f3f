/** The face of the heat maps: <induction-heat-map>, <induction-head-strips>, <induction-heat-legend> and their colours. */
export { HeatCells } from "./cells";
export { greatestDifference, trackAxisOf, trackOf, type TrackAxis } from "./columns";
export { roundedSize, roundedUp, type Cell, type Heat, type Seen } from "./heat";
export { type Labels } from "./labels";
export { HeatLegend, rangeWord } from "./legend";
export { HeatMap } from "./map";
export { fillCanvas } from "./paint";
export { colourOf, heatSvg, legendSvg } from "./picture";
export { RowsInTime } from "./rowsInTime";
export { stripsFigure } from "./stripsFigure";
export { HeadStrips } from "./strips";
