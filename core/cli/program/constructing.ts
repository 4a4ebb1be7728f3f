/** The command that builds induction heads by hand: what it is called and what can be said to it. */
import { Argument, InvalidArgumentError, Option } from "commander";
import type { ConstructOptions } from "../commands/construct";
import { sampleSize, wholeNumber, type AddCommands } from "./options";

/** As core/construction has them: the table of commands loads no room. */
const kinds = ["ih2", "ihn", "gihn"] as const;
const similarities = ["gaussian", "distance", "laplace", "product"] as const;

export const addConstructing: AddCommands = (program, output, exit) => {
  program
    .command("construct")
    .summary("build an induction head by hand, without training")
    .description(
      "Builds the weights of an induction head by hand, measures its error against its definition on random sequences, " +
        "and tells which part of the transformer does what and how the error falls with sharpness, heads and features. " +
        "A run is written that begins with these weights, to inspect like any other and to train on.",
    )
    .addArgument(
      new Argument(
        "<head>",
        "ih2: the last token; ihn: the last n − 1; gihn: by a general similarity",
      ).choices(kinds),
    )
    .addOption(number("--n <n>", "n: windows of n − 1 tokens are compared (default: 2 for ih2, else 3)"))
    .addOption(number("--heads <h>", "H: heads of layer 1, for the lags 1 … H (default: n − 1)"))
    .addOption(
      new Option("--sharpness <p>", "p: how sharply these heads attend to their lags")
        .argParser(between(0, 1000))
        .default(40),
    )
    .addOption(new Option("--match <w2>", "w*²: how sharply layer 2 matches").argParser(positive).default(4))
    .addOption(
      new Option("--similarity <g>", "of gihn: how windows are compared (default: gaussian)").choices(
        similarities,
      ),
    )
    .addOption(
      new Option(
        "--map <map>",
        "of gihn: how the feed-forward network comes by its features (default: low-rank)",
      ).choices(["low-rank", "polynomial"]),
    )
    .addOption(number("--features <r>", "of gihn: R, features at most (default: 64)"))
    .addOption(number("--length <l>", "L: tokens of a sequence").default(40))
    .addOption(
      number(
        "--dim <d>",
        "d: numbers of a token; of ihn and gihn, if above 1, also the alphabet of the run",
      ).default(1),
    )
    .addOption(
      new Option("--mixing <alpha>", "of ih2: α* of the run's mixed target (default: 1)").argParser(positive),
    )
    .addOption(new Option("--sequences <n>", "sequences to measure on").argParser(sampleSize).default(1000))
    .addOption(
      new Option("--seed <n>", "seed of all random numbers")
        .argParser(between(0, 2 ** 32 - 1, true))
        .default(0),
    )
    .option("--out <dir>", "the run's folder, new or empty (default: runs/<name>-<date>)")
    .option("--no-run", "write no run")
    .option("--json", "one JSON object for the construction, each part and each row")
    .addHelpText("after", examples)
    .action(async (kind: (typeof kinds)[number], options: ConstructOptions) => {
      const { construct } = await import("../commands/construct");
      exit(await construct(kind, options, output));
    });
};

function number(flags: string, description: string): Option {
  return new Option(flags, description).argParser(wholeNumber);
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && value < Infinity) return value;
  throw new InvalidArgumentError("A number above 0 is expected.");
}

function between(least: number, most: number, whole = false): (text: string) => number {
  return (text) => {
    const value = text.trim() === "" ? NaN : Number(text);
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    const range = `from ${least} to ${most.toLocaleString("en-US")}`;
    throw new InvalidArgumentError(`A ${whole ? "whole " : ""}number ${range} is expected.`);
  };
}

const examples = `
Examples:
  induction-lab construct ih2 --sharpness 20
  induction-lab construct ihn --n 4 --heads 2 --no-run
  induction-lab construct gihn --similarity laplace --features 32 --out runs/laplace`;
