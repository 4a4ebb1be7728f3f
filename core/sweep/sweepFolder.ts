/**
 * A sweep as a folder: its plan, written once, and a result for every member that has ended. Each file appears whole or
 * not at all, and a damaged one costs its own member only. The members' runs beside them are ordinary run folders.
 */
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import {
  jsonText,
  lockHolder,
  makeFolder,
  numberSchema,
  writeAtomically,
  type ProcessIdentity,
} from "../runs";
import type { MemberResult, SweepPlan } from "./plan";
import { planFrom, planText } from "./planFile";
import { SweepError } from "./sweepError";
import { memberName, resultFile, sweepPaths } from "./sweepPaths";

/** Files, of which a system lets a process have some hundreds. */
const openAtOnce = 64;

export interface Sweep {
  readonly directory: string;
  readonly plan: SweepPlan;
  /** By index, of the members that have ended. */
  readonly results: readonly MemberResult[];
  /** What could not be read, in words; its members count as not ended. */
  readonly problems: readonly string[];
  /** Who steers it now, on this machine or another; undefined: nobody. Jobs of a cluster are not known here. */
  readonly running?: ProcessIdentity;
}

/**
 * Makes `directory`, which must be empty or absent, a sweep in which nothing is trained yet.
 * @throws SweepError when it holds something. @throws RunFolderError when it cannot be written
 */
export async function createSweep(directory: string, plan: SweepPlan): Promise<void> {
  const paths = sweepPaths(directory);
  const entries = await readdir(directory).catch(() => []);
  if (entries.length > 0) {
    throw new SweepError(
      `${directory} is not empty: a new sweep needs a folder of its own. Choose another name, or empty it yourself.`,
    );
  }
  for (const folder of [paths.members, paths.results]) await makeFolder(folder);
  // Last: it is what makes a folder a sweep.
  await writeAtomically(paths.plan, planText(plan));
}

/** Whether `directory` holds a sweep's plan, whatever its condition. */
export async function isSweep(directory: string): Promise<boolean> {
  return readFile(sweepPaths(directory).plan).then(
    () => true,
    () => false,
  );
}

/** Safe while it is going on. @throws SweepError when there is no plan, or none that can be read */
export async function openSweep(directory: string): Promise<Sweep> {
  const plan = await readPlan(directory);
  const { results, problems } = await readResults(directory, plan);
  const running = await lockHolder(sweepPaths(directory).lock);
  return { directory, plan, results, problems, ...(running && { running }) };
}

/** @throws SweepError when there is none, or none that can be read */
export async function readPlan(directory: string): Promise<SweepPlan> {
  const file = sweepPaths(directory).plan;
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (isAbsent(error)) {
      throw new SweepError(`${directory} is not a sweep: it has no ${path.basename(file)}.`);
    }
    throw new SweepError(`${file} cannot be read: ${messageOf(error)}`);
  });
  return planFrom(text, file);
}

/** By index. Never throws for what is in the files. @param plan of which they must be */
export async function readResults(
  directory: string,
  plan: Pick<SweepPlan, "members">,
): Promise<Pick<Sweep, "results" | "problems">> {
  const names = new Set(await readdir(sweepPaths(directory).results).catch(() => []));
  const indices = plan.members.map(({ index }) => index);
  const written = indices.filter((index) => names.has(path.basename(resultFile(directory, index))));
  const readings: Awaited<ReturnType<typeof readResult>>[] = [];
  for (let from = 0; from < written.length; from += openAtOnce) {
    const portion = written.slice(from, from + openAtOnce);
    readings.push(...(await Promise.all(portion.map((index) => readResult(directory, index)))));
  }
  return {
    results: readings.filter((reading) => typeof reading === "object"),
    problems: readings.filter((reading) => typeof reading === "string"),
  };
}

/** @returns undefined where there is none yet; what is wrong with it in words */
export async function readResult(
  directory: string,
  index: number,
): Promise<MemberResult | string | undefined> {
  const file = resultFile(directory, index);
  const name = `results/${path.basename(file)}`;
  try {
    const parsed = resultSchema.safeParse(JSON.parse(await readFile(file, "utf8")));
    if (!parsed.success) return `${name} is damaged: ${z.prettifyError(parsed.error)}`;
    return parsed.data.index === index ? parsed.data : `${name} is the result of member ${parsed.data.index}`;
  } catch (error) {
    return isAbsent(error) ? undefined : `${name} cannot be read: ${messageOf(error)}`;
  }
}

/** @throws RunFolderError */
export async function writeResult(directory: string, result: MemberResult): Promise<void> {
  const file = resultFile(directory, result.index);
  // Not above the sweep's folder: one that was deleted stays so.
  await makeFolder(path.dirname(file), directory);
  await writeAtomically(file, `${jsonText(result, 2)}\n`);
}

/** Lets a member be trained anew: its result and its run are gone. @throws SweepError where they cannot be deleted */
export async function forgetMember(directory: string, index: number): Promise<void> {
  const gone = [resultFile(directory, index), path.join(sweepPaths(directory).members, memberName(index))];
  for (const entry of gone) {
    await rm(entry, { recursive: true, force: true }).catch((error: unknown) => {
      throw new SweepError(`${entry} cannot be deleted: ${messageOf(error)}`);
    });
  }
}

const resultSchema = z.object({
  index: z.int().min(0),
  state: z.enum(["done", "failed"]),
  failure: z.string().nullable(),
  attempts: z.int().min(1),
  seconds: numberSchema,
  // A text is a text, but for those that `jsonText` writes for numbers that JSON lacks.
  measures: z.record(z.string(), z.union([numberSchema, z.string(), z.null()])),
});

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR"].includes(String(error.code));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
