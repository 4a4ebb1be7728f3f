/**
 * The parameter vector: every family's trainables are one flat Float64Array, cut into named groups.
 * Optimisers, checkpoints and recordings see only this; what a group means is its family's affair.
 */

/** The names a training stage may list in `train`. */
export const groupNames = [
  "rpe",
  "rpe1",
  "rpe2",
  "value1",
  "value2",
  "positions",
  "query",
  "key",
  "outputValue",
  "normGain",
  "normBias",
  "hiddenWeights",
  "hiddenBias",
  "outputWeights",
  "outputBias",
  "finalGain",
  "finalBias",
  "coefficients",
  "scale",
] as const;
export type GroupName = (typeof groupNames)[number];

/** One named slice of the parameter vector. */
export interface ParameterGroup {
  readonly name: GroupName;
  /** Row-major shape; `[]` is a scalar. */
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

export interface ParameterLayout {
  readonly groups: readonly ParameterGroup[];
  /** Length of the whole vector. */
  readonly size: number;
}

/** Lays groups one behind the other. */
export function parameterLayout(
  shapes: readonly { readonly name: GroupName; readonly shape: readonly number[] }[],
): ParameterLayout {
  let offset = 0;
  const groups = shapes.map(({ name, shape }) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const group = { name, shape, offset, size };
    offset += size;
    return group;
  });
  return { groups, size: offset };
}

/** The group called `name`. @throws RangeError when the layout has none. */
export function groupOf(layout: ParameterLayout, name: GroupName): ParameterGroup {
  const group = layout.groups.find((candidate) => candidate.name === name);
  if (!group) throw new RangeError(`no parameter group "${name}"`);
  return group;
}

/** A view (no copy) of one group of a vector laid out by `layout`. */
export function groupView(vector: Float64Array, layout: ParameterLayout, name: GroupName): Float64Array {
  const { offset, size } = groupOf(layout, name);
  return vector.subarray(offset, offset + size);
}

/** ‖v‖₂ of any number of entries, however small: measured from the largest, so that no square is lost. */
export function euclideanNorm(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0 && largest < Infinity)) return largest;
  return largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0));
}
