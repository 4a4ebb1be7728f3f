/** The way to the process that forked this one, by Node's own channel with advanced serialisation. */
import type { FromWorker, ToWorker } from "../protocol";

export interface HostChannel {
  /** Never throws: where nobody listens any more, `onGone` tells. */
  send(message: FromWorker): void;
  onMessage(receive: (message: ToWorker) => void): void;
  /** The host ended or let go. */
  onGone(react: () => void): void;
  /** Lets this process end, all messages sent. */
  close(): void;
}

/** @throws Error when this process was not forked */
export function parentChannel(): HostChannel {
  if (!process.send) throw new Error("This program is started by Induction Lab's extension, not by hand.");
  let unsent = 0;
  let closing = false;
  // What is still on its way is lost with the channel, and a large frame takes a while.
  const closeIfWished = () => {
    if (closing && unsent === 0 && process.connected) process.disconnect();
  };
  return {
    send(message) {
      if (!process.connected) return;
      unsent++;
      process.send?.(message, undefined, undefined, () => {
        unsent--;
        closeIfWished();
      });
    },
    onMessage(receive) {
      // The only sender is the extension host of the same version.
      process.on("message", (message) => receive(message as ToWorker));
    },
    onGone(react) {
      process.once("disconnect", react);
    },
    close() {
      closing = true;
      closeIfWished();
    },
  };
}
