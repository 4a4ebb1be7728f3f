/** The host's end of the reading thread, which starts with the first question. */
import { Worker } from "node:worker_threads";
import type { MixedExperiment, TokenExperiment } from "../../core/config";
import type { DataPlace, ScalarsOfData, SequenceOfData } from "../../core/training";
import type {
  Answer,
  Question,
  RunContents,
  RunRow,
  RunStudies,
  SweepFileReading,
  SweepMoment,
  SweepReading,
  SweepRow,
} from "./answers";

export class RunReader {
  #thread: Worker | undefined;
  #asked = 0;
  readonly #waiting = new Map<number, Pending>();

  /** @param program dist/reader.cjs */
  constructor(private readonly program: string) {}

  /** Every run in `root`, newest first; told in portions as they come. @throws Error when `root` cannot be read */
  async list(root: string, tell: (rows: readonly RunRow[]) => void): Promise<void> {
    await this.ask({ kind: "list", root }, (answer) => {
      if (answer.kind === "rows") tell(answer.rows);
      return answer.kind !== "rows" || answer.last;
    });
  }

  /** Null where there is no run (any more). */
  async row(directory: string): Promise<RunRow | null> {
    const answer = await this.ask({ kind: "row", directory });
    return answer.kind === "row" ? answer.row : null;
  }

  async contents(directory: string): Promise<RunContents> {
    const answer = await this.ask({ kind: "contents", directory });
    if (answer.kind !== "contents") throw new Error(`The reader answered ${answer.kind} to contents.`);
    return answer.contents;
  }

  /** Steps that can be resumed from, ascending. @throws Error when they cannot be listed */
  async checkpoints(directory: string): Promise<readonly number[]> {
    const answer = await this.ask({ kind: "checkpoints", directory });
    return answer.kind === "checkpoints" ? answer.steps : [];
  }

  async studies(directory: string): Promise<RunStudies> {
    const answer = await this.ask({ kind: "studies", directory });
    if (answer.kind !== "studies") throw new Error(`The reader answered ${answer.kind} to studies.`);
    return answer;
  }

  /** Of the experiment's own data; its file is found as it stands. @throws Error that says in words what is in the way */
  async sequence(experiment: TokenExperiment, place: DataPlace): Promise<SequenceOfData> {
    const answer = await this.ask({ kind: "sequence", experiment, place });
    if (answer.kind !== "sequence") throw new Error(`The reader answered ${answer.kind} to sequence.`);
    return answer.sequence;
  }

  /** The same of the mixed target. @throws Error that says in words what is in the way */
  async scalars(experiment: MixedExperiment, place: DataPlace): Promise<ScalarsOfData> {
    const answer = await this.ask({ kind: "scalars", experiment, place });
    if (answer.kind !== "scalars") throw new Error(`The reader answered ${answer.kind} to scalars.`);
    return answer.scalars;
  }

  /** Every sweep in `root`, newest first; none where there is no `root`. */
  async sweeps(root: string): Promise<readonly SweepRow[]> {
    const answer = await this.ask({ kind: "sweeps", root });
    return answer.kind === "sweeps" ? answer.rows : [];
  }

  /** Null where there is no sweep (any more). */
  async sweepRow(directory: string): Promise<SweepRow | null> {
    const answer = await this.ask({ kind: "sweepRow", directory });
    return answer.kind === "sweepRow" ? answer.row : null;
  }

  /** The sweep and the members that are different since that moment, or all; null where there is no sweep. */
  async sweep(directory: string, since: SweepMoment | null): Promise<SweepReading | null> {
    const answer = await this.ask({ kind: "sweep", directory, since });
    return answer.kind === "sweep" ? answer.reading : null;
  }

  /** What a sweep file says that has this text. */
  async sweepFile(text: string, file: string): Promise<SweepFileReading> {
    const answer = await this.ask({ kind: "sweepFile", text, file });
    if (answer.kind !== "sweepFile") throw new Error(`The reader answered ${answer.kind} to sweepFile.`);
    return answer.reading;
  }

  dispose(): void {
    void this.#thread?.terminate();
  }

  private ask(question: Question, isLast: Pending["isLast"] = () => true): Promise<Answer> {
    const thread = (this.#thread ??= this.start());
    const id = this.#asked++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, isLast });
      thread.postMessage({ id, question });
    });
  }

  private start(): Worker {
    const thread = new Worker(this.program);
    thread.unref();
    thread.on("message", ({ id, answer }: { readonly id: number; readonly answer: Answer }) => {
      const pending = this.#waiting.get(id);
      if (!pending?.isLast(answer)) return;
      this.#waiting.delete(id);
      if (answer.kind === "error") pending.reject(new Error(answer.message));
      else pending.resolve(answer);
    });
    thread.on("error", (error) => this.fail(error));
    thread.on("exit", () => this.fail(new Error("The thread that reads runs has ended.")));
    return thread;
  }

  /** Whoever waits is told; the next question starts a new thread. */
  private fail(error: Error): void {
    this.#thread = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  /** Sees every answer to its question. */
  readonly isLast: (answer: Answer) => boolean;
}
