/** The checkpoint that a run goes on from. What it means there is resume.ts. */
import type { ParameterLayout } from "../model";
import type { Run } from "../runs";
import { fromSafetensors, type Checkpoint } from "./checkpoint";
import { RunSetupError } from "./setupError";

export interface FoundCheckpoint {
  /** Null where none was written yet: the run ended before its first step and begins anew. */
  readonly checkpoint: Checkpoint | null;
  /** Newer ones that cannot be read, in words. */
  readonly warnings: readonly string[];
}

/**
 * @param step the one to take; by default the newest that can be read
 * @throws RunSetupError when there is none of that step, or none that can be read
 */
export async function findCheckpoint(
  run: Run,
  layout: ParameterLayout,
  step?: number,
): Promise<FoundCheckpoint> {
  const all = (await run.checkpoints()).map((entry) => entry.step);
  const candidates = step === undefined ? all.toReversed() : [step];
  const warnings: string[] = [];
  if (step !== undefined && !all.includes(step)) {
    throw new RunSetupError(
      `The run in ${run.directory} has no checkpoint of step ${step}; it has: ${all.join(", ")}.`,
    );
  }
  for (const candidate of candidates) {
    try {
      return { checkpoint: fromSafetensors(await run.readCheckpoint(candidate), layout), warnings };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      warnings.push(`The checkpoint of step ${candidate} is passed over: ${reason}`);
    }
  }
  if (warnings.length === 0)
    return { checkpoint: null, warnings: ["The run ended before its first checkpoint: it begins anew."] };
  throw new RunSetupError(
    `The run in ${run.directory} has no checkpoint to resume from. ${warnings.join(" ")} Start its experiment anew.`,
  );
}
