/** `report`: one or several runs as one HTML file, the inspector with all that it shows inside. */
import path from "node:path";
import { writeReport } from "../../report";
import { ExitCode, InputError } from "../exit";
import { inspectorProgram } from "../inspectorProgram";
import { refuseExisting } from "../newFile";
import { fileSize } from "../numbers";
import type { Output } from "../output";

export interface ReportOptions {
  readonly out?: string;
  /** Writes over a file that is there. */
  readonly replace?: boolean;
}

/** As many as one page compares. */
const mostRuns = 6;

/** @returns failed where a part of a run is damaged; everything else is in the file */
export async function report(
  directories: readonly string[],
  { out, replace = false }: ReportOptions,
  output: Output,
): Promise<number> {
  if (directories.length > mostRuns) {
    throw new InputError(`A report holds at most ${mostRuns} runs; these are ${directories.length}.`);
  }
  const program = await inspectorProgram();
  const file = out ?? defaultFile(directories);
  if (!replace) await refuseExisting(file);
  return writeAndTell({ directories, file, program }, output);
}

export interface ReportTask {
  readonly directories: readonly string[];
  readonly file: string;
  /** See `inspectorProgram`. */
  readonly program: string;
}

/** Writes over a file that is there. */
export async function writeAndTell(
  { directories, file, program }: ReportTask,
  output: Output,
): Promise<number> {
  const { bytes, leftOut, problems } = await writeReport({ runDirectories: directories, file, program });
  problems.forEach((problem) => output.warning(problem));
  output.object("file", { path: file, bytes, leftOut });
  output.line(`Wrote ${file}, ${fileSize(bytes)}: open it in any browser.`);
  leftOut.forEach((sentence) => output.line(sentence));
  return problems.length === 0 ? ExitCode.done : ExitCode.failed;
}

/** Here, named like the run. */
function defaultFile(directories: readonly string[]): string {
  const name = path.basename(path.resolve(directories[0]));
  return directories.length === 1 ? `${name}.html` : `${name}-compared.html`;
}
