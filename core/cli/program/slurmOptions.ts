/** What can be said to a cluster about a sweep. */
import { Option, type Command } from "commander";
import type { SlurmWords } from "../commands/sweepOnSlurm";
import { wholeNumber } from "./options";

/** To be added after the command's own options: they have a heading of their own. */
export function withSlurmOptions(command: Command): Command {
  return command
    .optionsGroup("On a cluster:")
    .addOption(new Option("--on <cluster>", "train as job arrays of a cluster").choices(["slurm"]))
    .option("--partition <name>", "the partition (default: the cluster's)")
    .option("--time <limit>", "a run's time limit, such as 1:30:00")
    .option("--memory <size>", "a run's memory, such as 2G")
    .option("--cpus <n>", "a run's cores (default: its threads)", wholeNumber)
    .option("--max-at-once <n>", "most runs that train at the same time", wholeNumber)
    .option("--sbatch <options>", 'further options of sbatch, such as "--account=lab"')
    .option("--node-command <shell>", 'how to start Node, such as "module load nodejs; node"');
}

/** Whether any of it was said. */
export function saysSlurm(words: SlurmWords): boolean {
  const { on, partition, time, memory, cpus, maxAtOnce, sbatch, nodeCommand } = words;
  return [on, partition, time, memory, cpus, maxAtOnce, sbatch, nodeCommand].some(
    (word) => word !== undefined,
  );
}
