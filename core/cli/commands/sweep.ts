/** `sweep`: all runs of a sweep on this machine, begun or gone on with. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { runDirectoryName } from "../../runs";
import {
  createSweep,
  isSweep,
  readPlan,
  runSweep,
  slurmJobsOf,
  sweepMeasures,
  missingPlateauLawOf,
  plateauLawOf,
  plateauTheoryLawOf,
  sweepPaths,
  type SweepOutcome,
  type SweepPlan,
} from "../../sweep";
import { exitCodeOfSignal, ExitCode, InputError } from "../exit";
import { plateauLawLines } from "../plateauLaw";
import { onInterruption } from "../interruption";
import { invocation } from "../invocation";
import { counted, duration } from "../numbers";
import type { Output } from "../output";
import { shellWord } from "../shellWord";
import { createSweepProgress } from "../sweepProgress";
import { loadSweep } from "../sweepSource";
import { shortName, shortValue, sweepSummaryLines, usualMeasures } from "../sweepSummary";
import { tableLines } from "../table";

export interface SweepOptions {
  readonly out?: string;
  readonly processes?: number;
  readonly set?: readonly string[];
  readonly measures?: readonly string[];
  readonly retry?: boolean;
  readonly dryRun?: boolean;
}

export async function sweep(source: string, options: SweepOptions, output: Output): Promise<number> {
  const measures = knownMeasures(options.measures);
  const prepared = await prepareSweep(source, options, output);
  const { plan } = prepared;
  if (options.dryRun) {
    tellPlan(plan, output);
    return ExitCode.done;
  }
  const directory = await prepared.folder();
  output.line(`${plan.name}: ${directory}`);
  await warnOfJobs(directory, output);
  const began = performance.now();
  const { outcome, signal } = await run(directory, plan, options, output);
  const seconds = (performance.now() - began) / 1000;
  return conclude({ directory, plan, outcome, measures, seconds, signal, options: "" }, output);
}

async function warnOfJobs(directory: string, output: Output): Promise<void> {
  const jobs = await slurmJobsOf(directory);
  if (jobs.length === 0) return;
  output.warning(
    `This sweep was handed in to Slurm (job ${jobs.join(", ")}). If that still goes on, two train the same runs and ` +
      `get in each other's way: end it first (scancel ${jobs.join(" ")}), or go on with --on slurm.`,
  );
}

/** A sweep's plan, and its folder where it is or will be. */
export interface PreparedSweep {
  readonly plan: SweepPlan;
  /** Makes the folder where there is none yet. */
  readonly folder: () => Promise<string>;
}

/** @throws InputError, SweepError, RunFolderError */
export async function prepareSweep(
  source: string,
  { out, set = [] }: Pick<SweepOptions, "out" | "set">,
  output: Output,
): Promise<PreparedSweep> {
  if (await isSweep(source)) {
    if (out !== undefined || set.length > 0) {
      throw new InputError(
        `${source} is a sweep that was begun: its runs and its folder are settled, so --out and --set have no place.`,
      );
    }
    return { plan: await readPlan(source), folder: () => Promise.resolve(source) };
  }
  const plan = await loadSweep(source, set, output);
  const folder = async () => {
    const directory = out ?? (await newDirectory(plan.name));
    await createSweep(directory, plan);
    return directory;
  };
  return { plan, folder };
}

async function newDirectory(name: string): Promise<string> {
  const existing = await readdir("sweeps").catch(() => []);
  return path.join("sweeps", runDirectoryName(name, existing, new Date()));
}

/** @throws InputError for a measure that there is not */
export function knownMeasures(wanted: readonly string[] = usualMeasures): readonly string[] {
  const names: readonly string[] = sweepMeasures.map(({ name }) => name);
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length === 0) return wanted;
  throw new InputError(`There is no measure ${unknown.join(", ")}. There are: ${names.join(", ")}.`);
}

const mostPlanned = 40;

