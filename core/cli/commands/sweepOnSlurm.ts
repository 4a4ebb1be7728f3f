/** `sweep --on slurm`: all runs of a sweep as job arrays on a cluster, handed in and followed, or only written. */
import path from "node:path";
import {
  requireSlurm,
  sweepOnSlurm as runOnSlurm,
  writeSlurmScripts,
  type SlurmOptions,
  type SlurmOutcome,
  type SlurmRequest,
  type SweepPlan,
} from "../../sweep";
import { ExitCode, InputError } from "../exit";
import { onInterruption } from "../interruption";
import { counted } from "../numbers";
import type { Output } from "../output";
import { createSlurmProgress } from "../slurmProgress";
import { conclude, knownMeasures, prepareSweep, type SweepOptions } from "./sweep";

/** What can be said to the cluster; the names are those of the command line. */
export interface SlurmWords {
  readonly on?: string;
  readonly partition?: string;
  readonly time?: string;
  readonly memory?: string;
  readonly cpus?: number;
  readonly maxAtOnce?: number;
  readonly sbatch?: string;
  readonly nodeCommand?: string;
}

export async function sweepOnSlurm(
  source: string,
  options: SweepOptions & SlurmWords,
  output: Output,
): Promise<number> {
  refuseMisplaced(options);
  const measures = knownMeasures(options.measures);
  if (!options.dryRun) await requireSlurm();
  const { plan, folder } = await prepareSweep(source, options, output);
  const directory = await folder();
  const request = { directory, program: path.resolve(process.argv[1]), options: optionsOf(options) };
  if (options.dryRun) return tellScripts(request, output);
  output.line(`${plan.name}: ${directory}`);
  const began = performance.now();
  const { outcome, signal } = await follow(request, plan, options.retry ?? false, output);
  const end = { directory, plan, outcome, measures, signal, options: " --on slurm" };
  const exitCode = conclude({ ...end, seconds: (performance.now() - began) / 1000 }, output);
  tellJobs(outcome, output);
  return exitCode;
}

function refuseMisplaced({ on, processes, ...words }: SweepOptions & SlurmWords): void {
  if (on === undefined) {
    const said = slurmWords.filter((word) => words[word] !== undefined);
    const flags = said.map(
      (word) => `--${word.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    );
    throw new InputError(`${flags.join(", ")}: for a cluster only. Add --on slurm, or leave it out.`);
  }
  if (processes !== undefined) {
    throw new InputError(
      "--processes is about this machine. On a cluster, --max-at-once says how many runs train side by side.",
    );
  }
}

const slurmWords = ["partition", "time", "memory", "cpus", "maxAtOnce", "sbatch", "nodeCommand"] as const;

function optionsOf(words: SlurmWords): Partial<SlurmOptions> {
  const { partition, time, memory, cpus, maxAtOnce, sbatch, nodeCommand } = words;
  const options = { partition, time, memory, cpus, maxAtOnce, extra: sbatch, nodeCommand };
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said);
}

async function tellScripts(request: SlurmRequest, output: Output): Promise<number> {
  const scripts = await writeSlurmScripts(request);
  scripts.forEach(({ file, text }) => {
    output.object("file", { path: file });
    output.line(text.trimEnd());
  });
  if (scripts.length === 0)
    output.line(`# All runs of ${request.directory} have ended: there is nothing to hand in.`);
  return ExitCode.done;
}

async function follow(
  request: SlurmRequest,
  plan: SweepPlan,
  retryFailed: boolean,
  output: Output,
): Promise<{ readonly outcome: SlurmOutcome; readonly signal: NodeJS.Signals | undefined }> {
  const progress = createSlurmProgress(output, (index) => plan.members[index].experiment.name);
  const leaving = new AbortController();
  const interruption = onInterruption(() => leaving.abort());
  try {
    const outcome = await runOnSlurm({
      ...request,
      retryFailed,
      signal: leaving.signal,
      onEvent: (event) => progress.tell(event),
    });
    return { outcome, signal: interruption.signal };
  } finally {
    progress.close();
    interruption.release();
  }
}

/** What goes on without this program, and what somebody ended. */
function tellJobs({ status, jobs, cancelled }: SlurmOutcome, output: Output): void {
  if (cancelled.length > 0) {
    output.warning(
      `${counted(cancelled.length, "run")} of it ${cancelled.length === 1 ? "was" : "were"} cancelled through scancel: ` +
        `${cancelled.slice(0, 10).join(", ")}${cancelled.length > 10 ? ", …" : ""}.`,
      { cancelled },
    );
  }
  if (status !== "stopped" || jobs.length === 0) return;
  output.object("note", { message: "The jobs go on.", jobs });
  output.line(`The jobs go on without this program; to end them: scancel ${jobs.join(" ")}`);
}
