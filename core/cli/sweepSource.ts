/** What `sweep` is given: a sweep file, or the name of a ready sweep; and the plan that comes of it. */
import { readFile } from "node:fs/promises";
import { formatProblem, nearest, parseExperiment } from "../config";
import { parseSweep, planSweep, sweepPresets, sweepPresetText, type SweepPlan } from "../sweep";
import { InputError } from "./exit";
import type { Output } from "./output";

/**
 * Warnings are told.
 * @param overrides `path=value` each, for the experiment of every run
 * @throws InputError with every problem in one go
 */
export async function loadSweep(
  source: string,
  overrides: readonly string[],
  output: Output,
): Promise<SweepPlan> {
  const preset = sweepPresets.find(({ id }) => id === source);
  const title = preset ? `ready sweep ${source}` : source;
  const text = preset ? sweepPresetText(source) : await sweepText(source);
  const parsed = parseSweep(text, { overrides, ...(preset ? {} : { file: source }) });
  if (parsed.ok) {
    for (const warning of parsed.warnings) {
      // The output says itself that it is a warning.
      output.warning(formatProblem({ ...warning, severity: "error" }, title), { problems: [warning] });
    }
    return planSweep(parsed.sweep);
  }
  const { problems } = parsed;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const lines = problems.map((problem) => formatProblem(problem, title));
  // An experiment in a sweep's place has a list of problems that nobody needs.
  if (parseExperiment(text).ok) {
    throw new InputError(
      `${title} is an experiment, not a sweep. Train it with train; a sweep names it as its experiment.`,
    );
  }
  throw new InputError(
    `${errors === 1 ? "1 problem" : `${errors} problems`} in ${title}; nothing was trained.`,
    lines,
    problems,
  );
}

async function sweepText(source: string): Promise<string> {
  try {
    return await readFile(source, "utf8");
  } catch (error) {
    throw new InputError(unreadable(source, error));
  }
}

function unreadable(source: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EISDIR") return `${source} is a folder, but not of a sweep: it has no sweep.json.`;
  if (code !== "ENOENT")
    return `${source} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  if (/[\\/]|\.json$/.test(source)) return `There is no file ${source}.`;
  const ids = sweepPresets.map(({ id }) => id);
  const close = nearest(source, ids);
  const advice = close === undefined ? "" : ` Did you mean "${close}"?`;
  return `There is no ready sweep "${source}", nor a file or a folder of that name.${advice}\nReady sweeps: ${ids.join(", ")}.`;
}
