/**
 * One experiment file edited beside its inspector. When the file changes, the run goes on with the change where it
 * can, and otherwise a new one begins and the old one stays in the picture. A file with faults changes nothing.
 */
import * as vscode from "vscode";
import { continuation, totalSteps, type Experiment } from "../../core/config";
import type { Notice } from "../../core/protocol";
import { withAbsolutePaths } from "../../core/training";
import { checkedExperiment, type ReadExperiment } from "../experiments";
import type { InspectorPanel } from "../inspector";
import { beginRun, type RunView, type WorkspaceRuns } from "../runs";
import type { Ending, Supervisor, TrainedRun } from "../supervisor";

export interface SessionParts {
  readonly uri: vscode.Uri;
  readonly panel: InspectorPanel;
  readonly runs: WorkspaceRuns;
  readonly supervisor: Supervisor;
  readonly log: vscode.LogOutputChannel;
  /** What a run trains; null where its folder cannot say. */
  readonly experimentOf: (directory: string) => Promise<Experiment | null>;
  /** The session has moved on to another run. */
  readonly moved: (directory: string) => void;
}

type Readable = Extract<ReadExperiment, { ok: true }>;

export class RetrainSession {
  #directory: string;
  #experiment: Experiment | null = null;
  #work: Promise<void> | undefined;
  #again = false;
  /** A run that goes on with a change and waits in the queue for that. */
  #waiting: TrainedRun | undefined;

  constructor(
    private readonly parts: SessionParts,
    directory: string,
  ) {
    this.#directory = directory;
  }

  get panel(): InspectorPanel {
    return this.parts.panel;
  }

  get directory(): string {
    return this.#directory;
  }

