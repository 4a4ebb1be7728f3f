/**
 * One member of a sweep, from wherever it stands to its result on disk. Members know nothing of each other: any number
 * of processes and machines may train different ones of the same sweep at once. Who trains which is pool.ts.
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Experiment } from "../config";
import { listRun, lockHolder, makeFolder, processState, runPaths } from "../runs";
import { resumeRun, startRun, type Outcome, type RunOptions, type TrainingEvent } from "../training";
import { measuresOf } from "./measures";
import type { Member, MemberResult, SweepPlan } from "./plan";
import { SweepError } from "./sweepError";
import { readPlan, readResult, writeResult } from "./sweepFolder";
import { attemptsFile, memberDirectory } from "./sweepPaths";

export interface MemberOptions {
  /** The sweep's, if it is known already. */
  readonly plan?: SweepPlan;
  /** Threads of the engine where the experiment says "auto"; 1 if left out, as members are trained side by side. */
  readonly threads?: number;
  /** Another machine's hold on the run is void: whoever calls knows that it is over there. */
  readonly takeOver?: boolean;
  /** Stops the training, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Called between steps, which wait for it; must not throw. */
  readonly onEvent?: (event: TrainingEvent) => void;
  /** Milliseconds between progress events. */
  readonly progressInterval?: number;
}

/**
 * Trains the member, goes on with it from its newest checkpoint, or, if it is trained, only measures it; a member that
 * has a result is left as it is. Whatever goes wrong with it is its result.
 * @returns null where `signal` stopped it: there is no result yet, and the member can go on
 * @throws SweepError when there is no such member, or while another process trains it
 * @throws RunFolderError when the result cannot be written
 */
export async function trainMember(
  directory: string,
  index: number,
  options: MemberOptions = {},
): Promise<MemberResult | null> {
  const plan = options.plan ?? (await readPlan(directory));
  const member = plan.members.at(index);
  if (member?.index !== index) {
    throw new SweepError(
      `There is no member ${index}: ${directory} has the members 0 to ${plan.members.length - 1}.`,
    );
  }
  const known = await readResult(directory, index);
  if (typeof known === "object") return known;
  const began = performance.now();
  const ending = await endingOf(member, plan, directory, options);
  if (ending.state === "stopped") return null;
  const result: MemberResult = {
    index,
    ...ending,
    attempts: await attemptsOf(directory, index),
    seconds: (performance.now() - began) / 1000,
    measures: await measuresOf(memberDirectory(directory, index)),
  };
  await writeResult(directory, result);
  return result;
}

/** How often the member's training was begun, at least once. */
export async function attemptsOf(directory: string, index: number): Promise<number> {
  const text = await readFile(attemptsFile(directory, index), "utf8").catch(() => "");
  return Math.max(1, Math.floor(Number(text)) || 0);
}

type Ending =
  | { readonly state: "stopped" }
  | { readonly state: "done"; readonly failure: null }
  | { readonly state: "failed"; readonly failure: string };

async function endingOf(
  member: Member,
  plan: SweepPlan,
  directory: string,
  options: MemberOptions,
): Promise<Ending> {
  const runDirectory = memberDirectory(directory, member.index);
  await waitForOthers(runDirectory, options);
  const listing = await listRun(runDirectory);
  if (listing?.kind === "run") {
    const { status, failure } = listing.manifest;
    if (status === "done") return { state: "done", failure: null };
    if (status === "failed") return { state: "failed", failure: failure?.message ?? "It does not say why." };
  }
  if (options.signal?.aborted) return { state: "stopped" };
  await countAttempt(directory, member.index);
  try {
    const begin = listing?.kind === "run" ? goneOn : begun;
    const run = await begin(member.experiment, plan.baseDirectory, runDirectory, options);
    const stop = () => run.stop();
    options.signal?.addEventListener("abort", stop);
    if (options.signal?.aborted) stop();
    const outcome = await run.finished;
    options.signal?.removeEventListener("abort", stop);
    return endingAfter(outcome);
  } catch (error) {
    // Not the member's fault, but of who trains it too.
    if (error instanceof SweepError) throw error;
    return { state: "failed", failure: error instanceof Error ? error.message : String(error) };
  }
}

function endingAfter(outcome: Outcome): Ending {
  switch (outcome.status) {
    case "done":
      return { state: "done", failure: null };
    case "stopped":
      return { state: "stopped" };
    case "failed":
      return { state: "failed", failure: outcome.failure.message };
  }
}

/** What a killed process left without a manifest, and what is too damaged to go on, is of no use to anyone. */
async function begun(
  experiment: Experiment,
  baseDirectory: string,
  runDirectory: string,
  { threads = 1, ...options }: MemberOptions,
) {
  await refuseHeld(runDirectory);
  await rm(runDirectory, { recursive: true, force: true });
  const { engine } = experiment;
  const settled = engine.threads === "auto" ? { ...engine, threads } : engine;
  return startRun({
    ...runOptions(runDirectory, options),
    experiment: { ...experiment, engine: settled },
    baseDirectory,
  });
}

async function goneOn(
  experiment: Experiment,
  baseDirectory: string,
  runDirectory: string,
  options: MemberOptions,
) {
  try {
    return await resumeRun(runOptions(runDirectory, options));
  } catch {
    return begun(experiment, baseDirectory, runDirectory, options);
  }
}

function runOptions(
  runDirectory: string,
  { onEvent, progressInterval = 500 }: Pick<MemberOptions, "onEvent" | "progressInterval">,
): RunOptions {
  return { runDirectory, progressInterval, ...(onEvent && { onEvent }) };
}

/** Milliseconds that a process which was told to stop may take for its last step and its files. */
const patience = 60_000;

/** A process that lost who steered it still writes its last checkpoint. */
async function waitForOthers(
  runDirectory: string,
  { signal, takeOver = false }: Pick<MemberOptions, "signal" | "takeOver">,
): Promise<void> {
  const lock = runPaths(runDirectory).lock;
  const end = performance.now() + patience;
  let holder = await lockHolder(lock);
  if (holder && takeOver && processState(holder) === "elsewhere") {
    await rm(lock, { force: true });
    return;
  }
  while (holder && performance.now() < end && !signal?.aborted) {
    await delay(100);
    holder = await lockHolder(lock);
  }
  if (!signal?.aborted) await refuseHeld(runDirectory);
}

/** @throws SweepError while a process writes the run: what it writes is not to be deleted under it */
async function refuseHeld(runDirectory: string): Promise<void> {
  const holder = await lockHolder(runPaths(runDirectory).lock);
  if (!holder) return;
  throw new SweepError(
    `${runDirectory} is being trained by process ${holder.pid} on ${holder.host}. Stop it there, or wait until it ends.`,
  );
}

async function countAttempt(directory: string, index: number): Promise<void> {
  const file = attemptsFile(directory, index);
  const before = Number(await readFile(file, "utf8").catch(() => "0")) || 0;
  await makeFolder(path.dirname(file), directory);
  await writeFile(file, `${before + 1}\n`);
}
