/** What the panel's benchmark measures, and how it leaves the extension host: as one line on the console. */

export interface Measures {
  /** Milliseconds, to load the program and to activate it. */
  readonly activation: { readonly load: number; readonly own: number };
  /** The host's event loop while nothing goes on. */
  readonly idle: Turn["loop"];
  readonly groups: readonly {
    readonly threads: number;
    /** With the inspector in sight. */
    readonly seen: readonly Turn[];
    readonly unseen: readonly Turn[];
    /** With frames at full rate that nobody draws: what watching costs the worker and the host alone. */
    readonly taken: readonly Turn[];
    /** Milliseconds from leaving the worker to standing on the screen, frame by frame. */
    readonly latencies: readonly number[];
    readonly framesPerSecond: number;
  }[];
}

export interface Turn {
  readonly stepsPerSecond: number;
  /** How late the event loop was, in milliseconds. */
  readonly loop: { readonly p99: number; readonly max: number };
}

const mark = "induction-lab-bench:";

/** In letters and digits alone: consoles replace what follows a per cent sign. */
export function writeMeasures(measures: Measures): string {
  return `${mark}${Buffer.from(JSON.stringify(measures)).toString("base64")};`;
}

/** The measures in a line of the console, if it holds them. */
export function readMeasures(line: string): Measures | undefined {
  const encoded = new RegExp(`${mark}([^;]*);`).exec(line)?.[1];
  // Written by writeMeasures.
  return encoded === undefined
    ? undefined
    : (JSON.parse(Buffer.from(encoded, "base64").toString()) as Measures);
}
