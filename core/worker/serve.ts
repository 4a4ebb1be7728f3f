/**
 * One run in this process, steered by messages. What goes on in the run is core/training's; here it is begun, told
 * about, and brought to an orderly end also when nobody listens any more.
 */
import { diagnoseRun } from "../diagnosis";
import type { FromWorker, ToWorker, WorkerTask } from "../protocol";
import {
  RestartNeeded,
  resumeRun,
  startRun,
  type RunOptions,
  type TrainingEvent,
  type TrainingRun,
} from "../training";
import type { HostChannel } from "./channel";
import { FrameSource } from "./frames";

/** Milliseconds: thirty frames a second, told between steps of up to ten; and what lists and status bars need. */
const frameInterval = 28;
const tellInterval = 250;
const heartbeatInterval = 1_000;
/** How long a process that has nothing left to do may take to end. */
const lingering = 2_000;

type Begin = Extract<ToWorker, { kind: "begin" }>;
type Progress = Extract<TrainingEvent, { kind: "progress" }>;

/** Waits for the task, does it, and lets the process end. */
export function serve(channel: HostChannel): void {
  const served = new ServedRun(channel);
  channel.onMessage((message) => served.receive(message));
  channel.onGone(() => served.receive({ kind: "stop" }));
}

class ServedRun {
  #run: TrainingRun | undefined;
  #frames: FrameSource | undefined;
  #begun = false;
  /** Asked to stop before the run stood. */
  #stopped = false;
  /** What came before the run stood, apart from that. */
  readonly #early: ToWorker[] = [];
  #toldAt = -Infinity;
  /** The newest progress, if the host has not been told of it. */
  #untold: Progress | undefined;
  #resting = false;

  constructor(private readonly channel: HostChannel) {}

  receive(message: ToWorker): void {
    if (message.kind === "begin") {
      if (!this.#begun) void this.live(message);
      return;
    }
    if (message.kind === "stop") this.#stopped = true;
    if (this.#run) this.obey(message, this.#run);
    else if (this.#begun) this.#early.push(message);
    else if (message.kind === "stop") this.leave();
  }

  private async live(begin: Begin): Promise<void> {
    this.#begun = true;
    const heartbeat = setInterval(() => this.tell({ kind: "heartbeat" }), heartbeatInterval);
    try {
      const run = await this.begun(begin);
      this.#run = run;
      this.#frames = new FrameSource(
        () => run.state(),
        (frame) => this.tell({ kind: "frame", frame }),
      );
      for (const message of this.#early) this.obey(message, run);
      if (this.#stopped) run.stop();
      const { status, runDirectory } = await run.finished;
      // All is on disk and told; what goes wrong here is nobody's trouble. Who stops a run may be waiting for its end.
      if (status !== "stopped") await diagnoseRun(runDirectory).catch(() => undefined);
    } catch (error) {
      const restart = error instanceof RestartNeeded;
      this.tell({
        kind: "refused",
        message: error instanceof Error ? error.message : String(error),
        restart,
      });
    } finally {
      clearInterval(heartbeat);
      this.leave();
    }
  }

  private begun({ task, pace, paused }: Begin): Promise<TrainingRun> {
    const options = {
      runDirectory: task.runDirectory,
      onEvent: (event: TrainingEvent) => this.hear(event),
      progressInterval: frameInterval,
      pace,
      paused,
    } satisfies RunOptions;
    return task.kind === "train"
      ? startRun({ ...options, ...newRun(task) })
      : resumeRun({ ...options, ...oldRun(task) });
  }

  private obey(message: ToWorker, run: TrainingRun): void {
    switch (message.kind) {
      case "pause":
        run.pause();
        break;
      case "resume":
        run.resume();
        break;
      case "stop":
        run.stop();
        break;
      case "step":
        run.step(message.count);
        break;
      case "pace":
        run.setPace(message.pace);
        break;
      case "watch":
        this.#frames?.watch(message.on);
        this.offerAtRest();
        break;
      case "taken":
        this.#frames?.taken(message.sequence);
        this.offerAtRest();
        break;
      case "begin":
        break;
    }
  }

  /** A run that goes on offers its frames between steps; one that rests has no steps to wait for. */
  private offerAtRest(): void {
    if (this.#resting) this.#frames?.offer();
  }

  private hear(event: TrainingEvent): void {
    this.#frames?.note(event);
    switch (event.kind) {
      case "started": {
        const { kind: _, ...started } = event;
        this.tell({ kind: "started", started: { kind: "started", ...started } });
        break;
      }
      case "progress":
        this.hearProgress(event);
        break;
      case "paused":
      case "resumed":
        this.#resting = event.kind === "paused";
        // No other comes while it rests.
        if (this.#untold) this.tellProgress(this.#untold);
        this.tell({ kind: event.kind, step: event.step });
        this.offerAtRest();
        break;
      case "stage":
        this.tell({ kind: "stage", stage: event.stage, name: event.name, step: event.step });
        break;
      case "checkpoint":
        this.tell(event);
        break;
      case "finished":
        this.tell({ kind: "finished", outcome: event.outcome });
        break;
      case "recorded":
      case "measured":
        break;
    }
  }

  private hearProgress(progress: Progress): void {
    this.#untold = progress;
    if (performance.now() - this.#toldAt >= tellInterval) this.tellProgress(progress);
    this.#frames?.offer();
  }

  private tellProgress(progress: Progress): void {
    this.#toldAt = performance.now();
    this.#untold = undefined;
    this.tell({ kind: "progress", progress });
  }

  private tell(message: FromWorker): void {
    this.channel.send(message);
  }

  private leave(): void {
    this.channel.close();
    setTimeout(() => process.exit(0), lingering).unref();
  }
}

function newRun({ experiment, baseDirectory, source }: Extract<WorkerTask, { kind: "train" }>) {
  return { experiment, baseDirectory, ...(source !== undefined && { source }) };
}

function oldRun({ fromStep, extraSteps, edited }: Extract<WorkerTask, { kind: "resume" }>) {
  return {
    ...(fromStep !== undefined && { fromStep }),
    ...(extraSteps !== undefined && { extraSteps }),
    ...edited,
  };
}
