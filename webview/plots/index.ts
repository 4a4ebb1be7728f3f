/** The face of the plots: from what the store knows to what charts draw, without DOM. */
export { attentionPlots } from "./attention";
export { fittedPlots, type FittedPlot } from "./fits";
export { gradientPlots } from "./gradients";
export { lossPlots } from "./losses";
export { measurePlots } from "./measures";
export { memo } from "./memo";
export { transitionPlots } from "./mixed";
export { scalarPlots } from "./mixedScalars";
export { ratePlots } from "./rates";
export { ratioPlot } from "./ratios";
export { isComparison, runColour, runName } from "./runs";
export { scalePlot } from "./scale";
export { mechanismColour, sourceColumns } from "./sources";
export { drawnSubsets, sameHeads, weightPlots } from "./weights";
