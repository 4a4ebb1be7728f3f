/** The face of the plots: from what the store knows to what charts draw, without DOM. */
export { lossPlots } from "./losses";
export { isComparison, runColour, runName, shortSubsetName } from "./runs";
export { scalePlot } from "./scale";
export { drawnSubsets, sameHeads, weightPlots } from "./weights";
