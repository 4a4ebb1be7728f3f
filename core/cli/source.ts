/** What `train`, `data` and `new` are given: an experiment file, or the name of a preset. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import {
  experimentFromValue,
  formatProblem,
  parseExperiment,
  presets,
  presetText,
  type Experiment,
  type ParseResult,
} from "../config";
import { InputError } from "./exit";
import type { Output } from "./output";

export interface ExperimentSource {
  readonly experiment: Experiment;
  /** Where relative paths inside the experiment start. */
  readonly directory: string;
  /** Its file, absolute; a preset has none. */
  readonly file?: string;
}

/**
 * Reads, overrides and checks an experiment; warnings are told.
 * @param source a preset's name, or else a path
 * @param overrides `path=value` each
 * @throws InputError with every problem in one go
 */
export async function loadExperiment(
  source: string,
  overrides: readonly string[],
  output: Output,
): Promise<ExperimentSource> {
  const preset = presets.find(({ id }) => id === source);
  const parsed = preset
    ? experimentFromValue(preset.experiment, { overrides })
    : parseExperiment(await experimentText(source), { overrides });
  const title = preset ? `preset ${source}` : source;
  const experiment = accepted(parsed, title, output);
  return preset
    ? { experiment, directory: "." }
    : { experiment, directory: path.dirname(source), file: path.resolve(source) };
}

/** The text of a preset as a new experiment file. @throws InputError when there is none of that name */
export function presetTextOf(id: string, name?: string): string {
  try {
    return presetText(id, name);
  } catch (error) {
    if (error instanceof RangeError) throw new InputError(error.message);
    throw error;
  }
}

function accepted(parsed: ParseResult, title: string, output: Output): Experiment {
  if (parsed.ok) {
    for (const warning of parsed.warnings) {
      // The output says itself that it is a warning.
      output.warning(formatProblem({ ...warning, severity: "error" }, title), { problems: [warning] });
    }
    return parsed.experiment;
  }
  const { problems } = parsed;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const lines = problems.map((problem) => formatProblem(problem, title));
  const count = errors === 1 ? "1 problem" : `${errors} problems`;
  throw new InputError(`${count} in ${title}; nothing was written.`, lines, problems);
}

async function experimentText(source: string): Promise<string> {
  try {
    return await readFile(source, "utf8");
  } catch (error) {
    throw new InputError(unreadable(source, error));
  }
}

function unreadable(source: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EISDIR")
    return `${source} is a folder; an experiment is a file. To go on with a run, use resume.`;
  if (code !== "ENOENT") return `${source} cannot be read: ${errorMessage(error)}`;
  if (/[\\/]|\.json$/.test(source)) return `There is no file ${source}.`;
  return `${noPreset(source)} Nor is there a file of that name.\nPresets: ${presets.map(({ id }) => id).join(", ")}.`;
}

/** What core/config says to a name that is no preset's: the nearest one. */
function noPreset(id: string): string {
  try {
    return presetText(id);
  } catch (error) {
    return errorMessage(error);
  }
}

function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
