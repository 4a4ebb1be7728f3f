/**
 * The phases of a training, found in what was recorded: when the selector had settled, when the heads had, and from
 * where on the scale grows alone. They are read off the tensors, whatever the stages were called.
 */
import { describeHeads } from "./heads";
import { disentangledLayout, groupView, subsetWeightsOf, type DisentangledModel } from "../model";

export interface Phase {
  readonly kind: "selection" | "concentration" | "growth";
  /** Recorded steps: from the first to the last one of the phase. */
  readonly fromStep: number;
  readonly toStep: number;
}

/** A recorded state. */
interface Row {
  readonly step: number;
  /** The whole vector, as `disentangledLayout` lays it out. */
  readonly parameters: Float64Array;
}

/** p of the subset that wins, from which it counts as selected. */
const selected = 0.9;
/** Of the way that σ goes from beginning to end. */
const settled = 0.9;
/** A head that moves less than this has nothing to settle. */
const leastWay = 0.02;

/**
 * In order of their steps, without gaps; phases that did not happen are left out, and so is everything where no
 * subset wins.
 * @param rows by step
 */
export function detectPhases(model: DisentangledModel, rows: readonly Row[]): readonly Phase[] {
  if (rows.length < 2) return [];
  const [first, last] = [rows[0], rows[rows.length - 1]];
  const winner = winnerOf(model, last.parameters);
  const weightAt = ({ parameters }: Row) => subsetWeights(model, parameters)[winner];
  if (weightAt(last) < selected) return [];
  const selection = settledFrom(rows, (row) => weightAt(row) >= selected);
  const concentration = Math.max(selection, headsSettledFrom(model, rows, model.subsets[winner]));
  const phases: Phase[] = [
    { kind: "selection", fromStep: first.step, toStep: rows[selection].step },
    { kind: "concentration", fromStep: rows[selection].step, toStep: rows[concentration].step },
    { kind: "growth", fromStep: rows[concentration].step, toStep: last.step },
  ];
  return phases.filter(({ fromStep, toStep }) => toStep > fromStep);
}

function subsetWeights(model: DisentangledModel, parameters: Float64Array): Float64Array {
  return subsetWeightsOf(groupView(parameters, disentangledLayout(model), "coefficients"));
}

function winnerOf(model: DisentangledModel, parameters: Float64Array): number {
  const weights = subsetWeights(model, parameters);
  return weights.indexOf(weights.reduce((most, weight) => Math.max(most, weight), 0));
}

/** The first row from which on all rows are so; the last row is. */
function settledFrom(rows: readonly Row[], isSo: (row: Row) => boolean): number {
  let from = rows.length - 1;
  while (from > 0 && isSo(rows[from - 1])) from--;
  return from;
}

function headsSettledFrom(model: DisentangledModel, rows: readonly Row[], heads: readonly number[]): number {
  const [begin, end] = [rows[0], rows[rows.length - 1]].map(({ parameters }) =>
    describeHeads(model, parameters),
  );
  const moving = heads.filter((head) => {
    const { lag, attention } = end[head];
    return lag !== null && Math.abs(attention - begin[head].lagAttention[lag - 1]) >= leastWay;
  });
  if (moving.length === 0) return 0;
  return settledFrom(rows, ({ parameters }) => {
    const now = describeHeads(model, parameters);
    return moving.every((head) => {
      const at = (end[head].lag ?? 1) - 1;
      const [from, to] = [begin[head].lagAttention[at], end[head].lagAttention[at]];
      return (now[head].lagAttention[at] - from) / (to - from) >= settled;
    });
  });
}
