/** Evidence from a run's folder: what was recorded, what is cheap to find out besides, and the studies that are there. */
import { initialOf, layoutOf, modelOf, type Model } from "../model";
import { experimentOf, quickTheoryOf } from "../evaluation";
import type { TokenExperiment } from "../config";
import {
  describeRun,
  parametersAt,
  RunFolderError,
  type Run,
  type RunManifest,
  type Snapshots,
} from "../runs";
import { readStudies } from "../studies";
import type { Evidence, RecordedState } from "./evidence";
import { heldOutOf } from "./heldOut";

/**
 * @throws RunFolderError where `run.json` is damaged
 * @throws RunSetupError where its experiment is damaged
 */
export async function gather(run: Run): Promise<Evidence> {
  const experiment = experimentOf(run);
  const { directory, manifest } = run;
  if (!manifest)
    throw new RunFolderError(directory, `The run in ${directory} cannot be diagnosed: ${run.problems[0]}`);
  const model = modelOf(experiment.model, experiment.data);
  const [snapshots, metrics, { studies }] = await Promise.all([
    run.snapshots(),
    run.metrics(),
    readStudies(directory),
  ]);
  const states = wholeStates(snapshots, model);
  const first = states.at(0) ?? initialState(experiment, model);
  const last = states.at(-1) ?? first;
  return {
    ...standing(manifest),
    experiment,
    model,
    metrics: metrics.lines,
    first,
    last,
    heldOut: await heldOutOf({ experiment, model, metrics: metrics.lines, last, stateAt: newestOf(states) }),
    theory: studies.theory ?? (await quickTheoryOf(experiment)),
    evaluation: studies.evaluation,
  };
}

function standing(manifest: RunManifest) {
  const { step, totalSteps, stages, failure = null } = manifest;
  return { state: describeRun(manifest).state, step, totalSteps, stages, failure };
}

function wholeStates(snapshots: Snapshots, model: Model): RecordedState[] {
  const layout = layoutOf(model);
  const steps = snapshots.arrays.get("step")?.data ?? new Float64Array();
  return Array.from(steps).flatMap((step, row) => {
    const parameters = Number.isNaN(step) ? null : parametersAt(snapshots, layout, row);
    return parameters ? [{ step, parameters }] : [];
  });
}

function initialState({ model: { initial }, seed }: TokenExperiment, model: Model): RecordedState {
  return { step: 0, parameters: initialOf(model, initial, seed) };
}

/** The newest state of a step up to the one given. */
function newestOf(states: readonly RecordedState[]) {
  return (step: number) => states.findLast((state) => state.step <= step);
}
