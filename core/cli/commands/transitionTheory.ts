/** `theory` of the mixed target: the course that layer 2's training follows but for chance, beside a run's own. */
import { experimentFromValue, isMixed, type MixedExperiment } from "../../config";
import { transitionStudyOf, transitionStudyOfRun } from "../../evaluation";
import { mixedCourse, type MixedCourse } from "../../inspect";
import type { Run } from "../../runs";
import type { TransitionStudy } from "../../studies";
import { ExitCode } from "../exit";
import { keepStudy } from "../keepStudy";
import type { Output } from "../output";
import { transitionLines } from "../transitionTable";

/** @param of a run is kept in its folder */
export async function transitionTheory(of: MixedExperiment | Run, output: Output): Promise<number> {
  if (!isRun(of)) {
    tell(await transitionStudyOf(of), null, output);
    return ExitCode.done;
  }
  const study = await transitionStudyOfRun(of);
  tell(study, await measuredCourse(of), output);
  const path = await keepStudy(of.directory, "transition", study, output);
  if (path === null) return ExitCode.done;
  output.object("file", { path });
  output.line(`Kept with the run: ${path}.`);
  return ExitCode.done;
}

/** Null where its experiment cannot be read. */
async function measuredCourse(run: Run): Promise<MixedCourse | null> {
  const parsed = experimentFromValue(run.config);
  return parsed.ok ? mixedCourse((await run.metrics()).lines, parsed.experiment.training.stages) : null;
}

/** Whether a run is of the mixed target; one whose experiment cannot be read is none. */
export function isMixedRun({ config }: Run): boolean {
  const parsed = experimentFromValue(config);
  return parsed.ok && isMixed(parsed.experiment);
}

function isRun(of: MixedExperiment | Run): of is Run {
  return "directory" in of;
}

function tell(study: TransitionStudy, measured: MixedCourse | null, output: Output): void {
  output.object("transition", { ...study });
  transitionLines(study, measured).forEach((line) => output.line(line));
  study.notes.forEach((note) => output.warning(note));
}
