/** Ctrl-C and its kin: the first asks for an orderly end, the second is the system's to carry out, at once. */

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface Interruption {
  /** The signal that came, if one did. */
  readonly signal: NodeJS.Signals | undefined;
  /** Leaves signals to the system again. */
  release(): void;
}

/** Calls `stop` at the first signal. After that none is caught any more: the next one ends the process. */
export function onInterruption(stop: (signal: NodeJS.Signals) => void): Interruption {
  let received: NodeJS.Signals | undefined;
  const release = () => signals.forEach((signal) => process.off(signal, receive));
  const receive = (signal: NodeJS.Signals) => {
    received = signal;
    release();
    stop(signal);
  };
  signals.forEach((signal) => process.on(signal, receive));
  return {
    get signal() {
      return received;
    },
    release,
  };
}
