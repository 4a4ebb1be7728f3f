/** The mixed target's model as plain data, and where its six scalars lie in the parameter vector. */
import { parameterLayout, type ParameterLayout } from "../parameters";
import { mixedParameters, type MixedParameter, type MixedTarget } from "./pass";

/** What is learnt and what learns it: of tokens that are scalars, so no `Transformer`. */
export interface MixedModel {
  readonly family: "mixed-target";
  readonly target: MixedTarget;
  /** L, all tokens of a sequence: there is no further one to predict. */
  readonly sequenceLength: number;
}

/** ε_init, what all six start from, and those that start elsewhere. */
export interface MixedInitial extends Partial<Readonly<Record<MixedParameter, number | undefined>>> {
  readonly epsilon: number;
}

/** Six groups of one number each. */
export const mixedLayout: ParameterLayout = parameterLayout(
  mixedParameters.map((name) => ({ name, shape: [] })),
);

/** [6], in the order of `mixedParameters`. */
export function mixedInitial(initial: MixedInitial): Float64Array {
  return Float64Array.from(mixedParameters, (name) => initial[name] ?? initial.epsilon);
}
