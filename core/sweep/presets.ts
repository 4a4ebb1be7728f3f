/** Sweeps to start from. They are sources, as a file would be. */
import type { SweepInput } from "./schema";

export interface SweepPreset {
  readonly id: string;
  readonly title: string;
  /** What it varies, how long it takes, and what is known of its outcome. */
  readonly description: string;
  readonly sweep: SweepInput;
}

export const sweepPresets: readonly SweepPreset[] = [];

/**
 * A ready sweep as the text of a new sweep file called `name`: plain JSON.
 * @throws RangeError when there is none of that name
 */
export function sweepPresetText(id: string, name: string = id): string {
  const preset = sweepPresets.find((candidate) => candidate.id === id);
  if (!preset) throw new RangeError(`There is no ready sweep "${id}".`);
  return `${JSON.stringify({ ...preset.sweep, name }, null, 2)}\n`;
}
