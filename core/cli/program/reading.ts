/** Commands that read runs: what they are called and what can be said to them. */
import { Option } from "commander";
import type { AblateOptions } from "../commands/ablate";
import type { CompareOptions } from "../commands/compare";
import type { EvaluateOptions } from "../commands/evaluate";
import type { ExportOptions } from "../commands/export";
import type { ReportOptions } from "../commands/report";
import {
  alphaList,
  collected,
  floorList,
  idList,
  lengthList,
  sampleSize,
  stepNumber,
  wholeNumber,
  type AddCommands,
} from "./options";

export const addReading: AddCommands = (program, output, exit) => {
  program.commandsGroup("Reading runs:");
  program
    .command("runs")
    .summary("list runs, newest first")
    .description("Lists the runs in a folder, newest first; damaged ones with the reason.")
    .argument("[dir]", "where to look", "runs")
    .option("--json", "one JSON object a run")
    .action(async (directory: string) => {
      const { listRuns } = await import("../commands/runs");
      exit(await listRuns(directory, output));
    });
  program
    .command("show")
    .summary("sum up a run")
    .description(
      "Sums up a run: losses, subset weights, what each head copies, times, engine, stages, studies, diagnosis, damage.",
    )
    .argument("<run>", "the run's folder")
    .option("--json", "one JSON object")
    .action(async (directory: string) => {
      const { show } = await import("../commands/show");
      exit(await show(directory, output));
    });
  program
    .command("diagnose")
    .summary("say what went wrong in a run, and what to try")
    .description(
      "Looks for what goes wrong in trainings, with evidence and what to try: losses that are not finite, that diverge, " +
        "go up and down or do not improve; a selector that weighs no set of heads, or another than theory selects; heads " +
        "beside their lags; over-fitting; bad transfer, where the run was evaluated. The result is kept in the run's folder.",
    )
    .argument("<run>", "the run's folder")
    .option("--json", "one JSON object")
    .action(async (directory: string) => {
      const { diagnose } = await import("../commands/diagnose");
      exit(await diagnose(directory, output));
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
      const { exportRun } = await import("../commands/export");
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
      const { report } = await import("../commands/report");
      exit(await report(directories, options, output));
    });
};

export const addEvaluating: AddCommands = (program, output, exit) => {
  program
    .command("compare")
    .summary("put runs side by side, on the same held-out sequences")
    .description(
      "Puts runs side by side: losses, what was selected, what the heads read, times; and on the same held-out sequences how " +
        "far their predictions are from one another. Experiments and presets among them are trained first, so that the " +
        "simplified and the full model are compared by: induction-lab compare paper-simultaneous full",
    )
    .argument(
      "<run...>",
      "two to six runs' folders, experiment files or names of presets; the first is compared with",
    )
    .option("--set <path=value>", "change a field of all experiments that are trained first", collected)
    .option("--steps <n>", "stop those after this many steps in all", wholeNumber)
    .option("--report <file>", "write the comparison as a page, too: one HTML file")
    .option("--json", "one JSON object, after those of the trainings")
    .action(async (sources: readonly string[], options: CompareOptions) => {
      const { compare } = await import("../commands/compare");
      exit(await compare(sources, options, output));
    });
  program
    .command("evaluate")
    .summary("evaluate a trained model on other lengths and priors")
    .description(
      "Evaluates a run's model, without further training, on fresh sequences: every length with every concentration α " +
        "and every floor of the prior. Prints mean losses with their 95 % intervals, beside GIH, Bayes and the oracle, " +
        "and keeps everything in the run's folder.",
    )
    .argument("<run>", "the run's folder")
    .option("--lengths <list>", "lengths L, separated by commas (default: around the run's own)", lengthList)
    .option("--alphas <list>", "values of α, separated by commas (default: around the run's own)", alphaList)
    .option(
      "--floors <list>",
      "values of the floor γ, separated by commas (default: the run's own)",
      floorList,
    )
    .option(
      "--sequences <n>",
      "sequences of each kind (default: up to 2,000, fewer where they are long)",
      sampleSize,
    )
    .option("--from <step>", "the checkpoint to evaluate (default: the newest)", stepNumber)
    .option("--all", "print all predictors, with KL divergence and total variation")
    .option("--json", "one JSON object a kind, then one of them all")
    .action(async (directory: string, options: EvaluateOptions) => {
      const { evaluate } = await import("../commands/evaluate");
      exit(await evaluate(directory, options, output));
    });
  program
    .command("ablate")
    .summary("see what each part of the circuit is worth: knocked out, and never trained")
    .description(
      "Takes a run's circuit apart. Knocks parts out of the trained model (the selector, single heads, RPE, the scale, …) " +
        "and measures each on the validation sequences; then trains variants that never had the part, over several " +
        "seeds, and holds each against the run as it is with the same seed. Keeps everything in the run's folder; " +
        "called again, it goes on. Given an experiment, it trains a run of it first.",
    )
    .argument("<run>", "the run's folder; or an experiment file, or the name of a preset")
    .addOption(new Option("--seeds <n>", "seeds of each variant").argParser(wholeNumber).default(5))
    .option("--steps <n>", "steps of each training, shared by its stages as in the run", wholeNumber)
    .option("--only <ids>", "parts to take away, separated by commas: no-selector,head-1", idList)
    .option("--knock-outs-only", "train nothing")
    .option("--processes <n>", "trainings side by side (default: as many as cores)", wholeNumber)
    .option("--anew", "delete trainings of an earlier ablation that was planned otherwise")
    .option("--set <path=value>", "change a field of an experiment that is trained first", collected)
    .option("--out <dir>", "folder of the run that is trained first")
    .option("--json", "one JSON object for each knock-out and variant, and while it goes on")
    .action(async (source: string, options: AblateOptions) => {
      const { ablate } = await import("../commands/ablate");
      exit(await ablate(source, options, output));
    });
};
