/** `show`: all about one run. */
import { openRun } from "../../runs";
import { ExitCode } from "../exit";
import type { Output } from "../output";
import { summarize } from "../summary";
import { summaryLines } from "../summaryText";

/** @returns failed where a part of the run is damaged */
export async function show(directory: string, output: Output): Promise<number> {
  const summary = await summarize(await openRun(directory));
  output.object("summary", summary);
  summaryLines(summary).forEach((line) => output.line(line));
  return summary.problems.length === 0 ? ExitCode.done : ExitCode.failed;
}
