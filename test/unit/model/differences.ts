/** The derivatives that are written out, held against finite differences of the loss. */
import { expect } from "vitest";
import {
  backwardSequence,
  emptyGradients,
  forwardSequence,
  groupNames,
  pullBack,
  weightsOf,
} from "../../../core/model";
import type { FamilySetting } from "./families";

/** Of the first three sequences' losses, by every parameter. @param tolerance relative, absolute below 1 */
export function expectDifferences({ model, data, parameters }: FamilySetting, tolerance: number): void {
  const row = data.sequenceLength + 1;
  const sequences = [0, 1, 2].map((i) => data.tokens.subarray(i * row, (i + 1) * row));
  const loss = (at: Float64Array) => {
    const weights = weightsOf(model, at);
    return sequences.reduce((sum, tokens) => sum + forwardSequence(model, weights, tokens).loss, 0);
  };
  const weights = weightsOf(model, parameters);
  const gradients = emptyGradients(model);
  for (const tokens of sequences) {
    backwardSequence(model, weights, tokens, forwardSequence(model, weights, tokens), 1, gradients);
  }
  const gradient = new Float64Array(parameters.length);
  pullBack(model, parameters, weights, gradients, groupNames, gradient);
  const step = 1e-5;
  for (let i = 0; i < parameters.length; i++) {
    const moved = (by: number) => parameters.map((x, j) => (j === i ? x + by : x));
    const difference = (loss(moved(step)) - loss(moved(-step))) / (2 * step);
    expect(Math.abs(gradient[i] - difference)).toBeLessThan(tolerance * (1 + Math.abs(difference)));
  }
}
