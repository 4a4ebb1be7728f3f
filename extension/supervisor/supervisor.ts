/**
 * All runs that this window trains: so many at a time, the others in a queue. What goes on is written down, so that
 * the next window finds what one that was closed or reloaded has left behind.
 */
import * as vscode from "vscode";
import type { Pace } from "../../core/protocol";
import { refuseUntrusted } from "../trust";
import type { GoingOn } from "./goingOn";
import { directoryOf, type RunRequest } from "./request";
import { TrainedRun, type Ending } from "./trainedRun";

export interface SupervisorParts {
  /** dist/worker.cjs */
  readonly program: string;
  readonly log: vscode.LogOutputChannel;
  /** Null where there is no workspace to remember for. */
  readonly goingOn: GoingOn | null;
  /** Runs that may train at the same time. */
  readonly limit: () => number;
}

export interface StartOptions {
  readonly pace?: Pace;
  readonly paused?: boolean;
  /** Of a run that has given way to this one. */
  readonly slot?: Slot | undefined;
}

/** A place among the runs that train, kept while one run gives way to another. */
export class Slot {
  #kept = true;

  constructor(private readonly giveUp: () => void) {}

  /** @returns whether it was still kept */
  release(): boolean {
    if (!this.#kept) return false;
    this.#kept = false;
    this.giveUp();
    return true;
  }
}

export class Supervisor {
  readonly #runs = new Map<string, TrainedRun>();
  /** Runs whose places are kept. */
  readonly #kept = new Set<TrainedRun>();
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

  /**
   * Starts the run, or puts it into the queue. One that goes on already is returned as it is.
   * @throws Error in a workspace that is not trusted
   */
  start(request: RunRequest, { pace = null, paused = false, slot }: StartOptions = {}): TrainedRun {
    const known = this.#runs.get(directoryOf(request));
    if (known) return known;
    refuseUntrusted();
    const { program, log } = this.parts;
    const run = new TrainedRun({ request, pace, paused, program, log });
    this.#runs.set(run.directory, run);
    run.onDidChange(() => this.#changed.fire(run));
    void run.ended.then((ending) => this.remove(run, ending));
    this.remember();
    if (slot?.release()) run.launch();
    else this.launchNext();
    this.#changed.fire(run);
    return run;
  }

  /** Keeps the place of a run that trains, for the one that follows it; undefined where it has none. */
  keepSlot(directory: string): Slot | undefined {
    const run = this.#runs.get(directory);
    if (!run || run.state === "queued") return undefined;
    this.#kept.add(run);
    return new Slot(() => {
      this.#kept.delete(run);
      setImmediate(() => this.launchNext());
    });
  }

  /** Looks whether more runs may train now. */
  launchNext(): void {
    if (this.#leaving) return;
    for (const run of this.runs) {
      const going = new Set([...this.runs.filter(({ state }) => state !== "queued"), ...this.#kept]).size;
      if (run.state === "queued" && going < this.parts.limit()) run.launch();
    }
  }

  dispose(): void {
    this.#changed.dispose();
    this.#ended.dispose();
  }

  /** Stops everything in good order; what went on stays written down for the next window. */
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
    this.parts.goingOn?.write(this.runs.map(({ request }) => request));
  }
}
