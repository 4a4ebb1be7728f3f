/** A trained model as parts are knocked out of it: its newest parameters, and what it was trained under. */
import type { TokenExperiment } from "../config";
import { experimentOf } from "../evaluation";
import { groupView, layoutOf, modelOf, type Model, type ParameterLayout } from "../model";
import { openRun, type Run } from "../runs";
import { fromSafetensors, RunSetupError } from "../training";

export interface Trained {
  readonly experiment: TokenExperiment;
  readonly model: Model;
  /** As `layoutOf` lays them out. */
  readonly parameters: Float64Array;
  readonly step: number;
}

/**
 * Of the newest checkpoint that can be read, or of the newest snapshot if that is newer.
 * @throws RunSetupError when its experiment or all parameters are lost
 * @throws RunFolderError when it is no run
 */
export async function trainedModel(runDirectory: string): Promise<Trained> {
  const run = await openRun(runDirectory);
  const experiment = experimentOf(run);
  const model = modelOf(experiment.model, experiment.data);
  const layout = layoutOf(model);
  const states = [await newestCheckpoint(run, layout), await newestSnapshot(run, layout)];
  const [newest] = states.filter((state) => state !== null).sort((one, other) => other.step - one.step);
  if (newest) return { experiment, model, ...newest };
  throw new RunSetupError(
    `The run in ${runDirectory} has recorded no parameters that can be read: there is nothing to take apart.`,
  );
}

type State = Pick<Trained, "parameters" | "step">;

async function newestCheckpoint(run: Run, layout: ParameterLayout): Promise<State | null> {
  const entries = await run.checkpoints().catch(() => []);
  for (const { step } of entries.toReversed()) {
    try {
      const { trainer } = fromSafetensors(await run.readCheckpoint(step), layout);
      if (trainer.parameters.every(Number.isFinite)) return { step, parameters: trainer.parameters };
    } catch {
      // A damaged one is passed over, as when a run is resumed.
    }
  }
  return null;
}

async function newestSnapshot(run: Run, layout: ParameterLayout): Promise<State | null> {
  const { arrays, length } = await run.snapshots();
  for (let index = length - 1; index >= 0; index--) {
    const parameters = new Float64Array(layout.size).fill(NaN);
    for (const { name, size } of layout.groups) {
      const row = arrays.get(name)?.data.subarray(index * size, (index + 1) * size);
      if (row?.length === size) groupView(parameters, layout, name).set(row);
    }
    const step = arrays.get("step")?.data[index] ?? NaN;
    if (Number.isFinite(step) && parameters.every(Number.isFinite)) return { step, parameters };
  }
  return null;
}
