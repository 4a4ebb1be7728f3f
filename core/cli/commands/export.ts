/** `export`: a run as one file for other tools. */
import path from "node:path";
import { exportRun as writeExport, openRun, type ExportFormat } from "../../runs";
import { ExitCode } from "../exit";
import { refuseExisting } from "../newFile";
import type { Output } from "../output";

export interface ExportOptions {
  readonly to: ExportFormat;
  readonly out?: string;
  /** Writes over a file that is there. */
  readonly replace?: boolean;
}

/** @returns failed where a part of the run is damaged; everything else is in the file */
export async function exportRun(
  directory: string,
  { to, out, replace = false }: ExportOptions,
  output: Output,
): Promise<number> {
  const run = await openRun(directory);
  const file = out ?? `${path.basename(path.resolve(directory))}.${to}`;
  if (!replace) await refuseExisting(file);
  const { problems } = await writeExport(run, to, file);
  problems.forEach((problem) => output.warning(problem));
  output.object("file", { path: file });
  output.line(`Wrote ${file}.`);
  return problems.length === 0 ? ExitCode.done : ExitCode.failed;
}
