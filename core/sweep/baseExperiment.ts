/** The experiment that a sweep is about: a preset, a file, or written inside the sweep's own. Its fields are not judged. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { formatProblem, nearest, presets, readSource, type Path } from "../config";

export interface BaseExperiment {
  /** As it is written. */
  readonly value: unknown;
  /** Where relative paths of data files start; absolute. */
  readonly directory: string;
  /** In the sweep file, where the experiment is written in it; null where it is elsewhere. */
  readonly place: Path | null;
  /** What to call it. */
  readonly title: string;
}

/**
 * @param name of an experiment within the sweep file that has none
 * @param from where the sweep file lies
 * @returns what is wrong where there is no such experiment, or none that can be read
 */
export function baseExperiment(
  experiment: string | Readonly<Record<string, unknown>>,
  name: string,
  from: string,
): BaseExperiment | string {
  const directory = path.resolve(from);
  if (typeof experiment !== "string") {
    return { value: { name, ...experiment }, directory, place: ["experiment"], title: "the experiment" };
  }
  const preset = presets.find(({ id }) => id === experiment);
  if (preset) return { value: preset.experiment, directory, place: null, title: `preset ${experiment}` };
  if (!/[\\/]|\.json$/.test(experiment)) return noPreset(experiment);
  return fromFile(experiment, path.resolve(directory, experiment));
}

function fromFile(title: string, file: string): BaseExperiment | string {
  try {
    const { value, problems } = readSource(readFileSync(file, "utf8"));
    if (problems.length === 0) return { value, directory: path.dirname(file), place: null, title };
    return problems.map((problem) => formatProblem(problem, title)).join(" ");
  } catch (error) {
    return `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function noPreset(name: string): string {
  const ids = presets.map(({ id }) => id);
  const close = nearest(name, ids);
  const advice = close === undefined ? `There are ${ids.join(", ")}.` : `Did you mean "${close}"?`;
  return `There is no preset "${name}". ${advice} A file's name ends in .json.`;
}
