/** The circuit that was found, beside the one that theory selects: sets of heads read as the lags they are on. */
import { describeHeads, describeSubsets, type HeadDescription, type SubsetDescription } from "../inspect";
import type { TheoryStudy } from "../studies";
import { lagSetName, type LagSet } from "../theory";
import type { Evidence } from "./evidence";
import { withError } from "./words";

export interface Circuit {
  /** Before the first step and in the end, by their numbers. */
  readonly before: readonly HeadDescription[];
  readonly heads: readonly HeadDescription[];
  /** By weight p, the largest first. */
  readonly subsets: readonly SubsetDescription[];
  /** S*; null where theory is not known. */
  readonly selected: LagSet | null;
}

export function circuitOf({ model, first, last, theory }: Evidence): Circuit {
  return {
    before: describeHeads(model, first.parameters),
    heads: describeHeads(model, last.parameters),
    subsets: describeSubsets(model, last.parameters).sort((a, b) => b.weight - a.weight),
    selected: theory?.sets[theory.selected].lags ?? null,
  };
}

/** Of p: whoever has it has won. */
export const majority = 0.5;

/** The selected lags that no head attends to most. */
export function lagsWithoutHead({ heads, selected }: Circuit): LagSet {
  return (selected ?? []).filter((lag) => !heads.some((head) => head.lag === lag));
}

/** Rows of the table of Ĩ that are told. */
const toldSets = 4;

/** What the data law itself says: the best sets with their errors, and by how much the best one leads. */
export function informationEvidence(theory: TheoryStudy, also: LagSet | null = null): string[] {
  const best = theory.sets.toSorted((a, b) => b.modifiedChi2.mean - a.modifiedChi2.mean);
  const told = best.slice(0, toldSets);
  const other = also && best.find(({ lags }) => lags.join() === also.join());
  if (other && !told.includes(other)) told.push(other);
  const values = told.map(({ lags, modifiedChi2 }) => `${lagSetName(lags)} ${withError(modifiedChi2)}`);
  return [
    `Modified χ²-information Ĩ of the data: ${values.join("; ")}.`,
    ...(theory.gap ? [`The best set leads by ΔĨ = ${withError(theory.gap)}.`] : []),
  ];
}
