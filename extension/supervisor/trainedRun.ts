/**
 * A run that this window trains, from the queue to its end. It holds what the worker has told last; what is on disk
 * is read elsewhere. The worker's death is one way for a run to end, and puts its reason into the run's folder.
 */
import * as vscode from "vscode";
import type { FromWorker, Pace, ToWorker } from "../../core/protocol";
import { declareFailed } from "../../core/runs";
import type { Outcome, ProgressEvent, StartedEvent } from "../../core/training";
import { Audience, type FrameWatcher } from "./audience";
import { directoryOf, type RunRequest } from "./request";
import { WorkerProcess, type WorkerExit } from "./workerProcess";

export type TrainedState = "queued" | "starting" | "running" | "paused" | "stopping";

export type Ending =
  | { readonly kind: "outcome"; readonly outcome: Outcome }
  /** It could not be begun. `restart`: its changes need a new run. */
  | { readonly kind: "refused"; readonly message: string; readonly restart: boolean }
  /** The process ended without a word. */
  | { readonly kind: "died"; readonly message: string }
  /** Taken out of the queue. */
  | { readonly kind: "withdrawn" };

export interface TrainedRunParts {
  readonly request: RunRequest;
  readonly pace: Pace;
  /** Begins paused, to be taken step by step. */
  readonly paused: boolean;
  /** dist/worker.cjs */
  readonly program: string;
  readonly log: vscode.LogOutputChannel;
}

/** Milliseconds without a heartbeat after which a worker counts as busy with one long step. */
const silence = 10_000;
/** Milliseconds without a heartbeat after which a worker that was told to stop may be ended. */
const deafness = 3_000;
/** Milliseconds that a run gets to end by itself when the window closes. */
const farewell = 4_000;

export class TrainedRun {
  readonly directory: string;
  readonly request: RunRequest;
  /** Never rejects. */
  readonly ended: Promise<Ending>;
  readonly audience: Audience;
  #state: TrainedState = "queued";
  #pace: Pace;
  /** Wanted so, whether or not the worker has come to it. */
  #held: boolean;
  #worker: WorkerProcess | undefined;
  #started: StartedEvent | undefined;
  #progress: ProgressEvent | undefined;
  #stages: readonly { readonly stage: number; readonly name: string; readonly fromStep: number }[] = [];
  #checkpoint: number | undefined;
  #heardAt = Date.now();
  #ending: Ending | undefined;
  #settle: (ending: Ending) => void = () => undefined;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Anything about the run is different, some four times a second while it goes on. */
  readonly onDidChange = this.#changed.event;
  readonly #listening = setTimeout(() => this.#changed.fire(), silence);

