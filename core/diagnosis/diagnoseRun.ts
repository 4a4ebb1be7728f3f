/** A run's diagnosis, from its folder and into it. */
import { experimentFromValue } from "../config";
import { openRun } from "../runs";
import { writeStudy, type Diagnosis } from "../studies";
import { diagnose } from "./diagnose";
import { gather } from "./gather";
import { mixedDiagnosisOf } from "./mixed";

/**
 * Reads what was recorded; of a run that goes on, as far as that is on disk. Takes a fraction of a second.
 * @throws RunFolderError where there is no run, or `run.json` is damaged
 * @throws RunSetupError where its experiment is damaged
 */
export async function diagnosisOf(directory: string): Promise<Diagnosis> {
  const run = await openRun(directory);
  const parsed = experimentFromValue(run.config);
  const mixed = await mixedDiagnosisOf(run, parsed.ok ? parsed.experiment : null);
  if (mixed) return mixed;
  return diagnose(await gather(run));
}

/** The same, kept in the run's folder. @throws RunFolderError where it cannot be written, too */
export async function diagnoseRun(directory: string): Promise<Diagnosis> {
  const diagnosis = await diagnosisOf(directory);
  await writeStudy(directory, "diagnosis", diagnosis);
  return diagnosis;
}

/** One line, or one for each finding: what is said at the end of a run. */
export function diagnosisLines({ findings }: Diagnosis): string[] {
  if (findings.length === 0) return ["nothing unusual"];
  return findings.map(({ title }) => title);
}
