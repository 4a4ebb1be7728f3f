/** A run at a glance, as plain data: what `show` prints, and `train` at its end. */
import { experimentFromValue, isMixed, isOfTokens, type Experiment, type ModelConfig } from "../config";
import { describeHeads, describeSubsets, type HeadDescription, type SubsetDescription } from "../inspect";
import { hasSelector, layoutOf, modelOf, weightsOf, type Family, type Model } from "../model";
import {
  describeRun,
  parametersAt,
  RunFolderError,
  type MetricsLine,
  type Run,
  type RunDescription,
  type RunManifest,
  type Snapshots,
} from "../runs";
import { readStudies, type Diagnosis } from "../studies";
import { mixedSummaryOf, phasesFrom, type MixedSummary, type PhaseSummary } from "./phaseSummary";
import { earlyEnds, type StageEnd } from "./stageEnds";
import { studySummaries, type StudySummary } from "./studySummary";

export interface RunSummary {
  readonly directory: string;
  /** Null when `run.json` is damaged. */
  readonly run: (RunManifest & RunDescription) | null;
  /** As the experiment describes it; null when that cannot be read. */
  readonly model: ModelConfig | null;
  /** What the newest snapshot says; null when none can be read. */
  readonly learned: Learned | null;
  /** How the training went, by all snapshots together; null when its experiment cannot be read. */
  readonly course: PhaseSummary | null;
  /** The same of the mixed target; null for other runs. */
  readonly mixed: MixedSummary | null;
  /** Validation losses by what the target follows, of the newest step that has them; null where there is one law. */
  readonly bySource: { readonly own: number; readonly shared: number } | null;
  /** Stages that ended before their last step, and why. */
  readonly earlyEnds: readonly StageEnd[];
  /** Snapshots recorded. */
  readonly snapshots: number;
  /** Steps that can be resumed from. */
  readonly checkpoints: readonly number[];
  /** What was found out about the run beyond its training, without the numbers. */
  readonly studies: readonly StudySummary[];
  /** Null where it has none. */
  readonly diagnosis: Diagnosis | null;
  /** Whatever could not be read, in words. */
  readonly problems: readonly string[];
}

export interface Learned {
  readonly step: number;
  /** a. */
  readonly scale: number;
  readonly family: Family;
  /** C_D = Σ c_S²; null where the model has no selector. */
  readonly coefficientNorm: number | null;
  /** In the order of their numbers. */
  readonly heads: readonly HeadDescription[];
  /** By weight, the largest first; none where the model has no selector. */
  readonly subsets: readonly SubsetDescription[];
}

/** Reads what there is; damage is told in `problems`, never thrown. */
export async function summarize(run: Run): Promise<RunSummary> {
  const [snapshots, found] = await Promise.all([run.snapshots(), readStudies(run.directory)]);
  const problems = [...run.problems, ...snapshots.problems, ...found.problems];
  const experiment = experimentOf(run, problems);
  const model = experiment && isOfTokens(experiment) ? modelOf(experiment.model, experiment.data) : null;
  const lines = experiment && hasParts(experiment) ? (await run.metrics()).lines : [];
  return {
    directory: run.directory,
    run: run.manifest && { ...run.manifest, ...describeRun(run.manifest) },
    model: experiment?.model ?? null,
    learned: model && learnedFrom(snapshots, model),
    course: model && phasesFrom(snapshots, model),
    mixed:
      experiment && isMixed(experiment) ? mixedSummaryOf(lines, snapshots, experiment.training.stages) : null,
    bySource: bySourceOf(lines),
    earlyEnds: experiment && run.manifest ? earlyEnds(experiment, run.manifest) : [],
    snapshots: snapshots.length,
    checkpoints: await checkpointSteps(run, problems),
    studies: studySummaries(found.studies),
    diagnosis: found.studies.diagnosis,
    problems,
  };
}

function experimentOf({ config }: Run, problems: string[]): Experiment | null {
  if (config === null) return null;
  const parsed = experimentFromValue(config);
  if (parsed.ok) return parsed.experiment;
  problems.push("config.json is no experiment that this version can read");
  return null;
}

/** Losses of several parts stand in the metrics alone, which may be long: of other runs they are not read. */
function hasParts(experiment: Experiment): boolean {
  return isMixed(experiment) || experiment.data.kind === "mixed-markov";
}

function bySourceOf(lines: readonly MetricsLine[]): RunSummary["bySource"] {
  const newest = lines.findLast(({ validationLossOwn }) => Number.isFinite(validationLossOwn));
  return newest ? { own: newest.validationLossOwn, shared: newest.validationLossGlobal } : null;
}

function learnedFrom(snapshots: Snapshots, model: Model): Learned | null {
  const layout = layoutOf(model);
  for (let index = snapshots.length - 1; index >= 0; index--) {
    const parameters = parametersAt(snapshots, layout, index);
    if (!parameters) continue;
    const { scale, coefficientNorm } = weightsOf(model, parameters);
    return {
      step: snapshots.arrays.get("step")?.data[index] ?? NaN,
      scale,
      family: model.family,
      coefficientNorm: hasSelector(model) ? coefficientNorm : null,
      heads: describeHeads(model, parameters),
      subsets: describeSubsets(model, parameters).sort((a, b) => b.weight - a.weight),
    };
  }
  return null;
}

async function checkpointSteps(run: Run, problems: string[]): Promise<number[]> {
  try {
    return (await run.checkpoints()).map(({ step }) => step);
  } catch (error) {
    if (!(error instanceof RunFolderError)) throw error;
    problems.push(error.message);
    return [];
  }
}
