/** What several commands have in common, and how the texts of options become numbers. */
import { InvalidArgumentError, type Command } from "commander";
import { alphaRange } from "../../config";
import type { Output } from "../output";

/** Puts a group of commands into the table. @param exit is told the exit code of the command that ran */
export type AddCommands = (program: Command, output: Output, exit: (code: number) => void) => void;

export function withExperimentOptions(command: Command): Command {
  return command
    .argument("<experiment>", "an experiment file, or the name of a preset")
    .option(
      "--set <path=value>",
      "change a field, as often as needed: --set seed=7 --set data.prior.alpha=1",
      collected,
    );
}

export function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError("A whole number of at least 1 is expected.");
}

export function stepNumber(text: string): number {
  return text === "0" ? 0 : wholeNumber(text);
}

export function threadCount(text: string): string {
  const number = Number(text);
  if (text === "auto" || (Number.isInteger(number) && number >= 1 && number <= 64)) return text;
  throw new InvalidArgumentError('A whole number from 1 to 64 or "auto" is expected.');
}

export function sampleSize(text: string): number {
  const number = wholeNumber(text);
  if (number >= 2 && number <= 1e6) return number;
  throw new InvalidArgumentError("A whole number from 2 to 1,000,000 is expected.");
}

export function lengthList(text: string): number[] {
  return numberList(
    text,
    (value) => Number.isInteger(value) && value >= 2 && value <= 1e9,
    "whole numbers from 2 to 1,000,000,000",
  );
}

export function idList(text: string): string[] {
  const ids = text.split(",").map((part) => part.trim());
  if (ids.every((id) => id !== "")) return ids;
  throw new InvalidArgumentError("A list such as no-selector,head-1 is expected.");
}

export function alphaList(text: string): number[] {
  const { least, most } = alphaRange;
  return numberList(
    text,
    (value) => value >= least && value <= most,
    `numbers from ${least} to ${most.toLocaleString("en-US")}`,
  );
}

export function floorList(text: string): number[] {
  return numberList(text, (value) => value >= 0 && value < 0.5, "numbers from 0 to below 0.5");
}

function numberList(text: string, fits: (value: number) => boolean, allowed: string): number[] {
  const numbers = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (numbers.length > 0 && numbers.every(fits)) return numbers;
  throw new InvalidArgumentError(`A list such as 50,100,400 is expected: ${allowed}, separated by commas.`);
}
