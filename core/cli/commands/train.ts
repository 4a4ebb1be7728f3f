/** `train`: an experiment into a new run folder. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { limitSteps, totalSteps, type DataConfig, type Experiment } from "../../config";
import { runDirectoryName } from "../../runs";
import { startRun, type TrainingEvent } from "../../training";
import { inspectorProgram } from "../inspectorProgram";
import { modelLine } from "../modelLine";
import { counted, grouped } from "../numbers";
import type { Output } from "../output";
import { loadExperiment } from "../source";
import { factLines } from "../table";
import { watchRun } from "../watchRun";
import { writeAndTell } from "./report";

export interface TrainOptions {
  readonly set?: readonly string[];
  readonly out?: string;
  readonly steps?: number;
  readonly threads?: string;
  readonly engine?: string;
  readonly backend?: string;
  readonly path?: string;
  /** Writes the run's report in the end. */
  readonly report?: boolean;
}

export async function train(source: string, options: TrainOptions, output: Output): Promise<number> {
  const loaded = await loadExperiment(source, overridesOf(options), output);
  const experiment = limited(loaded.experiment, options.steps, output);
  const runDirectory = options.out ?? (await newDirectory(experiment.name));
  // Before the training: what is missing is better known at once.
  const program = options.report ? await inspectorProgram() : undefined;
  planLines(experiment).forEach((line) => output.line(line));
  const begin = (onEvent: (event: TrainingEvent) => void) =>
    startRun({
      experiment,
      baseDirectory: loaded.directory,
      runDirectory,
      onEvent,
      ...(loaded.file !== undefined && { source: loaded.file }),
    });
  const report =
    program === undefined ? undefined : (directory: string) => reported(directory, program, output);
  return watchRun(output, begin, report);
}

function reported(directory: string, program: string, output: Output): Promise<number> {
  return writeAndTell(
    { directories: [directory], file: path.join(directory, "report.html"), program },
    output,
  );
}

/** The options that say what an experiment can say too; they come last and win. */
function overridesOf({ set = [], engine, backend, threads, path }: TrainOptions): string[] {
  const engineFields = Object.entries({ kind: engine, backend, threads, path });
  return [
    ...set,
    ...engineFields.flatMap(([field, value]) => (value === undefined ? [] : [`engine.${field}=${value}`])),
  ];
}

function limited(experiment: Experiment, limit: number | undefined, output: Output): Experiment {
  if (limit === undefined) return experiment;
  const planned = totalSteps(experiment);
  if (limit > planned)
    output.warning(`--steps ${limit} changes nothing: the experiment has ${counted(planned, "step")}.`);
  return limitSteps(experiment, limit);
}

/** For a new run of an experiment of this name. */
export async function newDirectory(name: string): Promise<string> {
  const existing = await readdir("runs").catch(() => []);
  return path.join("runs", runDirectoryName(name, existing, new Date()));
}

function planLines(experiment: Experiment): string[] {
  const { name, data, model, training } = experiment;
  const stages = training.stages.map(
    (stage) => `${stage.name}, ${counted(stage.steps, "step")}, ${stage.optimizer.kind}`,
  );
  return [
    name,
    ...factLines([
      ["data", [dataLine(data)]],
      ["model", [modelLine(model)]],
      ["stages", stages.length > 6 ? [...stages.slice(0, 5), `and ${stages.length - 5} more`] : stages],
    ]),
  ];
}

function dataLine(data: DataConfig): string {
  const held = `${grouped(data.validationSequences)} held out`;
  if (data.kind === "file") return `${data.path}, ${held}`;
  const { sequenceLength, online, batchSize, trainSequences } = data;
  const drawn = online
    ? `${counted(batchSize, "fresh sequence")} a step`
    : counted(trainSequences, "sequence");
  if (data.kind === "mixed-target") {
    const { mixing, sharpness } = data;
    return `${drawn} of ${grouped(sequenceLength)} scalars, ${held}; α* ${mixing}, w*² ${sharpness}`;
  }
  const { alphabetSize, parents, prior } = data;
  const shared =
    data.kind === "mixed-markov"
      ? `; with probability ${data.globalWeight} a shared n-gram with parents ${data.globalParents.join(", ")}`
      : "";
  return (
    `${drawn} of ${grouped(sequenceLength)} tokens, ${held}; ${alphabetSize} tokens, ` +
    `${parents.length === 1 ? "parent" : "parents"} ${parents.join(", ")}, α ${prior.alpha}${shared}`
  );
}
