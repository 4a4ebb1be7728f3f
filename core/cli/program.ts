/**
 * The table of commands: names, arguments, options and help. Every command's work is in a module of its own, which is
 * loaded when the command is run, so that the program starts quickly.
 */
import { Command, InvalidArgumentError, Option } from "commander";
import { version } from "../../package.json";
import type { BenchOptions } from "./commands/bench";
import type { DataOptions } from "./commands/data";
import type { EvaluateOptions } from "./commands/evaluate";
import type { ExportOptions } from "./commands/export";
import type { ReportOptions } from "./commands/report";
import type { ResumeOptions } from "./commands/resume";
import type { TheoryOptions } from "./commands/theory";
import type { TrainOptions } from "./commands/train";
import type { VerifyOptions } from "./commands/verify";
import type { Output } from "./output";

/** @param exit is told the exit code of the command that ran */
export function createProgram(output: Output, exit: (code: number) => void): Command {
  const program = new Command("induction-lab")
    .description("Trains two-attention-layer transformers on Markov data and takes the induction head apart.")
    .version(version)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: (text) => output.error(text.replace(/^error: /, "").trimEnd()) })
    .addHelpText("after", overview);

  addTraining(program, output, exit);
  addReading(program, output, exit);
  addEvaluating(program, output, exit);
  addChecking(program, output, exit);
  addStarting(program, output, exit);
  return program;
}

const overview = `
Examples:
  induction-lab train quickstart                    a run of about a second
  induction-lab train paper-simultaneous --steps 5000
  induction-lab new paper-theory mine.induction.json
  induction-lab train mine.induction.json --set seed=7 --out runs/mine-7
  induction-lab runs
  induction-lab show runs/mine-7

Exit codes: 0 fine, 1 a run or a verification failed, 2 bad input, 130 stopped by Ctrl-C.
With --json, every line of standard output is one JSON object.`;

type AddCommands = (program: Command, output: Output, exit: (code: number) => void) => void;

const addTraining: AddCommands = (program, output, exit) => {
  program.commandsGroup("Training:");
  withExperimentOptions(program.command("train"))
    .summary("train an experiment into a new run folder")
    .description(
      "Trains an experiment into a new run folder. Ctrl-C stops after the step under way, with a checkpoint to resume " +
        "from; a second Ctrl-C ends at once, and the run can still be resumed.",
    )
    .option("--out <dir>", "the run's folder, new or empty (default: runs/<name>-<date>)")
    .option("--steps <n>", "stop after this many steps in all", wholeNumber)
    .option("--threads <n>", 'threads of the cpu engine, or "auto"', threadCount)
    .addOption(new Option("--engine <kind>", "what computes").choices(["auto", "cpu", "reference"]))
    .addOption(
      new Option("--path <path>", "how the cpu engine computes").choices(["auto", "table", "direct"]),
    )
    .option("--report", "when it is done, write its report: report.html in the run's folder")
    .option("--json", "events as JSON lines")
    .addHelpText("after", trainExamples)
    .action(async (source: string, options: TrainOptions) => {
      const { train } = await import("./commands/train");
      exit(await train(source, options, output));
    });
  program
    .command("resume")
    .summary("go on with a run that was stopped, interrupted or done")
    .description(
      "Goes on with a run from its newest checkpoint, along the very trajectory that an uninterrupted run takes.",
    )
    .argument("<run>", "the run's folder")
    .option(
      "--more <steps>",
      "add steps to the last stage; the way to go on with a run that is done",
      wholeNumber,
    )
    .option(
      "--from <step>",
      "go on from an earlier checkpoint; what was recorded after it is removed",
      stepNumber,
    )
    .option("--json", "events as JSON lines")
    .action(async (directory: string, options: ResumeOptions) => {
      const { resume } = await import("./commands/resume");
      exit(await resume(directory, options, output));
    });
};

const trainExamples = `
Examples:
  induction-lab train quickstart
  induction-lab train mine.induction.json --set training.stages.0.learningRate=0.5 --set seed=3
  induction-lab train paper-three-stage --threads 1 --json > events.jsonl

"induction-lab presets" lists the presets, "induction-lab schema" all that an experiment may say.`;

