/** The parameter vector as tensors, one a group, and gradients by group back into the vector. */
import { groupView, layoutOf, type GroupName, type Model } from "../../../model";
import type { Tf } from "../backends";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Of every group of the model's family; others are asked for in vain. */
export type Groups = (name: GroupName) => Tensor;

/** In the order of the layout; scalars have the shape []. The caller disposes of them. */
export function groupTensors(tf: Tf, model: Model, parameters: Float64Array): Tensor[] {
  const layout = layoutOf(model);
  return layout.groups.map(({ name, shape }) =>
    tf.tensor(Float32Array.from(groupView(parameters, layout, name)), [...shape]),
  );
}

/** @throws RangeError for a group that the model does not have */
export function groupsIn(model: Model, tensors: readonly Tensor[]): Groups {
  const names = layoutOf(model).groups.map(({ name }) => name);
  return (name) => {
    const tensor = tensors[names.indexOf(name)];
    if (!tensor) throw new RangeError(`no parameter group "${name}"`);
    return tensor;
  };
}

/** Adds `factor` × the gradients of all groups to the vector, and disposes of them. */
export async function addGradients(
  model: Model,
  gradients: readonly Tensor[],
  factor: number,
  vector: Float64Array,
): Promise<void> {
  const { groups } = layoutOf(model);
  for (const [index, { offset, size }] of groups.entries()) {
    const values = await gradients[index].data();
    for (let i = 0; i < size; i++) vector[offset + i] += factor * values[i];
    gradients[index].dispose();
  }
}
