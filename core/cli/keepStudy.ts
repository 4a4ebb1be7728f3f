/** The way of a study into its run's folder. A run may be read where it cannot be written: then it is told all the same. */
import { diagnoseRun, diagnosisLines } from "../diagnosis";
import { writeStudy, type Studies, type StudyKind } from "../studies";
import { invocation } from "./invocation";
import type { Output } from "./output";
import { shellWord } from "./shellWord";

/** @returns the file; null where it could not be written, of which people have been warned */
export async function keepStudy<Kind extends StudyKind>(
  directory: string,
  kind: Kind,
  study: NonNullable<Studies[Kind]>,
  output: Output,
): Promise<string | null> {
  return writeStudy(directory, kind, study).catch((error: unknown) => {
    output.warning(`The ${kind} is not kept: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  });
}

/** The same, and people and programs are told where it is. @returns whether it is kept */
export async function keepAndTell<Kind extends StudyKind>(
  directory: string,
  kind: Kind,
  study: NonNullable<Studies[Kind]>,
  output: Output,
): Promise<boolean> {
  const path = await keepStudy(directory, kind, study, output);
  if (path === null) return false;
  output.object("file", { path });
  output.line(`Kept with the run: ${path}.`);
  return true;
}

/** Some findings come of other studies: who has made one looks again, and tells people what is found now. */
export async function renewDiagnosis(directory: string, output: Output): Promise<void> {
  // It is an extra: where it cannot be had, the study is what it is.
  const diagnosis = await diagnoseRun(directory).catch(() => null);
  if (!diagnosis) return;
  output.line(`Diagnosis: ${diagnosisLines(diagnosis).join(" ")}`);
  if (diagnosis.findings.length > 0) {
    output.line(`What to try: ${invocation()} diagnose ${shellWord(directory)}`);
  }
}
