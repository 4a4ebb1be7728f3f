/**
 * One run's way into a panel while the panel can be seen: first what is on disk, then frames as they come, and the
 * disk again when the run has ended or somebody else writes it.
 */
import { stat } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { isMixed, isOfTokens, type Experiment } from "../../core/config";
import type { Frame, RunFacts, SequenceAnswer, SequencePlace, ToPanel } from "../../core/protocol";
import { unreadableFacts } from "../../core/report";
import { withAbsolutePaths } from "../../core/training";
import type { RunReader } from "../reader";
import type { WorkspaceRuns } from "../runs";
import type { Supervisor, TrainedRun } from "../supervisor";
import { factsOf } from "./facts";

export interface FeedParts {
  readonly runs: WorkspaceRuns;
  readonly supervisor: Supervisor;
  readonly reader: RunReader;
  readonly log: vscode.LogOutputChannel;
}

/** Milliseconds between two looks at a folder that somebody else writes, and at studies; and between two facts. */
const readInterval = 1_000;
const factsInterval = 100;

export class RunFeed {
  /** The first reading of the run. */
  #begun: Promise<void> | undefined;
  #experiment: Experiment | null = null;
  #problems: readonly string[] = [];
  #checkpoints: readonly number[] = [];
  /** The newest one that the worker told of when the folder was last looked at. */
  #toldCheckpoint: number | undefined;
  /** Sequences that were asked for. */
  #asked = 0;
  #watching: vscode.Disposable | undefined;
  /** The trained run for whose frames the disk has been read, or is being read. */
  #trained: TrainedRun | undefined;
  /** Frames that the page has not drawn yet. */
  #drawing: readonly { readonly sequence: number; readonly tell: () => void }[] = [];
  #reading = 0;
  #readTimer: NodeJS.Timeout | undefined;
  #factsTimer: NodeJS.Timeout | undefined;
  /** When studies were last written, as far as that is known. */
  #studiedAt = NaN;
  readonly #studiesTimer = setInterval(() => void this.lookForStudies(), readInterval);
  #disposed = false;
  readonly #subscriptions: vscode.Disposable;

