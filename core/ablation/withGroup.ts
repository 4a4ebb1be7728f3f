/** A circuit with one group of its parameters changed, the others as they were trained. */
import { groupView, layoutOf, type GroupName } from "../model";
import type { Circuit } from "./losses";

/** A circuit that lacks a part, and what it is called. */
export interface KnockedOut extends Circuit {
  readonly id: string;
  readonly title: string;
}

/** @param change is given a copy of the group's values to change */
export function withGroup(
  circuit: Circuit,
  group: GroupName,
  change: (values: Float64Array) => void,
): Circuit {
  const parameters = circuit.parameters.slice();
  change(groupView(parameters, layoutOf(circuit.model), group));
  return { ...circuit, parameters };
}

/** c, [|𝒮|], of a model with a selector. */
export function coefficientsOf({ model, parameters }: Circuit): Float64Array {
  return groupView(parameters, layoutOf(model), "coefficients");
}
