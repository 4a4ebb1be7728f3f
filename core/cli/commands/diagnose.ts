/** `diagnose`: what went wrong in a run, in words, with evidence and advice. */
import { diagnosisOf } from "../../diagnosis";
import { writeStudy, type Diagnosis, type Finding } from "../../studies";
import { ExitCode } from "../exit";
import { counted, grouped } from "../numbers";
import type { Output } from "../output";

/** A run may be read where it cannot be written: then it is told all the same. */
export async function diagnose(directory: string, output: Output): Promise<number> {
  const diagnosis = await diagnosisOf(directory);
  const path = await writeStudy(directory, "diagnosis", diagnosis).catch((error: unknown) => {
    output.warning(`The diagnosis is not kept: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  });
  output.object("diagnosis", { path, ...diagnosis });
  diagnosisText(diagnosis).forEach((line) => output.line(line));
  if (path !== null) output.line(`Kept with the run: ${path}.`);
  return ExitCode.done;
}

function diagnosisText({ step, findings, notes }: Diagnosis): string[] {
  const count = findings.length === 0 ? "nothing unusual" : counted(findings.length, "finding");
  return [
    `At step ${grouped(step)}: ${count}.`,
    "",
    ...findings.flatMap(findingText),
    ...(notes.length > 0 ? ["Notes:", ...notes.map((note) => `  ${note}`), ""] : []),
  ];
}

function findingText({ severity, title, evidence, advice }: Finding): string[] {
  return [
    `${severity === "error" ? "Error" : "Warning"}: ${title}`,
    ...evidence.map((sentence) => `  ${sentence}`),
    ...advice.map((sentence, index) => `  ${index === 0 ? "Try:" : "    "} ${sentence}`),
    "",
  ];
}
