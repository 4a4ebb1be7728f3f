/** The face of the page's colours. */
export { differenceColour, heatColour, heatTable, inkOn, type HeatScale } from "./heat";
export { contrast, seriesColours, seriesCount } from "./palette";
export { readTheme, watchTheme, type Theme } from "./theme";
export { styled } from "./styled";
