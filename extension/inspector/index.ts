/** The face of extension/inspector: panels that show runs, and what they measure of themselves. */
export { Inspectors, inspectorViewType } from "./inspectors";
export type { InspectorPanel, PanelRequest } from "./inspectorPanel";
export { pageHtml } from "./html";
