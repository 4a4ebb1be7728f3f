/** Commands that train: what they are called and what can be said to them. */
import { Option } from "commander";
import type { ResumeOptions } from "../commands/resume";
import type { TrainOptions } from "../commands/train";
import { stepNumber, threadCount, wholeNumber, withExperimentOptions, type AddCommands } from "./options";

export const addTraining: AddCommands = (program, output, exit) => {
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
    .addOption(
      new Option("--engine <kind>", "what computes").choices(["auto", "cpu", "tfjs", "webgpu", "reference"]),
    )
    .addOption(
      new Option("--backend <name>", "what the tfjs engine computes on").choices([
        ...["auto", "cuda", "webgpu", "wasm", "cpu"],
      ]),
    )
    .addOption(
      new Option("--path <path>", "how the cpu engine computes").choices(["auto", "table", "direct"]),
    )
    .option("--report", "when it is done, write its report: report.html in the run's folder")
    .option("--json", "events as JSON lines")
    .addHelpText("after", trainExamples)
    .action(async (source: string, options: TrainOptions) => {
      const { train } = await import("../commands/train");
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
      const { resume } = await import("../commands/resume");
      exit(await resume(directory, options, output));
    });
};

const trainExamples = `
Examples:
  induction-lab train quickstart
  induction-lab train mine.induction.json --set training.stages.0.learningRate=0.5 --set seed=3
  induction-lab train paper-three-stage --threads 1 --json > events.jsonl

"induction-lab presets" lists the presets, "induction-lab schema" all that an experiment may say.`;
