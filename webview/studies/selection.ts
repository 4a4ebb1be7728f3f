/** Parent selection: the set of lags that theory selects, beside the one that the model kept. */
import { lagsOf, leadingSubset } from "../../core/inspect";
import type { TheoryStudy } from "../../core/protocol";
import type { Circuit } from "../store";

/** What a model keeps, read as lags: each head of its weightiest subset stands for the lag that it attends to most. */
export interface KeptSet {
  /** Of the circuit. */
  readonly step: number;
  /** Ascending, each once. */
  readonly lags: readonly number[];
  /** p of the subset. */
  readonly weight: number;
  /** Heads of the subset that read a lag which another one reads more sharply, or none: so many do nothing. */
  readonly idle: number;
  /** The least attention that a head of the subset gives to its lag; 1 for the empty one. */
  readonly sharpness: number;
}

/** Null where there is no selector: nothing is kept or left out. */
export function keptSet({ step, heads, subsets }: Circuit): KeptSet | null {
  if (subsets.length === 0) return null;
  const leading = leadingSubset(subsets);
  const readers = leading.heads.map((head) => heads[head]);
  const lags = lagsOf(heads, leading);
  return {
    ...{ step, weight: leading.weight, lags },
    // Through several layers a head reads several lags.
    idle: Math.max(0, leading.heads.length - lags.length),
    sharpness: readers.reduce((least, { attention }) => Math.min(least, attention), 1),
  };
}

export type SetInformation = TheoryStudy["sets"][number];

/** S*. */
export function selectedSet({ sets, selected }: TheoryStudy): SetInformation {
  return sets[selected];
}

export function sameLags(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((lag, index) => lag === other[index]);
}

/** The most informative first. */
export function byInformation(study: TheoryStudy): readonly SetInformation[] {
  const before = sorted.get(study);
  if (before) return before;
  const sets = study.sets.toSorted((a, b) => b.modifiedChi2.mean - a.modifiedChi2.mean);
  sorted.set(study, sets);
  return sets;
}

/** There may be a hundred thousand, and the page asks with every step that is scrubbed through. */
const sorted = new WeakMap<TheoryStudy, readonly SetInformation[]>();
