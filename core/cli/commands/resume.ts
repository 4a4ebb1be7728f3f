/** `resume`: going on with a run. */
import { describeRun, openRun } from "../../runs";
import { resumeRun } from "../../training";
import { InputError } from "../exit";
import type { Output } from "../output";
import { watchRun } from "../watchRun";

export interface ResumeOptions {
  /** Steps to add. */
  readonly more?: number;
  /** The checkpoint to go on from. */
  readonly from?: number;
}

export async function resume(
  runDirectory: string,
  { more, from }: ResumeOptions,
  output: Output,
): Promise<number> {
  const { manifest } = await openRun(runDirectory);
  if (manifest?.status === "done" && more === undefined && from === undefined) {
    throw new InputError(
      `${runDirectory} is ${describeRun(manifest).sentence}: nothing is left to do. Train it further with --more <steps>.`,
    );
  }
  if (manifest) output.line(`${manifest.name}: ${describeRun(manifest).sentence}`);
  return watchRun(output, (onEvent) =>
    resumeRun({
      runDirectory,
      onEvent,
      ...(more !== undefined && { extraSteps: more }),
      ...(from !== undefined && { fromStep: from }),
    }),
  );
}