const addReading: AddCommands = (program, output, exit) => {
  program.commandsGroup("Reading runs:");
  program
    .command("runs")
    .summary("list runs, newest first")
    .description("Lists the runs in a folder, newest first; damaged ones with the reason.")
    .argument("[dir]", "where to look", "runs")
    .option("--json", "one JSON object a run")
    .action(async (directory: string) => {
      const { listRuns } = await import("./commands/runs");
      exit(await listRuns(directory, output));
    });
  program
    .command("show")
    .summary("sum up a run")
    .description(
      "Sums up a run: losses, subset weights, what each head copies, times, engine, stages, damage.",
    )
    .argument("<run>", "the run's folder")
    .option("--json", "one JSON object")
    .action(async (directory: string) => {
      const { show } = await import("./commands/show");
      exit(await show(directory, output));
    });
  program
    .command("export")
    .summary("write a run as .npz or .csv")
    .description("Writes a run's metrics and snapshots as one file, for NumPy or for a spreadsheet.")
    .argument("<run>", "the run's folder")
    .addOption(new Option("--to <format>", "npz or csv").choices(["npz", "csv"]).makeOptionMandatory())
    .option("--out <file>", "the file to write (default: the run's name, here)")
    .option("--replace", "write over a file that is there")
    .option("--json", "the result as JSON")
    .action(async (directory: string, options: ExportOptions) => {
      const { exportRun } = await import("./commands/export");
      exit(await exportRun(directory, options, output));
    });
  program
    .command("report")
    .summary("write a run as a page to look at: one HTML file")
    .description(
      "Writes a run's report: one HTML file with the inspector inside, at every recorded step, that opens in any " +
        "browser and needs no network. With several runs, up to six, it compares them.",
    )
    .argument("<run...>", "the run's folder; of several the first is the one that the page is about")
    .option("--out <file>", "the file to write (default: <run>.html, here)")
    .option("--replace", "write over a file that is there")
    .option("--json", "the result as JSON")
    .action(async (directories: readonly string[], options: ReportOptions) => {
      const { report } = await import("./commands/report");
      exit(await report(directories, options, output));
    });
};

const addEvaluating: AddCommands = (program, output, exit) => {
  program
    .command("evaluate")
    .summary("evaluate a trained model on other lengths and priors")
    .description(
      "Evaluates a run's model, without further training, on fresh sequences: every length with every concentration α " +
        "of the prior. Prints mean losses with their 95 % intervals.",
    )
    .argument("<run>", "the run's folder")
    .addOption(
      new Option("--lengths <list>", "lengths L, separated by commas")
        .argParser(lengthList)
        .default([100], "100"),
    )
    .addOption(
      new Option("--alphas <list>", "values of α, separated by commas")
        .argParser(alphaList)
        .default([0.1], "0.1"),
    )
    .addOption(new Option("--sequences <n>", "sequences of each kind").argParser(sampleSize).default(1000))
    .option("--from <step>", "the checkpoint to evaluate (default: the newest)", stepNumber)
    .option("--json", "one JSON object a kind")
    .action(async (directory: string, options: EvaluateOptions) => {
      const { evaluate } = await import("./commands/evaluate");
      exit(await evaluate(directory, options, output));
    });
};

