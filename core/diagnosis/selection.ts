/** Whether the selector came to weigh one set of heads, the one that theory selects, and why it did not. */
import { lagsOf } from "../inspect";
import { lagSetName, predictedSelection, type LagSet } from "../theory";
import { coefficientNormOf, defaultOutputValue, layoutOf, groupView } from "../model";
import type { TheoryStudy } from "../studies";
import { faster, moreSteps, setting, sharperData, slower } from "./advice";
import { informationEvidence, lagsWithoutHead, majority, type Circuit } from "./circuit";
import { isOver, stageField, stagesTraining, type StageCourse } from "./course";
import type { Evidence, Remark } from "./evidence";
import { decimal, rounded, weightOf } from "./words";

/** ΔĨ below so many of its standard errors cannot be told from none, nor two sets from each other. */
const certain = 2;
/** The authors' coefficients and scale, which theory has small, and their diagonal − offDiagonal. */
const usualCoefficient = 0.01;
const authorsBreaking = 2.9;
/** Theory leaves constants open: only what is so many times too short, or too coarse, is held against a run. */
const leeway = 3;

/** To be asked where every selected lag has a head: else the heads are to blame. */
export function selectionRemark(evidence: Evidence, circuit: Circuit): Remark {
  const stages = stagesTraining(evidence, "coefficients");
  const [winner] = circuit.subsets;
  if (stages.length === 0 || circuit.subsets.length < 2 || lagsWithoutHead(circuit).length > 0) return null;
  if (winner.weight >= majority) return wrongSet(evidence, circuit);
  if (isOver(evidence, "coefficients")) return notConcentrated(evidence, circuit, stages);
  const { step, totalSteps } = evidence;
  return `No set of heads has won yet (p is ${weightOf(winner)}), but the run stands at step ${step} of ${totalSteps}.`;
}

function wrongSet(evidence: Evidence, circuit: Circuit): Remark {
  const { theory } = evidence;
  const [winner] = circuit.subsets;
  const { selected } = circuit;
  if (!theory || !selected) return null;
  const lags = lagsOf(circuit.heads, winner);
  if (lags.join() === selected.join() || sameWithinError(theory, lags)) return null;
  return {
    kind: "wrongSet",
    severity: "warning",
    title: `p has concentrated on ${setName(lags)}; theory selects ${lagSetName(selected)}.`,
    evidence: [`p is ${weightOf(winner)} in the end.`, ...informationEvidence(theory, lags)],
    advice: otherSetAdvice(evidence, selected),
  };
}

function otherSetAdvice(evidence: Evidence, selected: LagSet): string[] {
  const { family, initial, maxDegree, subsets } = evidence.experiment.model;
  const { outputValue = defaultOutputValue } = initial;
  const breaking = initial.rpe.diagonal - initial.rpe.offDiagonal;
  const isSmallGap = (evidence.theory?.gap?.mean ?? Infinity) < smallGap;
  const coarse = stagesTraining(evidence, "coefficients").filter(
    ({ config, usualRate }) => config.learningRate > usualRate,
  );
  return [
    ...(isSmallGap ? sharperData(evidence) : []),
    ...(selected.length > maxDegree ? [setting("model.maxDegree", selected.length, maxDegree)] : []),
    ...(subsets === null ? [] : ["Set model.subsets to null: the list may lack the set."]),
    ...(initial.scale > 0
      ? []
      : [
          `${setting("model.initial.scale", usualCoefficient, initial.scale)} Matches have to count for their token.`,
        ]),
    ...(family !== "absolute" && breaking < authorsBreaking
      ? [
          `${setting("model.initial.rpe.diagonal", initial.rpe.offDiagonal + authorsBreaking, initial.rpe.diagonal)} ` +
            "Heads that mix lags tell the selector little of each.",
        ]
      : []),
    ...(family === "full" && Math.abs(outputValue) < defaultOutputValue
      ? [
          `${setting("model.initial.outputValue", defaultOutputValue, outputValue)} With small output-value matrices ` +
            "the selector settles before its heads bring much.",
        ]
      : []),
    ...coarse.map(slower),
    family === "full"
      ? "Begin as preset full does: at learning rate 0.01, the authors' run had {1, 2} win within 100 steps."
      : "Train the coefficients in a stage of their own, before the others (preset paper-three-stage).",
  ];
}

/**
 * Whether what the law says of both sets differs by no more than chance. The lead over the runner-up is known best, for
 * it is a mean of differences on the same chains; where it is certain, so is that over all others.
 */
function sameWithinError({ sets, selected, gap }: TheoryStudy, lags: LagSet): boolean {
  const other = sets.find((set) => set.lags.join() === lags.join());
  if (!other || (gap && gap.mean > certain * gap.standardError)) return false;
  const [best, found] = [sets[selected].modifiedChi2, other.modifiedChi2];
  return (
    best.mean - found.mean < certain * Math.hypot(best.standardError, found.standardError) && lags.length > 0
  );
}

function setName(lags: LagSet): string {
  return lags.length === 0 ? "the empty set, which looks at no token" : `lags ${lagSetName(lags)}`;
}

