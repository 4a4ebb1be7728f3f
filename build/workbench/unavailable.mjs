/** Why there can be no workbench on this machine. Tests are skipped with the reason; other errors are failures. */
export class Unavailable extends Error {
  name = "Unavailable";
}
