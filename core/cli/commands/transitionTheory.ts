/** `theory` of the mixed target: the course that layer 2's training follows but for chance, beside a run's own. */
import type { MixedExperiment } from "../../config";
import { transitionStudyOf, transitionStudyOfRun } from "../../evaluation";
import { mixedCourse, type MixedCourse } from "../../inspect";
import type { Run } from "../../runs";
import type { TransitionStudy } from "../../studies";
import { ExitCode } from "../exit";
import { keepAndTell } from "../keepStudy";
import type { Output } from "../output";
import { transitionLines } from "../transitionTable";

export async function transitionTheory(experiment: MixedExperiment, output: Output): Promise<number> {
  tell(await transitionStudyOf(experiment), null, output);
  return ExitCode.done;
}

/** It is kept in the run's folder. */
export async function transitionTheoryOfRun(
  run: Run,
  experiment: MixedExperiment,
  output: Output,
): Promise<number> {
  const [{ lines }, snapshots] = await Promise.all([run.metrics(), run.snapshots()]);
  const study = await transitionStudyOfRun({ run, experiment, snapshots });
  tell(study, mixedCourse(lines, experiment.training.stages), output);
  await keepAndTell(run.directory, "transition", study, output);
  return ExitCode.done;
}

function tell(study: TransitionStudy, measured: MixedCourse | null, output: Output): void {
  output.object("transition", { ...study });
  transitionLines(study, measured).forEach((line) => output.line(line));
  study.notes.forEach((note) => output.warning(note));
}
