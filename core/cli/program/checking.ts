/** Commands about data and about this program itself: what they are called and what can be said to them. */
import { Option } from "commander";
import type { BenchOptions } from "../commands/bench";
import type { DataOptions } from "../commands/data";
import type { TheoryOptions } from "../commands/theory";
import type { VerifyOptions } from "../commands/verify";
import { collected, sampleSize, wholeNumber, withExperimentOptions, type AddCommands } from "./options";

export const addChecking: AddCommands = (program, output, exit) => {
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
      const { writeData } = await import("../commands/data");
      exit(await writeData(source, options, output));
    });
  program
    .command("theory")
    .summary("print what theory says of an experiment's data")
    .description(
      "Prints what theory says of an experiment's data before anything is trained: the χ² and modified χ² informations " +
        "of every set of lags with the set that they select, the entropy rate, and the losses of reference predictors " +
        "on the validation sequences. Of a run it is kept in the run's folder.",
    )
    .argument("<source>", "an experiment file, the name of a preset, or a run's folder")
    .option(
      "--set <path=value>",
      "change a field, as often as needed: --set seed=7 --set data.prior.alpha=1",
      collected,
    )
    .addOption(
      new Option("--draws <n>", "chains of the prior behind the informations")
        .argParser(sampleSize)
        .default(200),
    )
    .option("--json", "one JSON object for the informations, one a predictor")
    .action(async (source: string, options: TheoryOptions) => {
      const { theory } = await import("../commands/theory");
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
      new Option("--engine <kind>", "engines to check; all: those with nothing to install")
        .choices(["all", "reference", "cpu", "tfjs", "webgpu"])
        .default("all"),
    )
    .addOption(
      new Option("--path <path>", "paths of the cpu engine to check")
        .choices(["all", "table", "direct"])
        .default("all"),
    )
    .option("--json", "one JSON object a comparison")
    .action(async (files: readonly string[], options: VerifyOptions) => {
      const { verify } = await import("../commands/verify");
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
      const { bench } = await import("../commands/bench");
      exit(await bench(source, options, output));
    });
};