  constructor(private readonly parts: TrainedRunParts) {
    this.request = parts.request;
    this.directory = directoryOf(parts.request);
    this.#pace = parts.pace;
    this.#held = parts.paused;
    this.audience = new Audience((message) => this.send(message));
    this.ended = new Promise((resolve) => (this.#settle = resolve));
  }

  get state(): TrainedState {
    return this.#state;
  }

  get pace(): Pace {
    return this.#pace;
  }

  /** Whether it is to be paused: it is, or will be as soon as its worker comes to it. */
  get held(): boolean {
    return this.#held;
  }

  /** What the worker told first; undefined before. */
  get started(): StartedEvent | undefined {
    return this.#started;
  }

  /** The newest; undefined before the first. */
  get progress(): ProgressEvent | undefined {
    return this.#progress;
  }

  /** The stages entered in this process. */
  get stages() {
    return this.#stages;
  }

  /** The step of the newest checkpoint that this process wrote; undefined before the first. */
  get checkpoint(): number | undefined {
    return this.#checkpoint;
  }

  /** The process id, while there is one. */
  get pid(): number | undefined {
    return this.#worker?.pid;
  }

  /** Whether the worker has not been heard for a while: one of its steps takes long. Told by `onDidChange` too. */
  get silent(): boolean {
    return this.#state === "running" && Date.now() - this.#heardAt >= silence;
  }

  /** Resolves when the run stands and goes on; to how it ended where it ends before that. */
  begun(): Promise<Ending | "started"> {
    const started = new Promise<"started">((resolve) => {
      const look = () => {
        if (!this.#started) return;
        subscription.dispose();
        resolve("started");
      };
      const subscription = this.onDidChange(look);
      look();
    });
    return Promise.race([started, this.ended]);
  }

  /** Starts the process; to be called once, by the queue. */
  launch(): void {
    const { program, request } = this.parts;
    this.become("starting");
    this.#heardAt = Date.now();
    this.#worker = new WorkerProcess(program, {
      receive: (message) => this.receive(message),
      ended: (exit) => void this.bury(exit),
    });
    this.send({ kind: "begin", task: request.task, pace: this.#pace, paused: this.#held });
    this.audience.announce();
  }

  pause(): void {
    this.#held = true;
    this.send({ kind: "pause" });
  }

  resume(): void {
    this.#held = false;
    this.send({ kind: "resume" });
  }

  /** Takes one step of a paused run. */
  step(): void {
    this.send({ kind: "step", count: 1 });
  }

  setPace(pace: Pace): void {
    this.#pace = pace;
    this.send({ kind: "pace", pace });
    this.#changed.fire();
  }

  /**
   * Ends the run after the step under way; what waits in the queue leaves it. Asked again, it ends a worker that has
   * not listened since: its run can be resumed from its last checkpoint.
   */
  stop(): void {
    if (!this.#worker) {
      this.end({ kind: "withdrawn" });
      return;
    }
    if (this.#state === "stopping" && Date.now() - this.#heardAt > deafness) {
      this.#worker.kill();
      return;
    }
    this.send({ kind: "stop" });
    this.become("stopping");
  }

  watch(watcher: FrameWatcher): vscode.Disposable {
    return new vscode.Disposable(this.audience.join(watcher));
  }

  /** Stops, and does not wait for ever: a worker that loses this process ends by itself. */
  async leave(): Promise<void> {
    this.stop();
    const late = new Promise<void>((resolve) => setTimeout(resolve, farewell));
    await Promise.race([this.ended, late]);
  }

  private receive(message: FromWorker): void {
    this.#heardAt = Date.now();
    this.#listening.refresh();
    switch (message.kind) {
      case "frame":
        this.audience.show(message.frame);
        return;
      case "heartbeat":
        return;
      case "checkpoint":
        this.#checkpoint = message.step;
        break;
      case "started":
        this.#started = message.started;
        this.tellStart(message.started);
        this.become("running");
        return;
      case "stage":
        this.#stages = [
          ...this.#stages,
          { stage: message.stage, name: message.name, fromStep: message.step },
        ];
        this.parts.log.info(
          `${this.directory}: stage ${message.stage + 1}, ${message.name}, from step ${message.step}`,
        );
        break;
      case "progress":
        this.#progress = message.progress;
        break;
      case "paused":
      case "resumed":
        this.parts.log.info(`${this.directory}: ${message.kind} at step ${message.step}`);
        this.become(message.kind === "paused" ? "paused" : "running");
        return;
      case "finished":
        this.#ending = { kind: "outcome", outcome: message.outcome };
        return;
      case "refused":
        this.#ending = message;
        return;
    }
    this.#changed.fire();
  }

  private tellStart({ engine, step, totalSteps, warnings }: StartedEvent): void {
    const { kind, threads, path, reason } = engine;
    const { log } = this.parts;
    log.info(
      `${this.directory}: step ${step} of ${totalSteps}, ${kind}, threads: ${threads}, ${path} path (${reason})`,
    );
    warnings.forEach((warning) => log.warn(`${this.directory}: ${warning}`));
  }

  /** The process is gone, with or without a last word. */
  private async bury(exit: WorkerExit): Promise<void> {
    if (exit.lastWords !== "") this.parts.log.warn(`${this.directory}: the worker wrote: ${exit.lastWords}`);
    if (this.#ending) {
      this.end(this.#ending);
      return;
    }
    const message = this.deathNotice(exit);
    await declareFailed(this.directory, message).catch((error: unknown) => {
      this.parts.log.error(`${this.directory}: ${String(error)}`);
    });
    this.end({ kind: "died", message });
  }

  private deathNotice({ code, signal, lastWords }: WorkerExit): string {
    const how = signal
      ? vscode.l10n.t("was killed by {0}", signal)
      : vscode.l10n.t("ended with code {0}", String(code));
    const when = this.#progress
      ? vscode.l10n.t("around step {0}", this.#progress.step)
      : vscode.l10n.t("before its first step");
    const words = /^(?:\w*Error|FATAL ERROR)\b.*/m.exec(lastWords)?.[0] ?? lastWords.split("\n").at(-1);
    const why = words ? ` (${words.trim()})` : "";
    return vscode.l10n.t(
      "The process that trained the run {0} {1}{2}. What was recorded up to its last checkpoint is safe: resume the run to go on from there.",
      how,
      when,
      why,
    );
  }

  private end(ending: Ending): void {
    this.audience.close();
    clearTimeout(this.#listening);
    this.#worker = undefined;
    this.parts.log.info(`${this.directory}: ${endingText(ending)}`);
    this.#settle(ending);
    this.#changed.fire();
    this.#changed.dispose();
  }

  private become(state: TrainedState): void {
    if (this.#state === "stopping" && state !== "stopping") return;
    this.#state = state;
    this.#changed.fire();
  }

  private send(message: ToWorker): void {
    this.#worker?.send(message);
  }
}

function endingText(ending: Ending): string {
  switch (ending.kind) {
    case "outcome":
      return `${ending.outcome.status} at step ${ending.outcome.step}`;
    case "refused":
    case "died":
      return ending.message;
    case "withdrawn":
      return "taken out of the queue";
  }
}
