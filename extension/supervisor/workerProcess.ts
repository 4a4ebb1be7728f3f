/**
 * One forked process (dist/worker.cjs) and the line to it. It knows nothing of runs: messages go both ways, and it
 * tells how the process ended, whatever the reason.
 */
import { fork, type ChildProcess } from "node:child_process";
import type { FromWorker, ToWorker } from "../../core/protocol";
import { childEnvironment } from "../childEnvironment";

export interface WorkerListener {
  receive(message: FromWorker): void;
  /** The process has ended; nothing comes any more. */
  ended(exit: WorkerExit): void;
}

export interface WorkerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines it wrote to standard error. */
  readonly lastWords: string;
}

/** Characters of standard error that are kept. */
const keptWords = 4_000;

export class WorkerProcess {
  readonly #child: ChildProcess;
  #lastWords = "";
  #ended = false;

  /** @param program dist/worker.cjs */
  constructor(program: string, listener: WorkerListener) {
    this.#child = fork(program, [], {
      serialization: "advanced",
      env: childEnvironment(),
      // The editor's debugger's flags are not for the worker.
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-keptWords);
    });
    // The only sender is the worker program of this very version.
    this.#child.on("message", (message) => listener.receive(message as FromWorker));
    this.#child.once("error", (error) =>
      this.end(listener, { code: null, signal: null, lastWords: error.message }),
    );
    // Not "exit": what it wrote and sent before its end is to be heard first.
    this.#child.once("close", (code, signal) => {
      this.end(listener, { code, signal, lastWords: this.#lastWords.trim() });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Lost where the process is gone: `ended` tells of that. */
  send(message: ToWorker): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** For a process that no longer listens. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  private end(listener: WorkerListener, exit: WorkerExit): void {
    if (this.#ended) return;
    this.#ended = true;
    listener.ended(exit);
  }
}
