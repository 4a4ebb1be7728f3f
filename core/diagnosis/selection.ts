/** Whether the selector came to weigh one set of heads, the one that theory selects, and why it did not. */
import { lagSetName, predictedSelection, type LagSet } from "../theory";
import { coefficientNormOf, disentangledLayout, groupView } from "../model";
import type { TheoryStudy } from "../studies";
import { informationEvidence, lagsOf, lagsWithoutHead, majority, type Circuit } from "./circuit";
import { isOver, stageField, stagesTraining, type StageCourse } from "./course";
import type { Evidence, Remark } from "./evidence";
import { counted, decimal, fixed, rounded, weightOf } from "./words";

/** ΔĨ below so many of its standard errors cannot be told from none, nor two sets from each other. */
const certain = 2;
/** The authors' coefficients; theory has them small. */
const usualCoefficient = 0.01;
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

function wrongSet({ theory, experiment }: Evidence, circuit: Circuit): Remark {
  const [winner] = circuit.subsets;
  const { selected } = circuit;
  if (!theory || !selected) return null;
  const lags = lagsOf(circuit, winner);
  if (lags.join() === selected.join() || sameWithinError(theory, lags)) return null;
  const { initial, maxDegree } = experiment.model;
  return {
    kind: "wrongSet",
    severity: "warning",
    title: `p has concentrated on ${setName(lags)}, where theory selects ${lagSetName(selected)}.`,
    evidence: [`p is ${weightOf(winner)} in the end.`, ...informationEvidence(theory, lags)],
    advice: [
      ...(selected.length > maxDegree
        ? [`Set model.maxDegree to ${selected.length} (it is ${maxDegree}).`]
        : []),
      ...(initial.scale > 0
        ? []
        : [
            `Set model.initial.scale to 0.01 (it is ${decimal(initial.scale)}): matches must count for their token.`,
          ]),
      `Set model.initial.rpe.diagonal to 3 above offDiagonal, as the authors do (they are ${decimal(initial.rpe.diagonal)} and ` +
        `${decimal(initial.rpe.offDiagonal)}): heads that mix lags tell the selector little of each.`,
      "Train the coefficients first, in a stage of their own, as in the paper (preset paper-three-stage).",
    ],
  };
}

/** Whether what the law says of both sets differs by no more than chance. */
function sameWithinError({ sets, selected }: TheoryStudy, lags: LagSet): boolean {
  const other = sets.find((set) => set.lags.join() === lags.join());
  if (!other) return false;
  const [best, found] = [sets[selected].modifiedChi2, other.modifiedChi2];
  return (
    best.mean - found.mean < certain * Math.hypot(best.standardError, found.standardError) && lags.length > 0
  );
}

function setName(lags: LagSet): string {
  return lags.length === 0 ? "the empty set, which looks at no token," : `lags ${lagSetName(lags)}`;
}

function notConcentrated(evidence: Evidence, circuit: Circuit, stages: readonly StageCourse[]): Remark {
  const time = timing(evidence, stages);
  const cause = time && causeOf(evidence, time);
  return {
    kind: "notConcentrated",
    severity: "warning",
    title: `No set of heads has won: p is ${weightOf(circuit.subsets[0])} at most${cause ? `. ${titles[cause]}` : "."}`,
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
  coarse: "A single step is longer than the whole selection should take.",
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

/** Stage I's predicted t_1 beside what the run gave it; null where that cannot be compared: adam measures no time. */
function timing(
  { theory, first, model, experiment }: Evidence,
  stages: readonly StageCourse[],
): Timing | null {
  const { data } = experiment;
  const adam = stages.some(({ config }) => config.optimizer.kind === "adam");
  if (!theory?.gap || data.kind !== "markov" || adam) return null;
  const coefficients = groupView(first.parameters, disentangledLayout(model), "coefficients");
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
  const coefficients = groupView(first.parameters, disentangledLayout(model), "coefficients");
  const smaller = (coefficients.length * usualCoefficient ** 2) / time.coefficientNorm;
  if (given < leeway * predicted && smaller < 0.1 && leeway * predicted * smaller < given)
    return "coefficients";
  const error = theory?.gap?.standardError ?? 0;
  if (gap < smallGap || gap < certain * error) return "gap";
  return given < leeway * predicted ? "steps" : null;
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
  { experiment: { model, data } }: Evidence,
  stages: readonly StageCourse[],
  time: Timing | null,
  cause: Cause | null,
): string[] {
  const last = stages[stages.length - 1];
  const { coefficients } = model.initial;
  const smaller =
    Math.abs(coefficients) > usualCoefficient
      ? [
          `Set model.initial.coefficients to ${usualCoefficient} (it is ${decimal(coefficients)}): time grows with its square.`,
        ]
      : [];
  const sharper =
    data.kind === "markov" && data.prior.alpha > 0.1
      ? [`Set data.prior.alpha to 0.1, as in the paper (it is ${decimal(data.prior.alpha)}): that widens ΔĨ.`]
      : [];
  switch (cause) {
    case "coarse": {
      const rate = rounded(Math.min(1, (time?.predicted ?? 1) / 3));
      return [
        `Set ${stageField(last, "learningRate")} to ${decimal(rate)} (it is ${decimal(last.config.learningRate)}).`,
      ];
    }
    case "coefficients":
      return [...smaller, ...longer(last, time), ...sharper];
    case "gap":
      return [...sharper, ...smaller, ...longer(last, time)];
    case "steps":
    case null:
      return [...longer(last, time), ...smaller, ...sharper];
  }
}

function longer(stage: StageCourse, time: Timing | null): string[] {
  const { steps, learningRate, optimizer } = stage.config;
  const now = `${stageField(stage, "steps")} (it is ${steps.toLocaleString("en-US")})`;
  if (!time || optimizer.kind !== "sgd") return [`Raise ${now}.`];
  const needed = rounded((leeway * time.predicted) / learningRate);
  // What nobody would wait for is no advice.
  return needed > steps && needed < 1e7 ? [`Raise ${now} to ${counted(needed, "step")} or more.`] : [];
}
