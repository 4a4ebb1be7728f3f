/** A forked process that trains members, and the line to it. Which member it trains is pool.ts's choice. */
import { fork, type ChildProcess } from "node:child_process";
import { workerCommand, type FromSweepWorker, type ToSweepWorker } from "./messages";

export interface WorkerListener {
  receive(message: FromSweepWorker): void;
  /** The process has ended, in these words; nothing comes any more. */
  ended(how: string): void;
}

/** Characters of standard error that are kept. */
const keptWords = 2_000;

export class WorkerProcess {
  readonly #child: ChildProcess;
  #lastWords = "";
  #ended = false;

  /** @param program dist/cli.cjs */
  constructor(program: string, directory: string, listener: WorkerListener) {
    this.#child = fork(program, [workerCommand, directory], {
      serialization: "advanced",
      // Within an editor its own Node runs it. A debugger's flags are not for the worker.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-keptWords);
    });
    // The only sender is the worker of this very program.
    this.#child.on("message", (message) => listener.receive(message as FromSweepWorker));
    this.#child.once("error", (error) => this.end(listener, error.message));
    // Not "exit": what it said before its end is to be heard first.
    this.#child.once("close", (code, signal) =>
      this.end(listener, ending(code, signal, this.#lastWords.trim())),
    );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Lost where the process is gone: `ended` tells of that. */
  send(message: ToSweepWorker): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  private end(listener: WorkerListener, how: string): void {
    if (this.#ended) return;
    this.#ended = true;
    listener.ended(how);
  }
}

function ending(code: number | null, signal: NodeJS.Signals | null, lastWords: string): string {
  const how = signal === null ? `ended with exit code ${code ?? "unknown"}` : `was ended by ${signal}`;
  return lastWords === "" ? how : `${how}: ${lastWords}`;
}
