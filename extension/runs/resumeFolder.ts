/** Going on with a run that nobody trains. */
import type { Supervisor, TrainedRun } from "../supervisor";
import type { RunView } from "./runView";

/** Sets a run that nobody trains going again, from its newest checkpoint or an earlier one. */
export function resumeFolder(
  supervisor: Supervisor,
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
