/** A run's model as it stands in one of its checkpoints. */
import { experimentFromValue, isOfTokens, type Experiment, type TokenExperiment } from "../config";
import { layoutOf, modelOf, type Model } from "../model";
import { openRun, type Run } from "../runs";
import { fromSafetensors, RunSetupError } from "../training";

export interface TrainedModel {
  readonly run: Run;
  readonly experiment: TokenExperiment;
  readonly model: Model;
  /** The whole vector, as `layoutOf` lays it out. */
  readonly parameters: Float64Array;
  /** Of the checkpoint. */
  readonly step: number;
}

/**
 * @param wanted the checkpoint's step; the newest if left out
 * @throws RunSetupError when there is no such checkpoint, or the experiment is damaged
 * @throws RunFolderError when it is no run or its checkpoint is damaged
 */
export async function openTrained(runDirectory: string, wanted?: number): Promise<TrainedModel> {
  const run = await openRun(runDirectory);
  const experiment = experimentOf(run);
  const model = modelOf(experiment.model, experiment.data);
  const step = await checkpointStep(run, wanted);
  const { trainer } = fromSafetensors(await run.readCheckpoint(step), layoutOf(model));
  return { run, experiment, model, parameters: trainer.parameters, step };
}

/** @throws RunSetupError when it is damaged, or of the mixed target */
export function experimentOf({ directory, config }: Run): TokenExperiment {
  const parsed = experimentFromValue(config);
  if (parsed.ok) return ofTokens(parsed.experiment, `the run in ${directory}`);
  throw new RunSetupError(
    `Nothing can be found out about the run in ${directory}: its config.json is damaged.`,
  );
}

/** @param what `the experiment`, `the run in …` @throws RunSetupError where it is of the mixed target */
export function ofTokens(experiment: Experiment, what: string): TokenExperiment {
  if (isOfTokens(experiment)) return experiment;
  throw new RunSetupError(
    `evaluate, compare and ablate are about transformers on tokens, and ${what} is of the mixed target, whose tokens are ` +
      "scalars. Of such runs show, theory and the inspector tell, and a report of several (report A B) compares them.",
  );
}

async function checkpointStep(run: Run, wanted: number | undefined): Promise<number> {
  const steps = (await run.checkpoints()).map(({ step }) => step);
  const step = wanted ?? steps.at(-1);
  if (step !== undefined && steps.includes(step)) return step;
  const there = steps.length === 0 ? "it has none" : `it has: ${steps.join(", ")}`;
  throw new RunSetupError(
    `The run in ${run.directory} has no checkpoint${wanted === undefined ? "" : ` of step ${wanted}`}; ${there}.`,
  );
}
