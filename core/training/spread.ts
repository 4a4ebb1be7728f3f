/**
 * How `auto` spreads the snapshots of one stage over its steps: the first ones one by one, then steps in geometric
 * progression, and some kept for movements. When a movement is worth one is schedule.ts.
 */

/** Steps of a stage that `auto` records one by one. */
const densest = 100;
/** A stage that is recorded at least so finely also records its steps 200, 500, 1,000 …, which people quote. */
const finestSpread = 1.2;

export interface Spread {
  /** The step from which on it is planned: where the stage began, or where its plan was changed. */
  readonly from: number;
  /** So many steps are recorded one by one, */
  readonly dense: number;
  /** then each step so many times as far from the start as the one before. */
  readonly growth: number;
  /** Snapshots kept for movements. */
  readonly reserve: number;
}

export const unspread = { dense: 0, growth: Infinity, reserve: 0 } as const;

/** @param steps of the stage and of those behind it @param spare snapshots for all of these, beside their first states */
export function spreadOf(steps: readonly number[], spare: number): Omit<Spread, "from"> {
  const share = fairShare(
    spare,
    steps.map((count) => Math.max(0, count - 1)),
  );
  if (share >= steps[0] - 1) return { ...unspread, dense: steps[0] };
  const planned = Math.ceil(share / 2);
  const dense = Math.min(densest, Math.floor(planned / 2));
  const growth = dense === 0 ? Infinity : (steps[0] / dense) ** (1 / (planned - dense));
  const rounds = growth <= finestSpread ? roundNumbersBetween(dense, steps[0]) : 0;
  return { dense, growth, reserve: Math.max(0, share - planned - rounds) };
}

/** Steps into the stage of the snapshot that is planned behind `offset`; Infinity where there is none. */
export function plannedOffset({ dense, growth }: Spread, offset: number): number {
  if (offset < dense) return offset + 1;
  if (growth === Infinity) return Infinity;
  const next = Math.max(offset + 1, Math.ceil(offset * growth));
  return growth <= finestSpread ? Math.min(next, roundNumberAfter(offset)) : next;
}

/** The next of 1, 2, 5, 10, 20, 50 … */
function roundNumberAfter(count: number): number {
  const decade = 10 ** Math.floor(Math.log10(Math.max(1, count)));
  return [1, 2, 5, 10].map((digit) => digit * decade).find((round) => round > count) ?? 20 * decade;
}

function roundNumbersBetween(from: number, to: number): number {
  let count = 0;
  for (let round = roundNumberAfter(from); round < to; round = roundNumberAfter(round)) count++;
  return count;
}

/** The first one's share where all get alike, but none more than it demands. */
function fairShare(budget: number, demands: readonly number[]): number {
  let left = budget;
  for (const [index, demand] of demands.toSorted((a, b) => a - b).entries()) {
    const level = left / (demands.length - index);
    if (demand > level) return Math.min(demands[0], Math.floor(level));
    left -= demand;
  }
  return demands[0];
}
