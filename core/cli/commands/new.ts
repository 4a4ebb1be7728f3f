/** `new`: a preset as an experiment file to edit. */
import path from "node:path";
import { ExitCode } from "../exit";
import { invocation } from "../invocation";
import { writeNewFile } from "../newFile";
import type { Output } from "../output";
import { presetTextOf } from "../source";

/** The experiment is called like its file. */
export async function newExperiment(
  preset: string,
  file: string | undefined,
  output: Output,
): Promise<number> {
  const target = file ?? `${preset}.induction.json`;
  const name = path.basename(target).replace(/(\.induction)?\.json$/, "");
  await writeNewFile(target, presetTextOf(preset, name));
  output.object("file", { path: target });
  output.line(`Wrote ${target}. Train it with: ${invocation()} train ${target}`);
  return ExitCode.done;
}
