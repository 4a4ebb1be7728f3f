/**
 * `metrics.jsonl`: one JSON object a line for every recorded step, appended in batches.
 * Losses, norms and rates live here; what has a shape belongs to the snapshots.
 */
import { open, readFile } from "node:fs/promises";
import { writeAtomically } from "./atomic";
import { errorMessage, fileWork } from "./errors";
import { jsonNumber, jsonText } from "./json";

/** The numbers of one step; a metric that was not measured there is left out. */
export interface MetricsLine {
  readonly step: number;
  readonly [metric: string]: number;
}

export interface Metrics {
  readonly lines: readonly MetricsLine[];
  /** What could not be read, in words; everything else is in `lines`. */
  readonly problems: readonly string[];
}

/** Appends to an existing metrics file. */
export class MetricsWriter {
  #pending: string[] = [];

  private constructor(
    private readonly path: string,
    private size: number,
  ) {}

  static async open(path: string): Promise<MetricsWriter> {
    const size = await fileWork("open", path, async () => {
      const handle = await open(path, "r+");
      try {
        return (await handle.stat()).size;
      } finally {
        await handle.close();
      }
    });
    return new MetricsWriter(path, size);
  }

  /** Keeps the line in memory until `flush`. */
  add(line: MetricsLine): void {
    this.#pending.push(`${jsonText(line)}\n`);
  }

  /**
   * Appends what was added, durably. Always writes behind the last whole batch, so that after a failure
   * (a full disk) the next flush writes over the torn one. Not to be called again before it is done.
   * @throws RunFolderError; then the lines are still kept
   */
  async flush(): Promise<void> {
    const count = this.#pending.length;
    if (count === 0) return;
    const bytes = Buffer.from(this.#pending.join(""));
    await fileWork("append to", this.path, async () => {
      const handle = await open(this.path, "r+");
      try {
        await writeAll(handle, bytes, this.size);
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
    this.size += bytes.length;
    this.#pending.splice(0, count);
  }
}

/** Every whole line. A missing file, damaged lines and a torn last one are named in `problems`. */
export async function readMetrics(path: string): Promise<Metrics> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    return { lines: [], problems: [`metrics.jsonl cannot be read: ${errorMessage(error)}`] };
  }
  const texts = text.split("\n");
  if (texts.at(-1) === "") texts.pop();
  const lines: MetricsLine[] = [];
  const damaged: number[] = [];
  texts.forEach((lineText, index) => {
    const line = parseLine(lineText);
    if (line) lines.push(line);
    else damaged.push(index + 1);
  });

  const problems: string[] = [];
  if (damaged.at(-1) === texts.length && !text.endsWith("\n")) {
    problems.push(
      `metrics.jsonl: the last line, ${damaged.pop()}, is torn and passed over: its writing was cut short`,
    );
  }
  if (damaged.length > 0) {
    problems.push(
      `metrics.jsonl: ${damaged.length} damaged lines passed over, the first is line ${damaged[0]}`,
    );
  }
  return { lines, problems };
}

/** Drops the lines of later steps than `step`, and the damaged ones. @throws RunFolderError */
export async function truncateMetricsAfter(path: string, step: number): Promise<void> {
  const { lines } = await readMetrics(path);
  const kept = lines.filter((line) => line.step <= step);
  await writeAtomically(path, kept.map((line) => `${jsonText(line)}\n`).join(""));
}

async function writeAll(
  handle: Awaited<ReturnType<typeof open>>,
  bytes: Buffer,
  position: number,
): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** Values that are no numbers are not metrics and are passed over. */
function parseLine(text: string): MetricsLine | undefined {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
    const numbers = Object.entries(json).flatMap(([metric, value]) => {
      const number = jsonNumber(value);
      return number === undefined ? [] : [[metric, number] as const];
    });
    const line: Record<string, number> = Object.fromEntries(numbers);
    return Number.isFinite(line.step) ? { ...line, step: line.step } : undefined;
  } catch {
    return undefined;
  }
}
