/** A training run from the outside: its events told, Ctrl-C passed on, its end put in words and an exit code. */
import { diagnoseRun } from "../diagnosis";
import { openRun } from "../runs";
import type { Outcome, TrainingEvent, TrainingRun } from "../training";
import { exitCodeOfSignal, ExitCode, InputError } from "./exit";
import { onInterruption } from "./interruption";
import { invocation } from "./invocation";
import { grouped } from "./numbers";
import type { Output } from "./output";
import { createProgress } from "./progress";
import { shellWord } from "./shellWord";
import { summarize } from "./summary";
import { resultLines } from "./summaryText";

/**
 * @param begin sets the run going
 * @param whenDone what is left to do when it came to its end
 * @throws InputError and what `begin` throws, when the run cannot be begun
 */
export async function watchRun(
  output: Output,
  begin: (onEvent: (event: TrainingEvent) => void) => Promise<TrainingRun>,
  whenDone?: (runDirectory: string) => Promise<number>,
): Promise<number> {
  const progress = createProgress(output);
  // Until the run goes on there is nothing to save, and the system ends this process at once.
  const run = await begun(begin((event) => progress.tell(event)));
  const interruption = onInterruption(() => {
    progress.note("Stopping after this step … Once more, and it ends at once.");
    run.stop();
  });
  try {
    const outcome = await run.finished;
    progress.close();
    await conclude(outcome, output);
    interruption.release();
    if (outcome.status === "done" && whenDone) return await whenDone(outcome.runDirectory);
    if (outcome.status === "stopped" && interruption.signal) return exitCodeOfSignal(interruption.signal);
    return outcome.status === "failed" ? ExitCode.failed : ExitCode.done;
  } finally {
    progress.close();
    interruption.release();
  }
}

/** What an engine cannot do with an experiment is its author's to change. */
async function begun(starting: Promise<TrainingRun>): Promise<TrainingRun> {
  try {
    return await starting;
  } catch (error) {
    throw error instanceof RangeError ? new InputError(error.message) : error;
  }
}

async function conclude(outcome: Outcome, output: Output): Promise<void> {
  const { status, step, runDirectory } = outcome;
  if (outcome.status === "failed") output.error(outcome.failure.message);
  // Where a folder is lost in mid-run there is nothing to sum up; that it failed is said.
  const run = await openRun(runDirectory).catch(() => null);
  if (!run) return;
  // It is an extra: where it cannot be had, the run is what it is.
  await diagnoseRun(runDirectory).catch(() => null);
  const summary = await summarize(run);
  output.object("summary", summary);
  output.line();
  output.line(`${{ done: "Done", stopped: "Stopped", failed: "Failed" }[status]} at step ${grouped(step)}.`);
  resultLines(summary).forEach((line) => output.line(line));
  output.line();
  adviceLines(status, shellWord(runDirectory)).forEach((line) => output.line(line));
  if (summary.diagnosis && summary.diagnosis.findings.length > 0) {
    output.line(`What to try: ${invocation()} diagnose ${shellWord(runDirectory)}`);
  }
}

function adviceLines(status: Outcome["status"], directory: string): string[] {
  const show = `The run is in ${directory}. See more of it with: ${invocation()} show ${directory}`;
  switch (status) {
    case "done":
      return [show];
    case "stopped":
      return [`A checkpoint is saved. Go on with: ${invocation()} resume ${directory}`];
    case "failed":
      return [show];
  }
}
