/** `diagnose`: what went wrong in a run, in words, with evidence and advice. */
import { diagnosisOf } from "../../diagnosis";
import type { Diagnosis, Finding } from "../../studies";
import { ExitCode } from "../exit";
import { keepStudy } from "../keepStudy";
import { counted, grouped } from "../numbers";
import type { Output } from "../output";

export async function diagnose(directory: string, output: Output): Promise<number> {
  const diagnosis = await diagnosisOf(directory);
  const path = await keepStudy(directory, "diagnosis", diagnosis, output);
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
