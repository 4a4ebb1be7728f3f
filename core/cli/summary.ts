/** A run at a glance, as plain data: what `show` prints, and `train` at its end. */
import { experimentFromValue, type Experiment } from "../config";
import { describeHeads, describeSubsets, type HeadDescription, type SubsetDescription } from "../inspect";
import {
  disentangledLayout,
  disentangledModel,
  groupView,
  weightsOf,
  type DisentangledModel,
} from "../model";
import {
  describeRun,
  RunFolderError,
  type Run,
  type RunDescription,
  type RunManifest,
  type Snapshots,
} from "../runs";

export interface RunSummary {
  readonly directory: string;
  /** Null when `run.json` is damaged. */
  readonly run: (RunManifest & RunDescription) | null;
  /** What the newest snapshot says; null when none can be read. */
  readonly learned: Learned | null;
  /** Snapshots recorded. */
  readonly snapshots: number;
  /** Steps that can be resumed from. */
  readonly checkpoints: readonly number[];
  /** Whatever could not be read, in words. */
  readonly problems: readonly string[];
}

export interface Learned {
  readonly step: number;
  /** a. */
  readonly scale: number;
  /** C_D = Σ c_S². */
  readonly coefficientNorm: number;
  /** In the order of their numbers. */
  readonly heads: readonly HeadDescription[];
  /** By weight, the largest first. */
  readonly subsets: readonly SubsetDescription[];
}

/** Reads what there is; damage is told in `problems`, never thrown. */
export async function summarize(run: Run): Promise<RunSummary> {
  const snapshots = await run.snapshots();
  const problems = [...run.problems, ...snapshots.problems];
  const experiment = experimentOf(run, problems);
  return {
    directory: run.directory,
    run: run.manifest && { ...run.manifest, ...describeRun(run.manifest) },
    learned: experiment && learnedFrom(snapshots, modelOf(experiment)),
    snapshots: snapshots.length,
    checkpoints: await checkpointSteps(run, problems),
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

function modelOf({ model, data }: Experiment): DisentangledModel {
  return disentangledModel({ ...model, alphabetSize: data.alphabetSize });
}

function learnedFrom(snapshots: Snapshots, model: DisentangledModel): Learned | null {
  for (let index = snapshots.length - 1; index >= 0; index--) {
    const parameters = parametersAt(snapshots, model, index);
    if (!parameters) continue;
    const { scale, coefficientNorm } = weightsOf(model, parameters);
    return {
      step: snapshots.arrays.get("step")?.data[index] ?? NaN,
      scale,
      coefficientNorm,
      heads: describeHeads(model, parameters),
      subsets: describeSubsets(model, parameters).sort((a, b) => b.weight - a.weight),
    };
  }
  return null;
}

/** The whole vector of one snapshot; undefined where an array or a chunk of it is lost. */
function parametersAt(
  { arrays }: Snapshots,
  model: DisentangledModel,
  index: number,
): Float64Array | undefined {
  const layout = disentangledLayout(model);
  const parameters = new Float64Array(layout.size);
  for (const { name, size } of layout.groups) {
    const row = arrays.get(name)?.data.subarray(index * size, (index + 1) * size);
    if (row?.length !== size) return undefined;
    groupView(parameters, layout, name).set(row);
  }
  return parameters.includes(NaN) ? undefined : parameters;
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
