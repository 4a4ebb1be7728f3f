/** Whether heads are on the lags that theory selects, and hold them; what ties a head to a lag is how it begins. */
import { lagsOf } from "../inspect";
import { lagSetName } from "../theory";
import { faster, moreSteps, setting, slower } from "./advice";
import { lagsWithoutHead, majority, type Circuit } from "./circuit";
import { isOver, stagesTraining } from "./course";
import type { Evidence, Remark } from "./evidence";
import { decimal, fixed, listed, weightOf } from "./words";

/** σ: a head that gives its lag less is not on it. The authors' heads begin with 0.8 to 0.9. */
const settled = 0.5;
/** diagonal − offDiagonal: below it a head begins with hardly more attention for its own lag than for the others. */
const leastBreaking = 1;
const authorsBreaking = 2.9;

export function headsRemark(evidence: Evidence, circuit: Circuit): Remark {
  const placing = placingGroup(evidence);
  const trained = ["coefficients", placing] as const;
  if (!trained.some((group) => stagesTraining(evidence, group).length > 0)) return null;
  const missing = lagsWithoutHead(circuit);
  const loose = missing.length > 0 ? [] : looseHeads(circuit);
  if (missing.length === 0 && loose.length === 0) return null;
  if (!isOver(evidence, placing)) {
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
      `In the end ${listed(circuit.heads.map(headWords))}${meaningOf(evidence)}; p is ${weightOf(circuit.subsets[0])}.`,
      breakingWords(evidence, circuit),
    ],
    advice: adviceOn(evidence, circuit),
  };
}

/** σ from which an MLP can tell a lag's token from what else the head brings. */
const seen = 0.2;

/** Of a model with an MLP, which makes do with mixtures: selected lags of which no head brings more than a trace. */
export function unseenLagsRemark(evidence: Evidence, circuit: Circuit): Remark {
  const unseen = (circuit.selected ?? []).filter(
    (lag) => !circuit.heads.some(({ lagAttention }) => lagAttention[lag - 1] >= seen),
  );
  if (unseen.length === 0) return null;
  if (!isOver(evidence, "rpe")) {
    return `The heads are not on their lags yet, but the run stands at step ${evidence.step} of ${evidence.totalSteps}.`;
  }
  return {
    kind: "headsAstray",
    severity: "warning",
    title: `No head brings ${unseen.length === 1 ? "lag" : "lags"} ${listed(unseen)}; theory selects ${lagSetName(circuit.selected ?? [])}.`,
    evidence: [`In the end ${listed(circuit.heads.map(headWords))}.`, breakingWords(evidence, circuit)],
    advice: adviceOn(evidence, circuit),
  };
}

/** The group that decides which lags a head attends to. */
function placingGroup({ model }: Evidence): "rpe" | "positions" {
  return model.family === "absolute" ? "positions" : "rpe";
}

/** Heads of the winning set, where it is the right one, that spread their attention. */
function looseHeads(circuit: Circuit): readonly number[] {
  const [winner] = circuit.subsets;
  const { selected, heads } = circuit;
  const isRight = selected === null || lagsOf(heads, winner).join() === selected.join();
  if (winner.weight < majority || !isRight) return [];
  return winner.heads.filter((head) => heads[head].attention < settled);
}

function headWords({ head, lag, attention }: Circuit["heads"][number]): string {
  return lag === null
    ? `head ${head + 1} sees no lag`
    : `head ${head + 1} gives lag ${lag} σ = ${fixed(attention)}`;
}

/** What σ is, where it is not the whole of a head's attention. */
function meaningOf({ model: { family } }: Evidence): string {
  if (family === "full") return " (by positions alone: tokens have a say too)";
  return family === "absolute" ? " (in the mean over positions)" : "";
}

function breakingWords({ experiment }: Evidence, { before }: Circuit): string {
  const { family, initial } = experiment.model;
  const { diagonal, offDiagonal } = initial.rpe;
  if (family === "absolute") {
    return `Positions are embedded at random, so that no head is tied to a lag: at first ${listed(before.map(headWords))}.`;
  }
  const own = before.map(({ head, lagAttention }) => lagAttention[head] ?? 0);
  return (
    `The symmetry breaking diagonal − offDiagonal is ${decimal(diagonal - offDiagonal)}: heads began with σ = ` +
    `${listed(own.map(fixed))} at the lags of their own number.`
  );
}

/** By what is to blame: a weak beginning, too few heads, a mask, or a training that drove heads off their lags. */
function adviceOn(evidence: Evidence, circuit: Circuit): string[] {
  if (evidence.model.family === "absolute") return positionsAdvice(evidence);
  const { heads, window, initial } = evidence.experiment.model;
  const { diagonal, offDiagonal } = initial.rpe;
  const missing = lagsWithoutHead(circuit);
  const farthest = Math.max(0, ...missing);
  if (diagonal - offDiagonal < leastBreaking) {
    const tied = setting("model.initial.rpe.diagonal", offDiagonal + authorsBreaking, diagonal);
    return [`${tied} Then head h begins at lag h, as the authors' do.`];
  }
  const tooFew = farthest > heads && farthest <= window;
  const masked = missing.filter((lag) => !mayBeSeen(evidence, lag));
  const advice = [
    ...(tooFew
      ? [`${setting("model.heads", farthest, heads)} Head h begins at lag h, and none at ${farthest}.`]
      : []),
    ...(masked.length > 0
      ? [`Set model.lagMask to null: it keeps all heads from lag ${listed(masked)}.`]
      : []),
  ];
  return advice.length > 0 ? advice : trainingAdvice(evidence, circuit);
}

/** Embeddings have to learn at every position what a relative head learns once. */
function positionsAdvice(evidence: Evidence): string[] {
  const last = stagesTraining(evidence, "positions").at(-1);
  return [
    last
      ? (faster(last) ?? moreSteps(last))
      : "Add positions, query and key to a stage of training.stages: without one the heads stay as they begin.",
    "Set model.family to disentangled, whose heads are placed by lags: what these have to learn at each position, those learn once.",
  ];
}

function trainingAdvice(evidence: Evidence, { before }: Circuit): string[] {
  const stages = stagesTraining(evidence, "rpe");
  const last = stages.at(-1);
  if (!last)
    return ["Add a stage to training.stages that trains rpe: without one the heads stay as they begin."];
  const beganSettled = before.every(({ attention }) => attention >= settled);
  return beganSettled
    ? [
        `The heads began on their lags and left them. ${slower(last)}`,
        ...(evidence.model.family === "disentangled"
          ? [
              "Train rpe in a stage of its own, when the coefficients have been trained (preset paper-three-stage).",
            ]
          : []),
      ]
    : [faster(last) ?? moreSteps(last)];
}

function mayBeSeen({ model: { heads, window, lagMask } }: Evidence, lag: number): boolean {
  return Array.from({ length: heads }, (_, head) => lagMask[head * window + lag - 1]).includes(1);
}
