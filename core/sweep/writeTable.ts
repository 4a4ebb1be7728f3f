/** `results.csv` and `results.parquet` in a sweep's folder: written anew as members end, and when all have. */
import { writeAtomically } from "../runs";
import type { MemberResult, SweepPlan } from "./plan";
import { openSweep } from "./sweepFolder";
import { sweepPaths } from "./sweepPaths";
import { resultsTable } from "./table";
import { csvOf, parquetOf } from "./tableFiles";

/** From the results that are on disk. @throws SweepError, RunFolderError */
export async function writeTable(directory: string): Promise<void> {
  const { plan, results } = await openSweep(directory);
  await writeFiles(directory, plan, results);
}

async function writeFiles(
  directory: string,
  plan: SweepPlan,
  results: readonly MemberResult[],
): Promise<void> {
  const table = resultsTable(plan, results);
  const { csv, parquet } = sweepPaths(directory);
  await Promise.all([writeAtomically(csv, csvOf(table)), writeAtomically(parquet, parquetOf(table))]);
}

/** Milliseconds between two writings. */
const interval = 2_000;

/** Keeps the table of a sweep that goes on; as long as none can be written, the last one stays. */
export class TableWriter {
  readonly #results: Map<number, MemberResult>;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #warned = false;

  /** @param warn is told, once, what keeps the table from being written */
  constructor(
    private readonly directory: string,
    private readonly plan: SweepPlan,
    results: readonly MemberResult[],
    private readonly warn: (message: string) => void,
  ) {
    this.#results = new Map(results.map((result) => [result.index, result]));
  }

  /** By index. */
  get results(): readonly MemberResult[] {
    return Array.from(this.#results.values()).sort((a, b) => a.index - b.index);
  }

  add(result: MemberResult): void {
    this.#results.set(result.index, result);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.write();
    }, interval);
  }

  /** Resolves when the newest state is on disk, or cannot be written. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.write();
    await this.#writing;
  }

  private write(): void {
    this.#writing = this.#writing
      .then(() => writeFiles(this.directory, this.plan, this.results))
      .catch((error: unknown) => {
        if (!this.#warned) this.warn(error instanceof Error ? error.message : String(error));
        this.#warned = true;
      });
  }
}
