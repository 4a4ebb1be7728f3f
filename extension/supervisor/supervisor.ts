/**
 * All runs that this window trains: so many at a time, the others in a queue. What goes on is written into the
 * workspace's memory, so that a window that was closed or reloaded finds what it left behind.
 */
import * as vscode from "vscode";
import type { Pace } from "../../core/protocol";
import { directoryOf, type RunRequest } from "./request";
import { TrainedRun, type Ending } from "./trainedRun";

export interface SupervisorParts {
  /** dist/worker.cjs */
  readonly program: string;
  readonly log: vscode.LogOutputChannel;
  readonly memory: vscode.Memento;
  /** Runs that may train at the same time. */
  readonly limit: () => number;
}

export interface StartOptions {
  readonly pace?: Pace;
  readonly paused?: boolean;
  /** Does not wait for others: it takes the place of a run that has just been stopped. */
  readonly urgent?: boolean;
}

const memoryKey = "runsGoingOn";

export class Supervisor {
  readonly #runs = new Map<string, TrainedRun>();
  readonly #changed = new vscode.EventEmitter<TrainedRun>();
  readonly #ended = new vscode.EventEmitter<{ readonly run: TrainedRun; readonly ending: Ending }>();
  /** A run came, or something about it is different. */
  readonly onDidChange = this.#changed.event;
  /** A run is over and not among `runs` any more. */
  readonly onDidEnd = this.#ended.event;
  #leaving = false;

  constructor(private readonly parts: SupervisorParts) {}

  /** In the order in which they were asked for. */
  get runs(): readonly TrainedRun[] {
    return [...this.#runs.values()];
  }

  get(directory: string): TrainedRun | undefined {
    return this.#runs.get(directory);
  }

  /** Starts the run, or puts it into the queue. One that goes on already is returned as it is. */
  start(request: RunRequest, { pace = null, paused = false, urgent = false }: StartOptions = {}): TrainedRun {
    const known = this.#runs.get(directoryOf(request));
    if (known) return known;
    const { program, log } = this.parts;
    const run = new TrainedRun({ request, pace, paused, program, log });
    this.#runs.set(run.directory, run);
    run.onDidChange(() => this.#changed.fire(run));
    void run.ended.then((ending) => this.remove(run, ending));
    this.remember();
    if (urgent) run.launch();
    else this.launchNext();
    this.#changed.fire(run);
    return run;
  }

  /** Looks whether more runs may train now. */
  launchNext(): void {
    if (this.#leaving) return;
    for (const run of this.runs) {
      const going = this.runs.filter(({ state }) => state !== "queued").length;
      if (run.state === "queued" && going < this.parts.limit()) run.launch();
    }
  }

  /** What an earlier window left going on or waiting; forgotten with this call. */
  takeLeftBehind(): readonly RunRequest[] {
    const left = this.parts.memory.get<readonly RunRequest[]>(memoryKey, []);
    this.remember();
    return left.filter((request) => !this.#runs.has(directoryOf(request)));
  }

  /** Stops everything in good order; what went on stays in the workspace's memory for the next window. */
  async leave(): Promise<void> {
    this.#leaving = true;
    await Promise.all(this.runs.map((run) => run.leave()));
  }

  private remove(run: TrainedRun, ending: Ending): void {
    this.#runs.delete(run.directory);
    this.remember();
    this.launchNext();
    this.#ended.fire({ run, ending });
  }

  private remember(): void {
    if (this.#leaving) return;
    void this.parts.memory.update(
      memoryKey,
      this.runs.map(({ request }) => request),
    );
  }
}
