/** Commands about sweeps: what they are called and what can be said to them. */
import type { SweepOptions } from "../commands/sweep";
import type { SweepMemberOptions } from "../commands/sweepMember";
import type { SlurmWords } from "../commands/sweepOnSlurm";
import { collected, stepNumber, wholeNumber, type AddCommands } from "./options";
import { saysSlurm, withSlurmOptions } from "./slurmOptions";

export const addSweeping: AddCommands = (program, output, exit) => {
  program.commandsGroup("Sweeps:");
  const sweeping = program
    .command("sweep")
    .summary("train many runs of one experiment, and write their outcomes as one table")
    .description(
      "Trains all runs of a sweep file on this machine, several side by side, and writes one table of what came out: " +
        "results.csv and results.parquet in the sweep's folder. Everything that is impossible is refused before " +
        "anything runs. Ctrl-C stops with checkpoints; given the folder, the sweep goes on from there, also after a crash.",
    )
    .argument("<sweep>", "a sweep file, the name of a ready sweep, or the folder of a sweep to go on with")
    .option("--out <dir>", "the sweep's folder, new or empty (default: sweeps/<name>-<date>)")
    .option("--processes <n>", "runs trained side by side (default: as many as there are cores)", wholeNumber)
    .option("--set <path=value>", "change a field of every run, as often as needed", collected)
    .option("--measures <list>", "measures of the summary, separated by commas", measureList)
    .option("--retry", "train the runs anew that have failed before")
    .option("--dry-run", "print the plan, and nothing is written; with --on slurm print the array scripts")
    .option("--json", "events as JSON lines");
  withSlurmOptions(sweeping)
    .addHelpText("after", examples)
    .action(async (source: string, options: SweepOptions & SlurmWords) => {
      if (saysSlurm(options)) {
        const { sweepOnSlurm } = await import("../commands/sweepOnSlurm");
        exit(await sweepOnSlurm(source, options, output));
        return;
      }
      const { sweep } = await import("../commands/sweep");
      exit(await sweep(source, options, output));
    });
  program
    .command("sweeps")
    .summary("list sweeps, newest first")
    .description("Lists the sweeps in a folder, newest first, and how far each of them is.")
    .argument("[dir]", "where to look", "sweeps")
    .option("--json", "one JSON object a sweep")
    .action(async (directory: string) => {
      const { listSweeps } = await import("../commands/sweeps");
      exit(await listSweeps(directory, output));
    });
  program
    .command("sweep-member", { hidden: true })
    .description("Trains one run of a sweep, for jobs of a cluster. Exits with 1 where the run failed.")
    .argument("<dir>", "the sweep's folder")
    .argument("<index>", "the run's number, from 0", stepNumber)
    .option("--take-over", "the machine that trained it before is known to be gone")
    .option("--json", "the result as JSON")
    .action(async (directory: string, index: number, options: SweepMemberOptions) => {
      const { sweepMember } = await import("../commands/sweepMember");
      exit(await sweepMember(directory, index, options, output));
    });
  program
    .command("sweep-worker", { hidden: true })
    .description("Trains runs of a sweep as the process that began this one says.")
    .argument("<dir>", "the sweep's folder")
    .action(async (directory: string) => {
      const { serveSweep } = await import("../../sweep");
      await serveSweep(directory);
    });
};

function measureList(text: string): string[] {
  return text.split(",").map((name) => name.trim());
}

const examples = `
Examples:
  induction-lab sweep learning-rate
  induction-lab new heads-window-degree mine.sweep.json
  induction-lab sweep mine.sweep.json --dry-run
  induction-lab sweep sweeps/mine-2026-11-25-101500     goes on with it`;
