/** Going on with a run that nobody trains. */
import type { RunView } from "../runs";
import type { Services } from "../services";
import type { TrainedRun } from "../supervisor";

/** Sets a run that nobody trains going again, from its newest checkpoint or an earlier one. */
export function resumeFolder(
  { supervisor }: Services,
  { directory, name, source, totalSteps }: RunView,
  fromStep?: number,
): TrainedRun {
  const task = {
    kind: "resume",
    runDirectory: directory,
    ...(fromStep !== undefined && { fromStep }),
  } as const;
  return supervisor.start({ task, name, source, totalSteps });
}
