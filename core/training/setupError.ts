/** An experiment or a run that cannot be trained as things stand; the message says why and what to do. */
export class RunSetupError extends Error {
  override readonly name = "RunSetupError";
}
