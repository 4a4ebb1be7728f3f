/** What a run is asked for with: plain data, which the workspace's memory keeps until the run has ended. */
import type { WorkerTask } from "../../core/protocol";

export interface RunRequest {
  readonly task: WorkerTask;
  /** The experiment's. */
  readonly name: string;
  /** The experiment's file, where it is known. */
  readonly source: string | null;
  readonly totalSteps: number;
}

export function directoryOf({ task }: RunRequest): string {
  return task.runDirectory;
}
