/** The bar on a terminal. It leaves the terminal's modes alone, so that nothing is to be mended when it is killed. */
import { SingleBar, type Options } from "cli-progress";

export interface ProgressBar {
  /** @param text what stands behind the bar */
  update(step: number, text: string): void;
  stop(): void;
}

/** Draws on standard output from now on. */
export function createProgressBar(totalSteps: number, step: number): ProgressBar {
  const bar = new SingleBar({ format: barLine, stream: process.stdout, linewrap: true, gracefulExit: false });
  bar.start(totalSteps, step, { text: "" });
  return {
    update: (at, text) => bar.update(at, { text }),
    stop: () => bar.stop(),
  };
}

const widest = 40;
const narrowest = 8;

/** In the terminal's width: the bar gives way first, then the end of the text is cut. */
const barLine: Exclude<Options["format"], string | undefined> = (
  _options,
  { progress, maxWidth },
  payload,
) => {
  const { text } = payload as { readonly text: string };
  const width = Math.max(narrowest, Math.min(widest, maxWidth - text.length - 1));
  const full = Math.round(width * progress);
  return `${"█".repeat(full)}${"░".repeat(width - full)} ${text}`;
};
