/**
 * Processes that share a sweep's members: each gets the next one as it is ready. One that dies costs its member an
 * attempt and is replaced; nothing of the others is lost. What is on disk, and what it means, is for others.
 */
import type { FromSweepWorker } from "./messages";
import type { MemberResult } from "./plan";
import type { SweepEvent } from "./runSweep";
import { SweepError } from "./sweepError";
import { writeResult } from "./sweepFolder";
import { attemptsOf } from "./trainMember";
import { WorkerProcess } from "./workerProcess";

export interface PoolOptions {
  readonly directory: string;
  readonly program: string;
  readonly processes: number;
  /** Indices, in the order of their training. */
  readonly members: readonly number[];
  readonly secondsAllowed: number | null;
  readonly signal?: AbortSignal;
  readonly tell: (event: SweepEvent) => void;
}

/** Deaths of a member's process after which it has failed. */
export const mostDeaths = 3;
/** Processes in a row that ended before they were ready: the program does not run here. */
const mostStillborn = 3;

interface Hand {
  readonly process: WorkerProcess;
  ready: boolean;
  member: number | null;
  /** Somebody else told it to end: it has stopped its member, and trains no other. */
  dismissed: boolean;
}

export class Pool {
  readonly #queue: number[];
  readonly #deaths = new Map<number, number>();
  readonly #hands = new Set<Hand>();
  #stillborn = 0;
  #status: "done" | "stopped" | "budget" = "done";
  #failure: Error | undefined;
  /** Results of members whose processes died, being written. */
  #writing: Promise<void> = Promise.resolve();
  #over: () => void = () => undefined;

  constructor(private readonly options: PoolOptions) {
    this.#queue = [...options.members];
  }

  /** Resolves when all processes have ended. To be called once. @throws SweepError when they cannot be started */
  async run(): Promise<"done" | "stopped" | "budget"> {
    const { processes, signal, secondsAllowed } = this.options;
    const stop = () => this.stop("stopped");
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) stop();
    const deadline =
      secondsAllowed === null ? undefined : setTimeout(() => this.dropQueue(), secondsAllowed * 1000);
    try {
      const over = new Promise<void>((resolve) => (this.#over = resolve));
      for (let count = 0; count < processes; count++) this.hire();
      if (this.#hands.size > 0) await over;
      await this.#writing;
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener("abort", stop);
    }
    if (this.#failure !== undefined) throw this.#failure;
    return this.#status;
  }

  /** No further member is begun. */
  private dropQueue(): void {
    if (this.#queue.length === 0) return;
    this.#queue.length = 0;
    this.#status = "budget";
    this.dismissIdle();
  }

  private stop(status: "stopped"): void {
    this.#queue.length = 0;
    this.#status = status;
    for (const { process: worker } of this.#hands) worker.send({ kind: "stop" });
  }

  private hire(): void {
    if (this.#queue.length === 0) return;
    const { program, directory } = this.options;
    const hand: Hand = {
      process: new WorkerProcess(program, directory, {
        receive: (message) => this.hear(hand, message),
        ended: (how) => this.lose(hand, how),
      }),
      ready: false,
      member: null,
      dismissed: false,
    };
    this.#hands.add(hand);
  }

  private hear(hand: Hand, message: FromSweepWorker): void {
    switch (message.kind) {
      case "ready":
        hand.ready = true;
        this.#stillborn = 0;
        this.occupy(hand);
        break;
      case "progress":
        this.options.tell(message);
        break;
      case "ended":
        if (!message.result && this.#status !== "stopped") {
          hand.dismissed = true;
          break;
        }
        hand.member = null;
        if (message.result) this.options.tell({ kind: "ended", result: message.result });
        this.occupy(hand);
        break;
      case "refused":
        hand.member = null;
        // Whoever else trains it will have its result; where nothing can be written, this cannot either.
        this.options.tell({ kind: "warning", message: `Run ${message.index} was left: ${message.message}` });
        this.occupy(hand);
        break;
    }
  }

  private occupy(hand: Hand): void {
    const next = this.#queue.shift();
    if (next === undefined) {
      hand.process.send({ kind: "stop" });
      return;
    }
    hand.member = next;
    this.options.tell({ kind: "begun", index: next });
    hand.process.send({ kind: "train", index: next });
  }

  private dismissIdle(): void {
    for (const { process: worker, ready, member } of this.#hands) {
      if (ready && member === null) worker.send({ kind: "stop" });
    }
  }

  private lose(hand: Hand, how: string): void {
    this.#hands.delete(hand);
    if (hand.member !== null) this.bury(hand.member, hand.dismissed ? "was told to end" : how);
    else if (!hand.ready) this.countStillborn(how);
    if (this.#hands.size < this.options.processes && this.#queue.length > 0) this.hire();
    if (this.#hands.size === 0) this.#over();
  }

  /** A member's process died under it. */
  private bury(index: number, how: string): void {
    const deaths = (this.#deaths.get(index) ?? 0) + 1;
    this.#deaths.set(index, deaths);
    this.options.tell({ kind: "died", index, how });
    if (this.#status !== "done") return;
    if (deaths < mostDeaths) this.#queue.push(index);
    else this.fail(index, `Its process died ${deaths} times; the last one ${how}.`);
  }

  private countStillborn(how: string): void {
    if (this.#status === "stopped" || ++this.#stillborn < mostStillborn) return;
    this.#failure ??= new SweepError(`Processes that train cannot be started: the last one ${how}.`);
    this.stop("stopped");
  }

  private fail(index: number, failure: string): void {
    const { directory } = this.options;
    const write = async () => {
      const attempts = await attemptsOf(directory, index);
      const result: MemberResult = { index, state: "failed", failure, attempts, seconds: 0, measures: {} };
      await writeResult(directory, result);
      this.options.tell({ kind: "ended", result });
    };
    this.#writing = this.#writing.then(write).catch((error: unknown) => {
      this.#failure ??= error instanceof Error ? error : new SweepError(String(error));
      this.stop("stopped");
    });
  }
}
