/** The face of extension/: what VS Code calls. */
export { activate, deactivate } from "./extension";
