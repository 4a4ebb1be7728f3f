/** The face of the line to the extension host. */
export { connectHost, type Host } from "./host";
export { savedView, type SavedView } from "./savedView";