function notConcentrated(evidence: Evidence, circuit: Circuit, stages: readonly StageCourse[]): Remark {
  const time = timing(evidence, stages);
  const cause = time ? causeOf(evidence, time) : stages.some(isCoarseAdam(evidence)) ? "coarse" : null;
  return {
    kind: "notConcentrated",
    severity: "warning",
    title: `No set of heads has won: the largest p is ${weightOf(circuit.subsets[0])}.${cause ? ` ${titles[cause]}` : ""}`,
    evidence: [
      `The largest p are ${circuit.subsets.slice(0, 3).map(weightOf).join("; ")}.`,
      ...(evidence.theory ? informationEvidence(evidence.theory) : []),
      ...(time ? timeEvidence(time) : []),
    ],
    advice: adviceOn(evidence, stages, time, cause),
  };
}

type Cause = "coarse" | "coefficients" | "gap" | "steps";

const titles: Readonly<Record<Cause, string>> = {
  coarse: "The steps are too long for it.",
  coefficients: "The initial coefficients are too large.",
  gap: "The sets tell nearly the same about the next token.",
  steps: "It had too little time.",
};

interface Timing {
  readonly predicted: number;
  readonly given: number;
  /** The longest step, in the same measure. */
  readonly step: number;
  readonly coefficientNorm: number;
  readonly sequenceLength: number;
  readonly scale: number;
  readonly gap: number;
}

/**
 * Stage I's predicted t_1 beside what the run gave it; null where that cannot be compared: adam measures no time, and the
 * prediction is of the disentangled model.
 */
function timing(
  { theory, first, model, experiment }: Evidence,
  stages: readonly StageCourse[],
): Timing | null {
  const { data } = experiment;
  const adam = stages.some(({ config }) => config.optimizer.kind === "adam");
  if (!theory?.gap || data.kind !== "markov" || adam || model.family !== "disentangled") return null;
  const coefficients = groupView(first.parameters, layoutOf(model), "coefficients");
  const quantities = {
    coefficientNorm: coefficientNormOf(coefficients),
    sequenceLength: data.sequenceLength,
    scale: first.parameters[first.parameters.length - 1],
    gap: theory.gap.mean,
  };
  const predicted = predictedSelection(quantities);
  if (predicted === null) return null;
  const given = stages.reduce((sum, { time }) => sum + time, 0);
  const rates = stages.map(({ config }) => (config.optimizer.kind === "sgd" ? config.learningRate : 0));
  return { ...quantities, predicted, given, step: Math.max(...rates) };
}

/** The first that alone explains it: what would have been enough with the authors' values. */
function causeOf({ theory, first, model }: Evidence, time: Timing): Cause | null {
  const { predicted, given, step, gap } = time;
  if (step > leeway * predicted) return "coarse";
  const coefficients = groupView(first.parameters, layoutOf(model), "coefficients");
  const smaller = (coefficients.length * usualCoefficient ** 2) / time.coefficientNorm;
  if (given < leeway * predicted && smaller < 0.1 && leeway * predicted * smaller < given)
    return "coefficients";
  const error = theory?.gap?.standardError ?? 0;
  if (gap < smallGap || gap < certain * error) return "gap";
  return given < leeway * predicted ? "steps" : null;
}

/** Adam's steps are as long as its learning rate: such a one leaves nothing of what the coefficients began with. */
function isCoarseAdam({ experiment: { model } }: Evidence) {
  return ({ config: { optimizer, learningRate } }: StageCourse) =>
    optimizer.kind === "adam" && learningRate > 10 * leeway * Math.abs(model.initial.coefficients);
}

/** ΔĨ of the paper's data (d = 3, parents 1 and 2, α = 0.1) is several times that. */
const smallGap = 0.005;

function timeEvidence({
  predicted,
  given,
  step,
  coefficientNorm,
  sequenceLength,
  scale,
  gap,
}: Timing): string[] {
  return [
    `By theory selecting takes about C_D(0) log L / (a(0) ΔĨ) = ${decimal(coefficientNorm)} · log ${sequenceLength} / ` +
      `(${decimal(scale)} · ${decimal(gap)}) = ${decimal(predicted)} units of gradient-flow time; the run gave it ${decimal(given)}` +
      `${step > 0 ? `, in steps of ${decimal(step)}` : ""}.`,
  ];
}

function adviceOn(
  evidence: Evidence,
  stages: readonly StageCourse[],
  time: Timing | null,
  cause: Cause | null,
): string[] {
  const last = stages[stages.length - 1];
  const { coefficients } = evidence.experiment.model.initial;
  const smaller =
    Math.abs(coefficients) > usualCoefficient
      ? [
          `${setting("model.initial.coefficients", usualCoefficient, coefficients)} The time it takes grows with its square.`,
        ]
      : [];
  switch (cause) {
    case "coarse":
      return stages.map(slower);
    case "coefficients":
      return [...smaller, ...sharperData(evidence), ...longer(last, time)];
    case "gap":
      return [...sharperData(evidence), ...smaller, ...longer(last, time)];
    case "steps":
    case null:
      return [...longer(last, time), ...smaller, ...sharperData(evidence)];
  }
}

function longer(stage: StageCourse, time: Timing | null): string[] {
  const { steps, learningRate, optimizer } = stage.config;
  const quicker = faster(stage);
  if (quicker !== null) return [quicker];
  if (!time || optimizer.kind !== "sgd") return [moreSteps(stage)];
  const needed = rounded((leeway * time.predicted) / learningRate);
  // What nobody would wait for is no advice.
  return needed > steps && needed < 1e7 ? [setting(stageField(stage, "steps"), needed, steps)] : [];
}
