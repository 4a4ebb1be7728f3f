/** Members on the same levels, taken together: how many, their mean, and how far that may be off. */
import type { SweepMember } from "../../core/protocol";
import { studentQuantile } from "../../core/theory";

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
