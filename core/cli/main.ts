#!/usr/bin/env node
/** The `induction-lab` program: arguments in, exit code out. What its commands do lies in commands/. */
import { CommanderError } from "commander";
import { ExitCode, InputError, isBadInput } from "./exit";
import { createOutput, surviveClosedPipes, type Output } from "./output";
import { createProgram } from "./program";

async function main(argv: readonly string[]): Promise<number> {
  const output = createOutput(argv.includes("--json"));
  let exitCode: number = ExitCode.done;
  const program = createProgram(output, (code) => (exitCode = code));
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    return report(error, output);
  }
}

function report(error: unknown, output: Output): number {
  // The parser has said what is to be said.
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.badInput;
  if (error instanceof InputError) {
    const { message, details, problems } = error;
    output.error(message, { details, problems });
    return ExitCode.badInput;
  }
  if (isBadInput(error)) {
    output.error(error.message);
    return ExitCode.badInput;
  }
  output.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return ExitCode.failed;
}

surviveClosedPipes();
void main(process.argv.slice(2)).then((exitCode) => (process.exitCode = exitCode));
