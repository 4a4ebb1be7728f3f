/**
 * What theory expects of the second layer's training on the mixed target: gradient descent on the mean losses from where
 * the run's stage begins, and the phases of that course, found as those of a run are.
 */
import { experimentFromValue, isMixed, type Experiment, type MixedExperiment } from "../config";
import { drawScalars } from "../data";
import { endedPhase, mixedPhases, type MixedCourse, type MixedPhaseName } from "../inspect";
import { groupView, mixedInitial, mixedLayout, mixedParameters, type MixedParameter } from "../model";
import { parametersAt, type Run, type Snapshots } from "../runs";
import type { TransitionStudy } from "../studies";
import { matchMoments, mixedDescent, plateauGrowth, type MatchMoments, type MixedDescent } from "../theory";
import { RunSetupError } from "../training";

export interface TransitionOptions {
  /** Standard error of the plateau's rate, as a part of it: how long expectations are sampled. */
  readonly error?: number;
}

const defaultError = 0.01;

/** Of an experiment: from its initial scalars. @throws RunSetupError for stages of which nothing is known */
export async function transitionStudyOf(
  experiment: MixedExperiment,
  options: TransitionOptions = {},
): Promise<TransitionStudy> {
  const stage = predictedStage(experiment);
  if (stage > 0) {
    throw new RunSetupError(
      `Layer 2 is trained in stage ${stage + 1}, from where the stages before it end, and that is known of a run only: ` +
        "train it, and ask for the theory of its folder.",
    );
  }
  return studyFrom(
    experiment,
    { stage, step: 0, time: 0, parameters: mixedInitial(experiment.model.initial) },
    options,
  );
}

/** A run with what of it has been read. */
export interface MixedRecord {
  readonly run: Pick<Run, "directory" | "manifest">;
  readonly experiment: MixedExperiment;
  readonly snapshots: Snapshots;
}

/**
 * Of a run: from its scalars at the beginning of the stage that trains layer 2.
 * @throws RunSetupError for stages of which nothing is known, and where that beginning was not recorded
 */
export async function transitionStudyOfRun(
  { run: { directory, manifest }, experiment, snapshots }: MixedRecord,
  options: TransitionOptions = {},
): Promise<TransitionStudy> {
  const stage = predictedStage(experiment);
  const step = stage === 0 ? 0 : manifest?.stages.find((each) => each.stage === stage)?.fromStep;
  const [steps, times] = ["step", "time"].map((name) =>
    Array.from(snapshots.arrays.get(name)?.data ?? [], Number),
  );
  // What stages begin with is always recorded.
  const row = steps.indexOf(step ?? -1);
  const parameters = parametersAt(snapshots, mixedLayout, row);
  if (step === undefined || !parameters) {
    throw new RunSetupError(`The run in ${directory} has no record of where its stage ${stage + 1} begins.`);
  }
  return studyFrom(experiment, { stage, step, time: times[row], parameters }, options);
}

/** Null of a run that is not of the mixed target, or whose experiment cannot be read. */
export function mixedExperimentOf({ config }: Pick<Run, "config">): MixedExperiment | null {
  const parsed = experimentFromValue(config);
  return parsed.ok && isMixed(parsed.experiment) ? parsed.experiment : null;
}

/** What makes layer 2 go through the phases. */
const needed: readonly MixedParameter[] = ["value2", "key", "query"];

function predictedStage({ training: { stages } }: Experiment): number {
  const index = stages.findIndex(({ train }) => needed.every((name) => train.includes(name)));
  const stage = stages[index];
  if (!stage)
    throw new RunSetupError(`No stage trains ${needed.join(", ")}, so there are no phases to expect.`);
  const its = `Stage ${index + 1}`;
  if (stage.train.includes("rpe1")) {
    throw new RunSetupError(
      `${its} trains rpe1 too. Theory is of layer 2 alone, with a layer 1 that stays what it is, as the paper trains: ` +
        "leave rpe1 out of training.stages[].train.",
    );
  }
  if (stage.optimizer.kind === "adam") {
    throw new RunSetupError(
      `${its} is trained by adam, and theory is of gradient descent: set training.stages[].optimizer to "sgd" or "flow".`,
    );
  }
  return index;
}

interface Beginning {
  readonly stage: number;
  readonly step: number;
  readonly time: number;
  readonly parameters: Float64Array;
}