  constructor(
    readonly directory: string,
    private readonly parts: FeedParts,
    private readonly post: (message: ToPanel) => void,
  ) {
    const { runs, supervisor } = parts;
    this.#subscriptions = vscode.Disposable.from(
      runs.onDidChange((directories) => {
        if (directories.length === 0 || directories.includes(directory)) this.hear();
      }),
      supervisor.onDidEnd(({ run }) => {
        if (run.directory === directory) void this.read();
      }),
    );
  }

  /** Reads the run and goes on from there. @returns when its facts are known */
  async begin(): Promise<RunFacts> {
    await (this.#begun = this.read());
    return this.facts;
  }

  /** As far as it is known; null before the run has been read, unless this window asked for it. */
  get experiment(): Experiment | null {
    const task = this.parts.supervisor.get(this.directory)?.request.task;
    if (this.#experiment || task?.kind !== "train") return this.#experiment;
    return withAbsolutePaths(task.experiment, task.baseDirectory);
  }

  get facts(): RunFacts {
    const view = this.parts.runs.get(this.directory);
    if (view) return factsOf(view, this.experiment, this.#checkpoints, this.#problems);
    const title = path.basename(this.directory);
    const sentence = vscode.l10n.t("There is no run in {0} any more.", this.directory);
    return unreadableFacts(this.directory, title, sentence, "nobody");
  }

  /** The page has drawn the frame, and with it all before. */
  drawn(sequence: number): void {
    const drawn = this.#drawing.filter((frame) => frame.sequence <= sequence);
    this.#drawing = this.#drawing.filter((frame) => frame.sequence > sequence);
    drawn.at(-1)?.tell();
  }

  /** Answers for the newest place that was asked for: who scrolls on does not want the others any more. */
  async tellSequence(place: SequencePlace): Promise<void> {
    const asked = ++this.#asked;
    // A page may ask as soon as it knows of the run.
    await this.#begun;
    const sequence = await this.sequence(place);
    if (this.#disposed || asked !== this.#asked) return;
    this.post({ kind: "sequence", run: this.directory, sequence });
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#readTimer);
    clearTimeout(this.#factsTimer);
    clearInterval(this.#studiesTimer);
    this.#watching?.dispose();
    this.#subscriptions.dispose();
  }

  private async sequence(place: SequencePlace): Promise<SequenceAnswer> {
    const { experiment, parts } = this;
    if (!experiment) {
      const problem = vscode.l10n.t(
        "The run's configuration cannot be read, and with it where its data come from.",
      );
      return { kind: "problem", ...place, problem };
    }
    try {
      if (isMixed(experiment)) {
        return { kind: "scalars", ...place, ...(await parts.reader.scalars(experiment, place)) };
      }
      if (isOfTokens(experiment)) {
        return { kind: "tokens", ...place, ...(await parts.reader.sequence(experiment, place)) };
      }
      const problem = vscode.l10n.t("The run's data do not go with its model.");
      return { kind: "problem", ...place, problem };
    } catch (error) {
      return { kind: "problem", ...place, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  /** From the disk first: a worker's first frame holds what it recorded, and the disk all that came before. */
  private async read(): Promise<void> {
    const reading = ++this.#reading;
    this.#watching?.dispose();
    this.#watching = undefined;
    this.#drawing = [];
    const trained = this.parts.supervisor.get(this.directory);
    this.#trained = trained?.started ? trained : undefined;
    try {
      const studiedAt = await this.studiedAt();
      await this.parts.runs.index.visit(this.directory);
      const contents = await this.parts.reader.contents(this.directory);
      if (this.#disposed || reading !== this.#reading) return;
      const { experiment, recording, studies, checkpoints, problems, row } = contents;
      this.#experiment = experiment;
      this.#checkpoints = checkpoints;
      this.#problems = row ? problems : [];
      this.#studiedAt = studiedAt;
      this.post({ kind: "recording", run: this.directory, recording });
      this.post({ kind: "studies", run: this.directory, studies });
    } catch (error) {
      this.#problems = [error instanceof Error ? error.message : String(error)];
      this.parts.log.error(`${this.directory}: ${this.#problems.join(" ")}`);
    }
    if (this.#disposed || reading !== this.#reading) return;
    this.post({ kind: "facts", facts: this.facts });
    if (this.#trained) this.#watching = this.#trained.watch((frame, tell) => this.show(frame, tell));
  }

  private hear(): void {
    this.#factsTimer ??= setTimeout(() => {
      this.#factsTimer = undefined;
      this.post({ kind: "facts", facts: this.facts });
    }, factsInterval);
    const trained = this.parts.supervisor.get(this.directory);
    if (trained) {
      // A process that has just begun has cut the records back to where it goes on.
      if (trained !== this.#trained && trained.started) void this.read();
      else if (trained.checkpoint !== this.#toldCheckpoint) void this.lookForCheckpoints(trained.checkpoint);
      return;
    }
    const view = this.parts.runs.get(this.directory);
    if (view?.trainedBy === "elsewhere") {
      this.#readTimer ??= setTimeout(() => {
        this.#readTimer = undefined;
        void this.read();
      }, readInterval);
    }
  }

  /** On disk: with a new one, old ones may have gone. */
  private async lookForCheckpoints(told: number | undefined): Promise<void> {
    this.#toldCheckpoint = told;
    const reading = this.#reading;
    const checkpoints = await this.parts.reader.checkpoints(this.directory).catch(() => this.#checkpoints);
    if (this.#disposed || reading !== this.#reading) return;
    this.#checkpoints = checkpoints;
    this.post({ kind: "facts", facts: this.facts });
  }

  /** Whoever makes a study, a command or a program elsewhere, puts it into the run's folder. */
  private async lookForStudies(): Promise<void> {
    const reading = this.#reading;
    const studiedAt = await this.studiedAt();
    // Before the first reading there is nothing to compare with.
    if (this.#studiedAt === studiedAt || Number.isNaN(this.#studiedAt)) return;
    const found = await this.parts.reader.studies(this.directory).catch(() => null);
    if (!found || this.#disposed || reading !== this.#reading) return;
    this.#studiedAt = studiedAt;
    const others = this.#problems.filter((problem) => !problem.startsWith("studies/"));
    this.#problems = [...others, ...found.problems];
    this.post({ kind: "studies", run: this.directory, studies: found.studies });
    this.post({ kind: "facts", facts: this.facts });
  }

  /** Files there come by renaming, which changes their folder; 0 where there is none. */
  private async studiedAt(): Promise<number> {
    const folder = await stat(path.join(this.directory, "studies")).catch(() => null);
    return folder?.mtimeMs ?? 0;
  }

  private show(frame: Frame, tell: () => void): void {
    this.#drawing = [...this.#drawing, { sequence: frame.sequence, tell }];
    this.post({ kind: "frame", run: this.directory, frame });
  }
}
