/** The face of the views: importing it makes <induction-inspector> and its parts known to the browser. */
export { InductionInspector } from "./inspector";
