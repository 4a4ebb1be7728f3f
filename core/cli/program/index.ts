/** The face of the table of commands. */
export { createProgram } from "./program";
