/** The face of the page's colours. */
export { heatColour, inkOn } from "./heat";
export { contrast, seriesColours, seriesCount } from "./palette";
export { readTheme, watchTheme, type Theme } from "./theme";
