/** `new`: a preset as an experiment file to edit, or a ready sweep as a sweep file. */
import path from "node:path";
import { nearest, presets } from "../../config";
import { sweepPresets, sweepPresetText } from "../../sweep";
import { ExitCode, InputError } from "../exit";
import { invocation } from "../invocation";
import { writeNewFile } from "../newFile";
import type { Output } from "../output";
import { shellWord } from "../shellWord";
import { presetTextOf } from "../source";

/** What is in the file is called like it. */
export async function newFile(preset: string, file: string | undefined, output: Output): Promise<number> {
  const sweep = sweepPresets.some(({ id }) => id === preset);
  if (!sweep) refuseUnknown(preset);
  const target = file ?? `${preset}${sweep ? ".sweep.json" : ".induction.json"}`;
  const name = path.basename(target).replace(/(\.induction|\.sweep)?\.json$/, "");
  await writeNewFile(target, sweep ? sweepPresetText(preset, name) : presetTextOf(preset, name));
  output.object("file", { path: target });
  const command = `${invocation()} ${sweep ? "sweep" : "train"} ${shellWord(target)}`;
  output.line(`Wrote ${target}. ${sweep ? "Run" : "Train"} it with: ${command}`);
  return ExitCode.done;
}

/** Both kinds of names are looked through for the nearest one. */
function refuseUnknown(preset: string): void {
  const experiments: readonly string[] = presets.map(({ id }) => id);
  if (experiments.includes(preset)) return;
  const sweeps = sweepPresets.map(({ id }) => id);
  const close = nearest(preset, [...experiments, ...sweeps]);
  const advice =
    close === undefined
      ? `Experiments: ${experiments.join(", ")}. Sweeps: ${sweeps.join(", ")}.`
      : `Did you mean "${close}"?`;
  throw new InputError(`There is no preset "${preset}". ${advice}`);
}