function tellPlan(plan: SweepPlan, output: Output): void {
  const { name, fields, members, secondsAllowed } = plan;
  output.object("plan", {
    name,
    fields,
    secondsAllowed,
    members: members.map(({ index, values, experiment }) => ({ index, values, seed: experiment.seed })),
  });
  const limit = secondsAllowed === null ? "" : `, none begun after ${duration(secondsAllowed)}`;
  output.line(`${name}: ${counted(members.length, "run")}${limit}.`);
  const rows = members
    .slice(0, mostPlanned)
    .map(({ index, values, experiment }) => [
      String(index),
      ...values.map(shortValue),
      String(experiment.seed),
    ]);
  const head = ["run", ...fields.map(shortName), "seed"];
  tableLines([head, ...rows], { right: head.map((_, column) => column) }).forEach((line) =>
    output.line(line),
  );
  if (members.length > mostPlanned) output.line(`and ${counted(members.length - mostPlanned, "more run")}.`);
}

async function run(
  directory: string,
  plan: SweepPlan,
  { processes, retry = false }: SweepOptions,
  output: Output,
): Promise<{ readonly outcome: SweepOutcome; readonly signal: NodeJS.Signals | undefined }> {
  const progress = createSweepProgress(output, (index) => plan.members[index].experiment.name);
  const stopping = new AbortController();
  const interruption = onInterruption(() => {
    progress.note("Stopping, with checkpoints … Once more, and it ends at once.");
    stopping.abort();
  });
  try {
    const outcome = await runSweep({
      directory,
      program: process.argv[1],
      ...(processes !== undefined && { processes }),
      retryFailed: retry,
      signal: stopping.signal,
      onEvent: (event) => progress.tell(event),
    });
    return { outcome, signal: interruption.signal };
  } finally {
    progress.close();
    interruption.release();
  }
}

export interface Conclusion {
  readonly directory: string;
  readonly plan: SweepPlan;
  readonly outcome: SweepOutcome;
  readonly measures: readonly string[];
  readonly seconds: number;
  readonly signal: NodeJS.Signals | undefined;
  /** What the command needs to go on: ` --on slurm`; empty for this machine. */
  readonly options: string;
}

/** Tells how a sweep ended, wherever it was trained. @returns the exit code */
export function conclude(
  { directory, plan, outcome, measures, seconds, signal, options }: Conclusion,
  output: Output,
): number {
  const { status, results, left } = outcome;
  const failed = results.filter(({ state }) => state === "failed").length;
  const { csv, parquet } = sweepPaths(directory);
  output.object("sweepSummary", {
    directory,
    status,
    done: results.length - failed,
    failed,
    left,
    csv,
    parquet,
  });
  output.line();
  sweepSummaryLines(plan, results, measures).forEach((line) => output.line(line));
  const law = plateauLawOf(plan, results);
  if (law) {
    const theory = plateauTheoryLawOf(plan, results);
    output.object("plateauLaw", { ...law, theory });
    output.line();
    plateauLawLines(law, theory).forEach((line) => output.line(line));
  }
  const missing = missingPlateauLawOf(plan, results);
  if (missing !== null) output.line(missing);
  output.line();
  output.line(`${headline(results.length - failed, failed, left)} after ${duration(seconds)}.`);
  output.line(`Table: ${csv}, ${parquet}`);
  const again = `${invocation()} sweep ${shellWord(directory)}${options}`;
  if (left > 0) output.line(`${whyLeft(status)} Go on with: ${again}`);
  if (failed > 0) output.line(`Train those that failed anew with: ${again} --retry`);
  if (status === "stopped" && signal) return exitCodeOfSignal(signal);
  return failed > 0 || (left > 0 && status === "done") ? ExitCode.failed : ExitCode.done;
}

function headline(done: number, failed: number, left: number): string {
  return [
    `${counted(done, "run")} done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(left > 0 ? [`${left} left`] : []),
  ].join(", ");
}

function whyLeft(status: SweepOutcome["status"]): string {
  return status === "budget" ? "The budget's time is up." : "Not all runs have ended.";
}
