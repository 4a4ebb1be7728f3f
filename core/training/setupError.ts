/** An experiment or a run that cannot be trained as things stand; the message says why and what to do. */
export class RunSetupError extends Error {
  override readonly name = "RunSetupError";
}

/** A run that cannot go on with a changed experiment: it takes a new run. */
export class RestartNeeded extends RunSetupError {
  constructor(
    message: string,
    /** What forces it, without a full stop: `heads 3 → 4 changes the model`. */
    readonly reason: string,
  ) {
    super(message);
  }
}