  /** A run of the file was begun by other means: the session goes on with it. */
  adopt(directory: string): void {
    this.moveOn(directory, null, this.parts.runs.get(this.#directory) ? this.#directory : null);
  }

  /** The run has another folder now. */
  renamed(directory: string): void {
    this.#directory = directory;
    this.parts.moved(directory);
  }

  /** Brings the run in line with the file; edits that come meanwhile are taken up at the end. Never rejects. */
  sync(): Promise<void> {
    if (this.#work) {
      this.#again = true;
      // It would wait with a change that is out of date.
      if (this.#waiting?.state === "queued") this.#waiting.stop();
      return this.#work;
    }
    this.#work = this.follow().finally(() => (this.#work = undefined));
    return this.#work;
  }

  private async follow(): Promise<void> {
    do {
      if (this.panel.closed) return;
      this.#again = false;
      try {
        await this.bringInLine();
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        this.parts.log.error(text);
        this.tell("error", text);
      }
    } while (this.#again);
  }

  private async bringInLine(): Promise<void> {
    const read = checkedExperiment(await vscode.workspace.openTextDocument(this.parts.uri));
    if (!read.ok) {
      this.tell(
        "warning",
        vscode.l10n.t(
          "The file has faults, so what is shown is the last good version. {0}",
          read.problems[0],
        ),
      );
      return;
    }
    const wanted = withAbsolutePaths(read.experiment, read.baseDirectory);
    this.#experiment ??= await this.parts.experimentOf(this.#directory);
    const view = this.parts.runs.get(this.#directory);
    if (!view || !this.#experiment) {
      await this.restart(read, wanted, vscode.l10n.t("The run before cannot be read."));
      return;
    }
    const verdict = continuation(this.#experiment, wanted, placeOf(view));
    switch (verdict.kind) {
      case "same":
        this.tell("info", null);
        return;
      case "restart":
        await this.restart(read, wanted, verdict.reason);
        return;
      case "continue":
        await this.goOn(read, wanted, verdict.changes.map(({ words }) => words).join("; "));
    }
  }

  /** The same run with the changed experiment. */
  private async goOn(read: Readable, wanted: Experiment, words: string): Promise<void> {
    const { supervisor } = this.parts;
    const before = supervisor.get(this.#directory);
    if (before?.state === "queued") {
      await this.restart(read, wanted, words);
      return;
    }
    const manner = mannerOf(before);
    const slot = supervisor.keepSlot(this.#directory);
    await ended(before);
    const { experiment, baseDirectory, source } = read;
    const request = { name: experiment.name, source, totalSteps: totalSteps(experiment) };
    const task = { kind: "resume", runDirectory: this.#directory } as const;
    const edited = { experiment, baseDirectory };
    const run = supervisor.start({ ...request, task: { ...task, edited } }, { ...manner, slot });
    const how = await this.begun(run, words);
    if (how === "started") {
      this.#experiment = wanted;
      const step = (run.started?.step ?? 0).toLocaleString("en");
      this.tell("info", vscode.l10n.t("{0}: continued at step {1}", words, step));
    } else if (how.kind === "refused" && how.restart) {
      await this.restart(read, wanted, how.message);
    } else if (!(how.kind === "withdrawn" && this.#again)) {
      // The last good one goes on as it was.
      if (before) supervisor.start({ ...request, task }, manner);
      this.tell("error", endingText(how));
    }
  }

  /** Waits in the queue too, where an edit takes the run out of it again. */
  private async begun(run: TrainedRun, words: string): Promise<Ending | "started"> {
    if (run.state === "queued")
      this.tell("info", vscode.l10n.t("{0}: goes on when other runs have ended", words));
    this.#waiting = run;
    return run.begun().finally(() => (this.#waiting = undefined));
  }

  /** A new run; the one before becomes the ghost. */
  private async restart(read: Readable, wanted: Experiment, reason: string): Promise<void> {
    const { supervisor } = this.parts;
    const before = supervisor.get(this.#directory);
    const manner = mannerOf(before);
    const slot = supervisor.keepSlot(this.#directory);
    await ended(before);
    if (this.panel.closed) {
      slot?.release();
      return;
    }
    // One that never left the queue is nothing to compare with.
    const ghost = this.parts.runs.get(this.#directory) ? this.#directory : this.panel.shown.ghost;
    const run = await beginRun(supervisor, read, { ...manner, slot });
    this.moveOn(run.directory, wanted, ghost);
    if (run.state === "queued") {
      // Not waited for: an edit in the meantime takes its place in the queue.
      this.tell("info", vscode.l10n.t("{0}: starts anew when other runs have ended", reason));
      return;
    }
    this.tell("info", vscode.l10n.t("{0}: started anew", reason));
    const how = await run.begun();
    if (how !== "started") this.tell("error", endingText(how));
  }

  private moveOn(directory: string, experiment: Experiment | null, ghost: string | null): void {
    this.#directory = directory;
    this.#experiment = experiment;
    this.parts.moved(directory);
    this.panel.show({ main: directory, ghost, compared: [] });
  }

  private tell(severity: Notice["severity"], text: string | null): void {
    this.panel.notice(text === null ? null : { severity, text });
  }
}

/** How a run that follows another goes on: paused if that was to be, and at its pace. */
function mannerOf(run: TrainedRun | undefined) {
  return { paused: run?.held ?? false, pace: run?.pace ?? null };
}

async function ended(run: TrainedRun | undefined): Promise<void> {
  run?.stop();
  await run?.ended;
}

function placeOf({ stages, step, state }: RunView) {
  const last = stages.at(-1);
  return { stage: last?.stage ?? 0, stageStep: step - (last?.fromStep ?? 0), finished: state === "done" };
}

function endingText(ending: Ending): string {
  switch (ending.kind) {
    case "refused":
    case "died":
      return ending.message;
    case "outcome":
      return ending.outcome.status === "failed" ? ending.outcome.failure.message : ending.outcome.status;
    case "withdrawn":
      return vscode.l10n.t("The run was taken out of the queue.");
  }
}
