/** `ablate`: what each part of a circuit is worth, knocked out of the trained model and never trained. */
import { stat } from "node:fs/promises";
import {
  ablateRun,
  EarlierRetraining,
  withTotalSteps,
  type AblationEvent,
  type AblationOutcome,
  type RetrainingRequest,
} from "../../ablation";
import { totalSteps } from "../../config";
import type { AblationStudy } from "../../studies";
import { costHalfWidth, knockOutPart, partLines, variantPart, type Part } from "../ablationTable";
import { exitCodeOfSignal, ExitCode, InputError } from "../exit";
import { onInterruption } from "../interruption";
import { invocation } from "../invocation";
import { counted, grouped } from "../numbers";
import type { Output } from "../output";
import { shellWord } from "../shellWord";
import { loadExperiment } from "../source";
import { createSweepProgress, type SweepProgress } from "../sweepProgress";
import { newDirectory, train } from "./train";

export interface AblateOptions {
  readonly seeds: number;
  /** Of each training, all stages together. */
  readonly steps?: number;
  /** What is to be knocked out and left out, by id. */
  readonly only?: readonly string[];
  readonly knockOutsOnly?: boolean;
  readonly processes?: number;
  readonly anew?: boolean;
  /** Of an experiment that is trained first. */
  readonly set?: readonly string[];
  readonly out?: string;
}

/** @param source a run's folder, or an experiment, of which a run is trained first */
export async function ablate(source: string, options: AblateOptions, output: Output): Promise<number> {
  if (await isFolder(source)) {
    if (options.set || options.out !== undefined) {
      throw new InputError(`${source} is a run that is trained already: --set and --out have no place.`);
    }
    return takeApart(source, options, output);
  }
  const directory = await trained(source, options, output);
  return typeof directory === "string" ? takeApart(directory, options, output) : directory;
}

async function isFolder(source: string): Promise<boolean> {
  return stat(source).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

/** @returns the new run's folder; the exit code of a training that did not come to its end */
async function trained(
  source: string,
  { steps, set = [], out }: AblateOptions,
  output: Output,
): Promise<string | number> {
  const { experiment } = await loadExperiment(source, set, output);
  const { stages } = experiment.training;
  const shortened = steps !== undefined && steps !== totalSteps(experiment);
  const overrides = shortened ? [`training.stages=${JSON.stringify(withTotalSteps(stages, steps))}`] : [];
  const directory = out ?? (await newDirectory(experiment.name));
  output.line("First, a run to take apart.");
  const code = await train(source, { set: [...set, ...overrides], out: directory }, output);
  output.line();
  return code === ExitCode.done ? directory : code;
}

async function takeApart(directory: string, options: AblateOptions, output: Output): Promise<number> {
  const stopping = new AbortController();
  const teller = tellerOf(options, output);
  const interruption = onInterruption(() => {
    teller.note("Stopping, with checkpoints … Once more, and it ends at once.");
    stopping.abort();
  });
  try {
    const outcome = await ablateRun({
      runDirectory: directory,
      ...(options.only && { only: options.only }),
      retraining: options.knockOutsOnly ? null : requestOf(options),
      signal: stopping.signal,
      onEvent: (event) => teller.tell(event),
    });
    teller.close();
    return conclude(directory, outcome, options, interruption.signal, output);
  } catch (error) {
    if (!(error instanceof EarlierRetraining)) throw error;
    throw new InputError(
      `${error.message} Go on with it by the --steps, --seeds and --only it was begun with, or add --anew, which ` +
        "deletes it and begins again.",
    );
  } finally {
    teller.close();
    interruption.release();
  }
}

function requestOf({ seeds, steps, processes, anew }: AblateOptions): RetrainingRequest {
  return {
    program: process.argv[1],
    seeds,
    ...(steps !== undefined && { steps }),
    ...(processes !== undefined && { processes }),
    ...(anew !== undefined && { anew }),
  };
}

interface Teller {
  tell(event: AblationEvent): void;
  note(text: string): void;
  close(): void;
}

function tellerOf(options: AblateOptions, output: Output): Teller {
  let progress: SweepProgress | undefined;
  let ended = 0;
  return {
    tell(event) {
      switch (event.kind) {
        case "knockedOut":
          tellKnockOuts(event.study, options, output);
          break;
        case "planned": {
          const { wanted, seeds, steps } = event.retraining;
          output.line(
            `${counted(wanted.length, "variant")} over ${counted(seeds.length, "seed")}, ` +
              `${counted(steps, "step")} each.`,
          );
          break;
        }
        case "sweep": {
          const { plan, event: news } = event;
          const titleOf = (index: number) => {
            const [variant, seed] = plan.members[index].values;
            return `${String(variant)}, seed ${String(seed)}`;
          };
          progress ??= createSweepProgress(output, titleOf);
          progress.tell(news);
          if (news.kind === "started") ended = news.results.length;
          if (news.kind === "ended") {
            const [variant, seed] = plan.members[news.result.index].values;
            output.object("trained", { done: ++ended, of: plan.members.length, variant, seed });
          }
          break;
        }
      }
    },
    note: (text) => (progress ? progress.note(text) : output.line(text)),
    close: () => progress?.close(),
  };
}

function tellKnockOuts(study: AblationStudy, { only }: AblateOptions, output: Output): void {
  const shown = shownBy(only);
  study.knockOuts
    .filter(({ id }) => shown(id))
    .forEach((knockOut) => output.object("knockOut", { step: study.step, ...knockOut }));
  output.line(`The model at step ${grouped(study.step)}, losses in nats (${study.lossKind}):`);
  tellPart(knockOutPart(study, shown), output);
}

/** So wide that both parts of the table stand in the same columns. */
const titleWidth = 54;

function tellPart(part: Part, output: Output): void {
  partLines(part, titleWidth).forEach((line) => output.line(line));
  output.line();
}

function shownBy(only: readonly string[] | undefined): (id: string) => boolean {
  return (id) => only?.includes(id) ?? true;
}

function conclude(
  directory: string,
  { study, status, left }: AblationOutcome,
  { only, knockOutsOnly = false }: AblateOptions,
  signal: NodeJS.Signals | undefined,
  output: Output,
): number {
  const shown = shownBy(only);
  if (!knockOutsOnly) {
    study.variants
      .filter(({ id }) => id === "baseline" || shown(id))
      .forEach((variant) =>
        output.object("variant", { ...variant, halfWidth: costHalfWidth(study, variant) }),
      );
    output.line();
    if (study.variants.length > 0) tellPart(variantPart(study, shown), output);
  }
  study.notes.forEach((message) => {
    output.object("note", { message });
    output.line(message);
  });
  if (left > 0) {
    output.line(
      `${counted(left, "training")} left. Go on with the same command` +
        (signal ? "." : `: ${invocation()} ablate ${shellWord(directory)} …`),
    );
  }
  if (status === "stopped" && signal) return exitCodeOfSignal(signal);
  const failed = study.variants.some(({ members }) => members.some(({ failure }) => failure !== null));
  return failed || left > 0 ? ExitCode.failed : ExitCode.done;
}
