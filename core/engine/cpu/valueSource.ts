/**
 * Where values come from that the kernels do not copy themselves: from core/model's mathematics in float64, here, or from
 * a graph that is differentiated automatically (core/engine/tfjs). Each is asked for the distinct windows of one data set,
 * some thousand where there are a million positions, so that it costs little beside the pairs.
 */
import {
  emptyGradients,
  groupNames,
  pullBack,
  valueShape,
  weightsOf,
  windowValue,
  windowValueBackward,
  type TokenWindow,
  type WindowedModel,
} from "../../model";

export interface ValueSource {
  /** v of every window, [W, count · size] by `valueShape`. */
  values(parameters: Float64Array): Promise<ArrayLike<number>>;
  /**
   * Overwrites `gradient` with ∂ℓ/∂θ of what stands before the values, and 0 for selector and classifier.
   * @param parameters those of the last call of `values` @param valueGradients ∂ℓ/∂v, as `values` has them
   */
  pullBack(parameters: Float64Array, valueGradients: Float64Array, gradient: Float64Array): Promise<void>;
  dispose(): void;
}

export type MakeValueSource = (windows: readonly TokenWindow[]) => ValueSource;

/** By the derivatives that core/model has written out. */
export function analyticValues(model: WindowedModel): MakeValueSource {
  const { count, size } = valueShape(model);
  const numbers = count * size;
  return (windows) => ({
    values(parameters) {
      const weights = weightsOf(model, parameters);
      const values = new Float64Array(windows.length * numbers);
      windows.forEach((window, index) => windowValue(model, weights, window, values, index * numbers));
      return Promise.resolve(values);
    },
    pullBack(parameters, valueGradients, gradient) {
      const weights = weightsOf(model, parameters);
      const gradients = emptyGradients(model);
      windows.forEach((window, index) => {
        const back = valueGradients.subarray(index * numbers, (index + 1) * numbers);
        windowValueBackward(model, weights, window, back, gradients);
      });
      // What has no gradient yet gets none: selector and classifier are the kernels' affair.
      pullBack(model, parameters, weights, gradients, groupNames, gradient);
      return Promise.resolve();
    },
    dispose() {
      // It holds nothing.
    },
  });
}
