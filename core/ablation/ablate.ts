/**
 * The whole ablation of a run: knock-outs at once, then its variants trained as they come. The study in the run's folder
 * is written anew whenever there is more to say, so that whatever ends this early loses nothing.
 */
import { rm } from "node:fs/promises";
import { experimentOf } from "../evaluation";
import { openRun, writeAtomically } from "../runs";
import { readStudies, writeStudy, type AblationStudy } from "../studies";
import {
  createSweep,
  isSweep,
  openSweep,
  planText,
  runSweep,
  SweepError,
  sweepPaths,
  type MemberResult,
  type SweepEvent,
  type SweepPlan,
} from "../sweep";
import { knockOuts } from "./knockOuts";
import { RunSetupError } from "../training";
import { planFit, planRetraining, retrainingFolder, variantsFrom, type Retraining } from "./retraining";
import { variantsOf, type Variant } from "./variants";

export interface AblationOptions {
  readonly runDirectory: string;
  /** Parts that are wanted, by the ids of knock-outs and variants; all if left out. Knock-outs are all made. */
  readonly only?: readonly string[];
  /** Null: nothing is trained, only knocked out. */
  readonly retraining: RetrainingRequest | null;
  readonly signal?: AbortSignal;
  /** Must not throw. */
  readonly onEvent?: (event: AblationEvent) => void;
}

export interface RetrainingRequest {
  /** dist/cli.cjs: see core/sweep. */
  readonly program: string;
  readonly seeds: number;
  readonly steps?: number;
  readonly processes?: number;
  /** Deletes an earlier retraining that was planned otherwise, which is refused if this is left out. */
  readonly anew?: boolean;
}

export type AblationEvent =
  /** First of all; `variants` are those that are known from before. */
  | { readonly kind: "knockedOut"; readonly study: AblationStudy }
  | { readonly kind: "planned"; readonly retraining: Retraining }
  /** `plan` is that of the sweep whose members the event counts. */
  | { readonly kind: "sweep"; readonly plan: SweepPlan; readonly event: SweepEvent };

export interface AblationOutcome {
  readonly study: AblationStudy;
  readonly status: "done" | "stopped";
  /** Trainings without a result. */
  readonly left: number;
}

/** An earlier retraining is in the way; what is to become of it is for people to say. */
export class EarlierRetraining extends Error {
  override readonly name = "EarlierRetraining";
  constructor(readonly directory: string) {
    super(
      `${directory} holds trainings of an earlier ablation that was planned otherwise and is not at its end.`,
    );
  }
}

/**
 * @throws RunSetupError, RunFolderError, NpyError when the run has nothing to take apart, or its data are gone
 * @throws EarlierRetraining before anything is done
 * @throws SweepError when no training can be started; the study then holds what was knocked out
 */
export async function ablateRun(options: AblationOptions): Promise<AblationOutcome> {
  const { runDirectory, only, retraining: request, onEvent = () => undefined } = options;
  const experiment = experimentOf(await openRun(runDirectory));
  const planned = request && planRetraining(experiment, { ...request, runDirectory, ...(only && { only }) });
  // The baseline alone says nothing.
  const retraining = planned && planned.wanted.length > 1 ? planned : null;
  const measured = await knockOuts(runDirectory);
  refuseUnknown(only ?? [], measured, variantsOf(experiment).variants);
  const plan = retraining && (await planOnDisk(runDirectory, retraining, request?.anew ?? false));
  const study = await withWhatWasTrained(measured, runDirectory, retraining);
  await writeStudy(runDirectory, "ablation", study);
  onEvent({ kind: "knockedOut", study });
  if (!request || !retraining || !plan) return { study, status: "done", left: 0 };
  onEvent({ kind: "planned", retraining });
  return retrained(options, request, retraining, plan, study);
}

function refuseUnknown(only: readonly string[], study: AblationStudy, variants: readonly Variant[]): void {
  const known = [...new Set([...study.knockOuts, ...variants].map(({ id }) => id))];
  const unknown = only.filter((id) => !known.includes(id));
  if (unknown.length === 0) return;
  throw new RunSetupError(
    `There is nothing called ${unknown.join(", ")} to take away here. There are: ${known.join(", ")}.`,
  );
}

/** Makes the sweep in which the variants are trained what it has to be. */
async function planOnDisk(runDirectory: string, { plan }: Retraining, anew: boolean): Promise<SweepPlan> {
  const directory = retrainingFolder(runDirectory);
  if (await isSweep(directory)) {
    const there = await openSweep(directory).catch((error: unknown) => {
      if (anew && error instanceof SweepError) return null;
      throw error;
    });
    if (there?.running) {
      const { pid, host } = there.running;
      throw new SweepError(`${directory} is being trained by process ${pid} on ${host}: wait until it ends.`);
    }
    const ended = new Set(there?.results.map(({ index }) => index));
    const fit = there ? planFit(there.plan, ended, plan) : { kind: "differs" as const };
    if (there && fit.kind === "holds") return there.plan;
    if (fit.kind === "grows") {
      await writeAtomically(sweepPaths(directory).plan, planText(fit.plan));
      return fit.plan;
    }
    if (!anew) throw new EarlierRetraining(directory);
  }
  // What is no sweep, too: one that was being made when its process was killed.
  await rm(directory, { recursive: true, force: true });
  await createSweep(directory, plan);
  return plan;
}

async function withWhatWasTrained(
  study: AblationStudy,
  runDirectory: string,
  retraining: Retraining | null,
): Promise<AblationStudy> {
  // Some parts can neither be knocked out nor left out, for one reason.
  if (retraining) return { ...study, notes: Array.from(new Set([...study.notes, ...retraining.notes])) };
  const before = (await readStudies(runDirectory)).studies.ablation;
  return { ...study, variants: before?.variants ?? [] };
}

async function retrained(
  { runDirectory, signal, onEvent = () => undefined }: AblationOptions,
  { program, processes }: RetrainingRequest,
  { variants }: Retraining,
  plan: SweepPlan,
  knockedOut: AblationStudy,
): Promise<AblationOutcome> {
  const results = new Map<number, MemberResult>();
  const studyNow = (): AblationStudy => ({
    ...knockedOut,
    variants: variantsFrom(variants, plan, Array.from(results.values())),
  });
  let writing: Promise<void> = Promise.resolve();
  let waiting = false;
  const write = () => {
    if (waiting) return;
    waiting = true;
    writing = writing.then(async () => {
      waiting = false;
      await writeStudy(runDirectory, "ablation", studyNow());
    });
    // Whoever waits for the last one hears of it.
    writing.catch(() => undefined);
  };
  const outcome = await runSweep({
    directory: retrainingFolder(runDirectory),
    program,
    ...(processes !== undefined && { processes }),
    ...(signal && { signal }),
    onEvent: (event) => {
      const ended = event.kind === "started" ? event.results : event.kind === "ended" ? [event.result] : [];
      for (const result of ended) results.set(result.index, result);
      if (ended.length > 0) write();
      onEvent({ kind: "sweep", plan, event });
    },
  });
  await writing;
  const { status, left } = outcome;
  return { study: studyNow(), status: status === "done" ? "done" : "stopped", left };
}
