/** Whether heads are on the lags that theory selects, and hold them; what ties a head to a lag is how it begins. */
import { lagSetName } from "../theory";
import { lagsOf, lagsWithoutHead, majority, type Circuit } from "./circuit";
import { isOver, stageField, stagesTraining } from "./course";
import type { Evidence, Remark } from "./evidence";
import { decimal, fixed, listed, weightOf } from "./words";

/** σ: a head that gives its lag less is not on it. The authors' heads begin with 0.8 to 0.9. */
const settled = 0.5;
/** diagonal − offDiagonal: below it a head begins with hardly more attention for its own lag than for the others. */
const leastBreaking = 1;

export function headsRemark(evidence: Evidence, circuit: Circuit): Remark {
  const trained = ["coefficients", "rpe"] as const;
  if (!trained.some((group) => stagesTraining(evidence, group).length > 0)) return null;
  const missing = lagsWithoutHead(circuit);
  const loose = missing.length > 0 ? [] : looseHeads(circuit);
  if (missing.length === 0 && loose.length === 0) return null;
  if (!isOver(evidence, "rpe")) {
    return `The heads are not on their lags yet, but the run stands at step ${evidence.step} of ${evidence.totalSteps}.`;
  }
  return {
    kind: "headsAstray",
    severity: "warning",
    title:
      missing.length > 0
        ? `No head is on ${missing.length === 1 ? "lag" : "lags"} ${listed(missing)}; theory selects ${lagSetName(circuit.selected ?? [])}.`
        : `The selected ${loose.length === 1 ? "head has" : "heads have"} not settled on ${loose.length === 1 ? "its lag" : "their lags"}.`,
    evidence: [
      `In the end ${listed(circuit.heads.map(headWords))}; p is ${weightOf(circuit.subsets[0])}.`,
      breakingWords(evidence, circuit),
    ],
    advice: adviceOn(evidence, circuit),
  };
}

/** Heads of the winning set, where it is the right one, that spread their attention. */
function looseHeads(circuit: Circuit): readonly number[] {
  const [winner] = circuit.subsets;
  const { selected, heads } = circuit;
  const isRight = selected === null || lagsOf(circuit, winner).join() === selected.join();
  if (winner.weight < majority || !isRight) return [];
  return winner.heads.filter((head) => heads[head].attention < settled);
}

function headWords({ head, lag, attention }: Circuit["heads"][number]): string {
  return lag === null
    ? `head ${head + 1} sees no lag`
    : `head ${head + 1} gives lag ${lag} σ = ${fixed(attention)}`;
}

function breakingWords({ experiment }: Evidence, { before }: Circuit): string {
  const { diagonal, offDiagonal } = experiment.model.initial.rpe;
  const own = before.map(({ head, lagAttention }) => lagAttention[head] ?? 0);
  return (
    `The symmetry breaking diagonal − offDiagonal is ${decimal(diagonal - offDiagonal)}: heads began with σ = ` +
    `${listed(own.map(fixed))} at the lags of their own number.`
  );
}

function adviceOn(evidence: Evidence, { selected }: Circuit): string[] {
  const { heads, window, lagMask, initial } = evidence.experiment.model;
  const { diagonal, offDiagonal } = initial.rpe;
  const farthest = Math.max(0, ...(selected ?? []));
  const rpe = stagesTraining(evidence, "rpe").at(-1);
  return [
    ...(diagonal - offDiagonal < leastBreaking
      ? [
          `Set model.initial.rpe.diagonal to ${decimal(offDiagonal + 2.9)} (it is ${decimal(diagonal)}, offDiagonal ${decimal(offDiagonal)}; the authors have 3 and 0.1).`,
        ]
      : []),
    ...(farthest > heads && farthest <= window
      ? [
          `Set model.heads to ${farthest} (it is ${heads}): head h begins at lag h, and none at lag ${farthest}.`,
        ]
      : []),
    ...(lagMask === null ? [] : ["Set model.lagMask to null: the mask keeps heads from lags."]),
    rpe
      ? `Give the heads more steps: ${stageField(rpe, "steps")} is ${rpe.config.steps.toLocaleString("en-US")}.`
      : "Add a stage to training.stages that trains rpe: without one the heads stay as they begin.",
  ];
}
