/**
 * The table of commands: names, arguments, options and help. Every command's work is in a module of its own, which is
 * loaded when the command is run, so that the program starts quickly.
 */
import { Command } from "commander";
import { version } from "../../../package.json";
import type { Output } from "../output";
import { addChecking } from "./checking";
import { addConstructing } from "./constructing";
import { addEngines } from "./engines";
import { addEvaluating, addReading } from "./reading";
import { addStarting } from "./starting";
import { addSweeping } from "./sweeping";
import { addTraining } from "./training";

/** @param exit is told the exit code of the command that ran */
export function createProgram(output: Output, exit: (code: number) => void): Command {
  const program = new Command("induction-lab")
    .description("Trains two-attention-layer transformers on Markov data and takes the induction head apart.")
    .version(version)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: (text) => output.error(text.replace(/^error: /, "").trimEnd()) })
    .addHelpText("after", overview);

  // In the order of the help.
  for (const add of [
    addTraining,
    addConstructing,
    addSweeping,
    addReading,
    addEvaluating,
    addChecking,
    addEngines,
    addStarting,
  ]) {
    add(program, output, exit);
  }
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
