/** How far one gradient is from another. */
import type { ParameterLayout } from "../../../core/model";

/** Largest difference within a group, relative to the group's largest entry. */
export function worst(layout: ParameterLayout, expected: Float64Array, found: Float64Array): number {
  const errors = layout.groups.map(({ offset, size }) => {
    const range = Array.from({ length: size }, (_, i) => offset + i);
    const largest = Math.max(...range.map((i) => Math.abs(expected[i])), 1e-12);
    return Math.max(...range.map((i) => Math.abs(expected[i] - found[i]))) / largest;
  });
  return Math.max(...errors);
}
