/** The script of a job array: a task for each of some members of a sweep. Plain text; nothing is submitted here. */
import path from "node:path";
import { sweepPaths } from "../sweepPaths";
import type { SlurmOptions } from "./options";

export interface ArrayScript {
  /** Numbers the sweep's arrays, from 1. */
  readonly number: number;
  readonly jobName: string;
  readonly sweepName: string;
  /** The sweep's folder, absolute: every machine of the cluster must see it there. */
  readonly directory: string;
  /** This program, absolute: every machine must see it too. */
  readonly program: string;
  /** Task n trains the n-th. */
  readonly members: readonly number[];
  /** Of the run that has the most; others are left idle. */
  readonly threads: number;
  readonly options: SlurmOptions;
}

/**
 * Slurm reads the lines that begin with `#SBATCH`, bash all the rest. Paths stand in the latter only: Slurm replaces
 * `%a` and its kin in them, also where that was never meant, and has no way to write them as they are.
 */
export function arrayScriptText(script: ArrayScript): string {
  const { number, sweepName, directory, program, options } = script;
  const files = arrayFiles(directory, number);
  return `#!/bin/bash
# Runs of the sweep ${oneLine(sweepName)}, one a task. Written by Induction Lab.
# To hand it in: sbatch ${oneLine(shellQuoted(files.script))}
# To follow it and collect the table: induction-lab sweep ${oneLine(shellQuoted(directory))} --on slurm
${directives(script)
  .map((directive) => `#SBATCH ${directive}`)
  .join("\n")}

members=${shellQuoted(files.members)}
logs=${shellQuoted(files.logs)}
# Task n has line n + 1.
member=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" "$members") && [ -n "$member" ] || exit ${unreadable}
exec >> "$logs/${number}-$member.txt" 2>&1 || exit ${unreadable}
${options.nodeCommand} ${shellQuoted(program)} sweep-member --take-over ${shellQuoted(directory)} "$member"
`;
}

/** The exit code of a task that does not find the sweep's folder. */
export const unreadable = 66;

/** A line a member, for the script's tasks. */
export function memberListText(members: readonly number[]): string {
  return members.map((member) => `${member}\n`).join("");
}

export interface ArrayFiles {
  readonly script: string;
  readonly members: string;
  /** A folder of them all. */
  readonly logs: string;
}

export function arrayFiles(directory: string, number: number): ArrayFiles {
  const { slurm } = sweepPaths(directory);
  return {
    script: path.join(slurm, `array-${number}.sh`),
    members: path.join(slurm, `array-${number}.members`),
    logs: path.join(slurm, "logs"),
  };
}

/** What the member's task printed. */
export function logFile(directory: string, number: number, member: number): string {
  return path.join(arrayFiles(directory, number).logs, `${number}-${member}.txt`);
}

/** `text` as one word of a POSIX shell, whatever is in it. */
export function shellQuoted(text: string): string {
  return /^[\w./:@+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Where the same is said twice, sbatch takes the last: the user's own before what the arrays rest on. */
function directives({ jobName, members, threads, options }: ArrayScript): string[] {
  const { partition, time, memory, cpus, maxAtOnce, extra } = options;
  return [
    "--ntasks=1",
    `--cpus-per-task=${cpus ?? threads}`,
    ...(partition === null ? [] : [`--partition=${partition}`]),
    ...(time === null ? [] : [`--time=${time}`]),
    ...(memory === null ? [] : [`--mem=${memory}`]),
    "--output=/dev/null",
    "--chdir=/",
    // Who is tried again, and how often, is counted by who steers the sweep.
    "--no-requeue",
    ...(extra === null ? [] : [extra.trim()]),
    `--job-name=${jobName}`,
    `--array=0-${members.length - 1}${maxAtOnce === null ? "" : `%${maxAtOnce}`}`,
  ];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