async function studyFrom(
  experiment: MixedExperiment,
  { stage, step, time, parameters }: Beginning,
  { error = defaultError }: TransitionOptions,
): Promise<TransitionStudy> {
  const { data, training, seed } = experiment;
  const { train, learningRate, steps, optimizer } = training.stages[stage];
  refuseNegative(parameters);
  const { sharpness, sequenceLength, mixing } = data;
  const target = { mixing, sharpness };
  const [rpe1] = parameters;
  const moments = await matchMoments({
    ...{ sharpness, sequenceLength, rpe1, wishedError: error },
    draw: async (first, count) => (await drawScalars(seed, "train", first, count, sequenceLength)).scalars,
  });
  const growth = plateauGrowth(target, moments);
  const isFlow = optimizer.kind === "flow";
  const stepTime = isFlow ? flowStep : learningRate;
  // On until all phases are over, however long the stage is.
  const whole = (3 * Math.max(1, logOfStart(parameters)) + 20) / growth.mean;
  const wanted = Math.max(isFlow ? (optimizer.time ?? 0) / flowStep : steps, whole / stepTime);
  // What a stage trains of the mixed target are its scalars.
  const trained = mixedParameters.filter((name) => train.includes(name));
  const descent = mixedDescent({
    target,
    sequenceLength,
    moments,
    start: parameters,
    train: trained,
    stepTime,
    steps: Math.ceil(Math.min(wanted, mostSteps)),
  });
  const times = descent.steps.map((each) => time + each * stepTime);
  return {
    ...{ stage, fromStep: step, fromTime: time, stepTime: isFlow ? null : learningRate, rpe1 },
    sequences: moments.sequences,
    growth,
    ends: endsOf(courseOf(descent, times)),
    course: thinned(descent, times),
    notes: notesOf(experiment, moments, error, wanted > mostSteps),
  };
}

/** Flow time of a step where the optimizer has none of its own. */
const flowStep = 0.1;
const mostSteps = 1_000_000;

function refuseNegative(parameters: Float64Array): void {
  if (matchOf(parameters) < 0) {
    throw new RunSetupError(
      "k·q begins below 0: there head B looks for the opposite, and of that no course has been computed.",
    );
  }
}

/** log(1/√(k·q)): how often k and q have to grow e-fold before they match. */
function logOfStart(parameters: Float64Array): number {
  return -0.5 * Math.log(Math.max(matchOf(parameters), Number.MIN_VALUE));
}

/** k·q. */
function matchOf(parameters: Float64Array): number {
  const [key, query] = (["key", "query"] as const).map((name) => groupView(parameters, mixedLayout, name)[0]);
  return key * query;
}

function courseOf({ unexplainedG4, unexplainedIH, steps }: MixedDescent, times: Float64Array): MixedCourse {
  return mixedPhases(
    Array.from(steps, (step, row) => ({
      ...{ step, time: times[row] },
      ...{ unexplainedG4: unexplainedG4[row], unexplainedIH: unexplainedIH[row] },
    })),
  );
}

function endsOf(course: MixedCourse): TransitionStudy["ends"] {
  const endOf = (name: MixedPhaseName) => endedPhase(course, name)?.to.time ?? null;
  return { partial: endOf("partial"), plateau: endOf("plateau"), emergence: endOf("emergence") };
}

/** As many rows as a curve needs: evenly over the logarithm of the steps, and evenly over the steps. */
function thinned({ steps, unexplainedG4, unexplainedIH, parameters }: MixedDescent, times: Float64Array) {
  const last = steps[steps.length - 1];
  const rowFrom = (step: number) => steps.findIndex((each) => each >= step);
  const rows = new Set<number>();
  for (let part = 0; part <= pointsEachWay; part++) {
    const share = part / pointsEachWay;
    rows.add(rowFrom(Math.round(share * last))).add(rowFrom(Math.round((last + 1) ** share) - 1));
  }
  const kept = Array.from(rows).sort((a, b) => a - b);
  const of = (name: MixedParameter) => (row: number) =>
    parameters[row * mixedParameters.length + mixedParameters.indexOf(name)];
  const [key, query] = [of("key"), of("query")];
  return {
    time: kept.map((row) => times[row]),
    unexplainedG4: kept.map((row) => unexplainedG4[row]),
    unexplainedIH: kept.map((row) => unexplainedIH[row]),
    rpe2: kept.map(of("rpe2")),
    value1: kept.map(of("value1")),
    value2: kept.map(of("value2")),
    match: kept.map((row) => key(row) * query(row)),
  };
}

const pointsEachWay = 150;

function notesOf(
  { data }: MixedExperiment,
  { push: { mean, standardError } }: MatchMoments,
  wished: number,
  isCut: boolean,
): string[] {
  const error = standardError / Math.abs(mean);
  return [
    ...(error > 1.5 * wished
      ? [`The plateau's rate is known to ${(100 * error).toFixed(1)} % only: more sequences would take long.`]
      : []),
    ...(data.online
      ? []
      : [
          "The course is that of fresh sequences: on a fixed set it is another, the more so the smaller the set.",
        ]),
    ...(isCut ? [`The course ends after ${mostSteps.toLocaleString("en-US")} steps.`] : []),
  ];
}