const addChecking: AddCommands = (program, output, exit) => {
  program.commandsGroup("Data and checks:");
  withExperimentOptions(program.command("data"))
    .summary("write an experiment's sequences as .npy")
    .description(
      "Writes the sequences that an experiment trains on as a NumPy file, [N, L+1] bytes, targets last.",
    )
    .requiredOption("--out <file>", "the .npy file to write")
    .addOption(
      new Option("--split <part>", "which sequences; all: those held out come last")
        .choices(["train", "validation", "all"])
        .default("all"),
    )
    .option("--json", "the result as JSON")
    .action(async (source: string, options: DataOptions) => {
      const { writeData } = await import("./commands/data");
      exit(await writeData(source, options, output));
    });
  withExperimentOptions(program.command("theory"))
    .summary("print what theory says of an experiment's data")
    .description(
      "Prints what theory says of an experiment's data before anything is trained: the χ² and modified χ² informations " +
        "of every set of lags with the set that they select, the entropy rate, and the losses of reference predictors " +
        "on the validation sequences.",
    )
    .addOption(
      new Option("--draws <n>", "chains of the prior behind the informations")
        .argParser(sampleSize)
        .default(200),
    )
    .option("--json", "one JSON object for the informations, one a predictor")
    .action(async (source: string, options: TheoryOptions) => {
      const { theory } = await import("./commands/theory");
      exit(await theory(source, options, output));
    });
  program
    .command("verify")
    .summary("compare this program with reference values computed elsewhere")
    .description(
      "Compares losses, gradients and trajectories with reference values that were computed elsewhere, and prints the " +
        "largest error of each quantity relative to the largest entry of its tensor. Tolerances: 1e-9 in float64; " +
        "1e-4 in float32, 1e-3 for float32 trajectories.",
    )
    .argument("<vectors...>", "files of reference values (JSON)")
    .addOption(
      new Option("--engine <kind>", "engines to check").choices(["all", "reference", "cpu"]).default("all"),
    )
    .addOption(
      new Option("--path <path>", "paths of the cpu engine to check")
        .choices(["all", "table", "direct"])
        .default("all"),
    )
    .option("--json", "one JSON object a comparison")
    .action(async (files: readonly string[], options: VerifyOptions) => {
      const { verify } = await import("./commands/verify");
      exit(await verify(files, options, output));
    });
  program
    .command("bench")
    .summary("time a step of an experiment on this machine")
    .description(
      "Times the steps of an experiment's stages on this machine: both paths of the cpu engine, on one thread and on " +
        "all, in turn, medians of many rounds.",
    )
    .argument("[experiment]", "an experiment file, or the name of a preset", "paper-simultaneous")
    .option("--set <path=value>", "change a field, as often as needed", collected)
    .addOption(new Option("--rounds <n>", "turns of each").argParser(wholeNumber).default(50))
    .option("--json", "one JSON object a timing")
    .action(async (source: string, options: BenchOptions) => {
      const { bench } = await import("./commands/bench");
      exit(await bench(source, options, output));
    });
};

const addStarting: AddCommands = (program, output, exit) => {
  program.commandsGroup("Writing experiments:");
  program
    .command("presets")
    .summary("list the experiments to start from")
    .description("Lists the experiments to start from, and what is known of their outcome.")
    .option("--json", "one JSON object a preset")
    .action(async () => {
      const { listPresets } = await import("./commands/presets");
      exit(listPresets(output));
    });
  program
    .command("new")
    .summary("write a preset as a file to edit")
    .description("Writes a preset as an experiment file to edit.")
    .argument("<preset>", "the preset's name")
    .argument("[file]", "the file to write (default: <preset>.induction.json)")
    .option("--json", "the result as JSON")
    .action(async (preset: string, file: string | undefined) => {
      const { newExperiment } = await import("./commands/new");
      exit(await newExperiment(preset, file, output));
    });
  program
    .command("schema")
    .summary("print the JSON Schema of experiment files")
    .description("Prints the JSON Schema of experiment files, for editors and programs.")
    .action(async () => {
      const { printSchema } = await import("./commands/schema");
      exit(printSchema());
    });
};

function withExperimentOptions(command: Command): Command {
  return command
    .argument("<experiment>", "an experiment file, or the name of a preset")
    .option(
      "--set <path=value>",
      "change a field, as often as needed: --set seed=7 --set data.prior.alpha=1",
      collected,
    );
}

function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError("A whole number of at least 1 is expected.");
}

function stepNumber(text: string): number {
  return text === "0" ? 0 : wholeNumber(text);
}

function threadCount(text: string): string {
  const number = Number(text);
  if (text === "auto" || (Number.isInteger(number) && number >= 1 && number <= 64)) return text;
  throw new InvalidArgumentError('A whole number from 1 to 64 or "auto" is expected.');
}

function sampleSize(text: string): number {
  const number = wholeNumber(text);
  if (number >= 2 && number <= 1e6) return number;
  throw new InvalidArgumentError("A whole number from 2 to 1,000,000 is expected.");
}

function lengthList(text: string): number[] {
  return numberList(
    text,
    (value) => Number.isInteger(value) && value >= 2 && value <= 1e6,
    "whole numbers from 2 to 1,000,000",
  );
}

function alphaList(text: string): number[] {
  return numberList(text, (value) => value > 0 && value <= 1e6, "numbers above 0, at most 1,000,000");
}

function numberList(text: string, fits: (value: number) => boolean, allowed: string): number[] {
  const numbers = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (numbers.length > 0 && numbers.every(fits)) return numbers;
  throw new InvalidArgumentError(`A list such as 50,100,400 is expected: ${allowed}, separated by commas.`);
}
