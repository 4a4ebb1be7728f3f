/**
 * `compare`: runs side by side, and on the same held-out sequences. What is given as an experiment is trained first: the
 * simplified and the full model, as the paper's third experiment compares them, are one command.
 */
import { stat } from "node:fs/promises";
import path from "node:path";
import { ofTokens, openTrained, sideBySide, type SideBySide, type Standing } from "../../evaluation";
import { leadingSubset } from "../../inspect";
import { layoutOf } from "../../model";
import { openRun } from "../../runs";
import { halfWidth, type Estimate } from "../../theory";
import { RunSetupError } from "../../training";
import { ExitCode, InputError } from "../exit";
import { decimal, grouped, stepTime } from "../numbers";
import type { Output } from "../output";
import { loadExperiment } from "../source";
import { summarize, type RunSummary } from "../summary";
import { tableLines } from "../table";
import { inspectorProgram } from "../inspectorProgram";
import { writeAndTell } from "./report";
import { newDirectory, train } from "./train";

export interface CompareOptions {
  readonly set?: readonly string[];
  readonly steps?: number;
  /** Where a page of the comparison is written. */
  readonly report?: string;
}

/** As many as one page compares. */
const most = 6;

export async function compare(
  sources: readonly string[],
  options: CompareOptions,
  output: Output,
): Promise<number> {
  if (sources.length < 2 || sources.length > most) {
    throw new InputError(`Two to ${most} runs are compared; these are ${sources.length}.`);
  }
  const program = options.report === undefined ? undefined : await inspectorProgram();
  // Before anything is trained: what is wrong with the last of them is better known at once.
  const folders = await Promise.all(sources.map(isFolder));
  for (const [index, source] of sources.entries()) {
    if (folders[index]) await openTrained(source);
    else ofTokens((await loadExperiment(source, options.set ?? [], output)).experiment, source);
  }
  if (folders.every((folder) => folder) && (options.set !== undefined || options.steps !== undefined)) {
    throw new InputError("All of these are runs that are trained already: --set and --steps have no place.");
  }
  const directories: string[] = [];
  for (const source of sources) {
    const directory = (await isFolder(source)) ? source : await trained(source, options, output);
    if (typeof directory === "number") return directory;
    directories.push(directory);
  }
  const summaries = await Promise.all(directories.map(async (each) => summarize(await openRun(each))));
  const models = await Promise.all(directories.map((each) => openTrained(each)));
  const sizes = models.map(({ model }) => layoutOf(model).size);
  const families = models.map(({ model }) => model.family);
  tableOf(directories, summaries, families, sizes).forEach((line) => output.line(line));
  const standing = await sideBySide(models).catch((error: unknown) => {
    if (!(error instanceof RunSetupError)) throw error;
    output.warning(error.message);
    return null;
  });
  if (standing) standingLines(directories, standing).forEach((line) => output.line(line));
  output.object("comparison", { runs: directories, families, parameters: sizes, ...standing });
  if (options.report === undefined || program === undefined) return ExitCode.done;
  return writeAndTell({ directories, file: options.report, program }, output);
}

/** @returns the new run's folder; the exit code of a training that did not come to its end */
async function trained(
  source: string,
  { set = [], steps }: CompareOptions,
  output: Output,
): Promise<string | number> {
  const { experiment } = await loadExperiment(source, set, output);
  const out = await newDirectory(experiment.name);
  const code = await train(source, { set, out, ...(steps !== undefined && { steps }) }, output);
  output.line();
  return code === ExitCode.done ? out : code;
}

function tableOf(
  directories: readonly string[],
  summaries: readonly RunSummary[],
  families: readonly string[],
  sizes: readonly number[],
): string[] {
  const row = (name: string, cell: (summary: RunSummary, index: number) => string) => [
    name,
    ...summaries.map(cell),
  ];
  const rows = [
    row("", (_, index) => path.basename(path.resolve(directories[index]))),
    row("family", (_, index) => families[index]),
    row("parameters", (_, index) => grouped(sizes[index])),
    row("steps", ({ run }) => (run ? grouped(run.step) : "")),
    row("loss", ({ run }) =>
      run?.losses ? `${decimal(run.losses.first)} → ${decimal(run.losses.last)}` : "",
    ),
    row("validation", ({ run }) =>
      run?.losses?.validation === undefined ? "" : decimal(run.losses.validation),
    ),
    row("scale a", ({ learned }) => (learned ? decimal(learned.scale) : "")),
    row("selected", selectedCell),
    row("heads", ({ learned }) =>
      (learned?.heads ?? []).map(({ lag }) => (lag === null ? "none" : `lag ${lag}`)).join(", "),
    ),
    row("time a step", ({ run }) =>
      run && run.step > 0 ? stepTime(run.timings.trainingSeconds / run.step) : "",
    ),
  ];
  return [...tableLines(rows), ""];
}

function selectedCell({ learned }: RunSummary): string {
  if (!learned || learned.subsets.length === 0) return "no selector";
  const { heads, weight } = leadingSubset(learned.subsets);
  return `{${heads.map((head) => head + 1).join(", ")}}, p ${weight.toFixed(4)}`;
}

function standingLines(directories: readonly string[], { sequences, models }: SideBySide): string[] {
  const head = ["", "loss", "log loss", "against the first", "KL", "total variation", "same likeliest token"];
  const rows = models.map((model, index) => [
    path.basename(path.resolve(directories[index])),
    ...standingCells(model),
  ]);
  return [
    `On the same ${grouped(sequences)} held-out sequences, with 95 % intervals:`,
    ...tableLines([head, ...rows], { right: [1, 2, 3, 4, 5, 6] }),
  ];
}

function standingCells({ loss, logLoss, against }: Standing): string[] {
  const own = [interval(loss), interval(logLoss)];
  if (!against) return own;
  const { divergence, totalVariation, agreement } = against;
  return [
    ...own,
    `${against.loss.mean >= 0 ? "+" : "−"}${interval({ ...against.loss, mean: Math.abs(against.loss.mean) })}`,
    interval(divergence),
    interval(totalVariation),
    `${(100 * agreement.mean).toFixed(1)} %`,
  ];
}

function interval(estimate: Estimate): string {
  return `${estimate.mean.toFixed(4)} ± ${halfWidth(estimate).toFixed(4)}`;
}

async function isFolder(source: string): Promise<boolean> {
  return stat(source).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
