/**
 * What the runner inside the extension host says to the test outside, through the console: one line an event. Only
 * types and how a line is written and read.
 */

export type HostEvent =
  | {
      readonly kind: "test";
      /** The titles of the suites around it, outermost first. */
      readonly suites: readonly string[];
      readonly title: string;
      readonly state: "passed" | "failed" | "pending";
      /** Milliseconds. */
      readonly duration: number;
      /** Message and stack of a failure. */
      readonly error?: string;
    }
  | { readonly kind: "end"; readonly tests: number }
  /** Nothing could be run. */
  | { readonly kind: "broken"; readonly error: string };

const mark = "induction-lab-host-event:";

/** In letters and digits alone: consoles replace what follows a per cent sign. */
export function writeEvent(event: HostEvent): string {
  return `${mark}${Buffer.from(JSON.stringify(event)).toString("base64")};`;
}

/** The event in a line of the console, if it holds one. */
export function readEvent(line: string): HostEvent | undefined {
  const encoded = new RegExp(`${mark}([^;]*);`).exec(line)?.[1];
  if (encoded === undefined) return undefined;
  // Written by writeEvent.
  return JSON.parse(Buffer.from(encoded, "base64").toString()) as HostEvent;
}
