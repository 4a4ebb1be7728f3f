/** Members on the same levels, taken together: how many, their mean, and how far that may be off. */
import type { SweepMember } from "../../core/protocol";

export interface SweepCell {
  /** Levels of what it is held against. */
  readonly over: number;
  readonly by: number;
  readonly members: readonly SweepMember[];
  readonly mean: number;
  /** Standard deviation of the members; NaN for one alone. */
  readonly deviation: number;
  /** Half the width of the mean's 95 % interval (Student's t); NaN for one alone. */
  readonly error: number;
  readonly least: number;
  readonly greatest: number;
}

/** A member whose value is known, and its levels. */
export interface Placed {
  readonly member: SweepMember;
  readonly value: number;
  readonly over: number;
  readonly by: number;
}

/** In the order of `by`, then `over`. */
export function cellsOf(placed: readonly Placed[]): readonly SweepCell[] {
  const groups = new Map<string, Placed[]>();
  for (const one of placed) {
    const key = `${one.by} ${one.over}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return Array.from(groups.values(), cellOf).sort((a, b) => a.by - b.by || a.over - b.over);
}

function cellOf(group: readonly Placed[]): SweepCell {
  const values = group.map(({ value }) => value);
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : NaN;
  const [{ over, by }] = group;
  return {
    ...{ over, by, mean, deviation },
    members: group.map(({ member }) => member),
    error: (studentQuantile(count - 1) * deviation) / Math.sqrt(count),
    least: values.reduce((a, b) => Math.min(a, b)),
    greatest: values.reduce((a, b) => Math.max(a, b)),
  };
}

/** 97.5 % quantiles of Student's t with 1 … 30 degrees of freedom. */
const quantiles = [
  ...[
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  ],
  ...[2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042],
];

/** Beyond the table by its series around the normal's, within 0.001. */
function studentQuantile(freedom: number): number {
  const normal = 1.95996;
  return quantiles[freedom - 1] ?? normal + (normal ** 3 + normal) / (4 * freedom);
}
