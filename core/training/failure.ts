/** Where a training leaves the finite numbers, found and put in words. */
import type { StageConfig } from "../config";
import { mixedParameters, type ParameterLayout } from "../model";

/** A run that cannot go on; its parameters are those of the last good step. */
export class TrainingFailure extends Error {
  override readonly name = "TrainingFailure";
  constructor(
    message: string,
    /** After how many steps it showed. */
    readonly step: number,
    /** What is not finite: `loss`, `gradient of rpe[1,2]`, `scale`; heads, lags and subsets count from 1. */
    readonly tensor?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What a step has led to. */
export interface Evaluation {
  readonly parameters: Float64Array;
  readonly gradient: Float64Array;
  readonly loss: number;
}

/** The first of the trained parameters, the loss and the trained gradients that is NaN or infinite. */
export function findNonFinite(
  { parameters, gradient, loss }: Evaluation,
  trained: Int32Array,
  layout: ParameterLayout,
): { readonly tensor: string; readonly value: number } | undefined {
  const parameter = firstNonFinite(parameters, trained);
  if (parameter !== undefined) return { tensor: entryName(layout, parameter), value: parameters[parameter] };
  if (!Number.isFinite(loss)) return { tensor: "loss", value: loss };
  const entry = firstNonFinite(gradient, trained);
  if (entry === undefined) return undefined;
  return { tensor: `gradient of ${entryName(layout, entry)}`, value: gradient[entry] };
}

/** The failure of a step of `stage`, or of the first evaluation where no step was taken. */
export function divergence(
  found: { readonly tensor: string; readonly value: number },
  step: number,
  stage: StageConfig,
): TrainingFailure {
  const subject = found.tensor === "loss" ? "the loss" : found.tensor.replace(/^gradient/, "the gradient");
  const happened = `${subject} is ${found.value}`;
  const message =
    step === 0
      ? `At the initial parameters ${happened}. Choose other values under model.initial${orEpsilon(stage)}.`
      : `After step ${step} ${happened}; the run stands at step ${step - 1}, the last good one. ${remedy(stage)}`;
  return new TrainingFailure(message, step, found.tensor);
}

/** What to change in a stage that diverges. */
export function remedy(stage: StageConfig): string {
  const { name, optimizer, learningRate } = stage;
  return optimizer.kind === "flow"
    ? `Try another tolerance than ${optimizer.tolerance} in stage "${name}"${orEpsilon(stage)}.`
    : `Try a smaller learning rate than ${learningRate} in stage "${name}".`;
}

/** The mixed target has no logarithm to keep from 0; so taken is also a stage of query and key alone, of any model. */
function orEpsilon({ train }: StageConfig): string {
  const scalars: readonly string[] = mixedParameters;
  return train.every((group) => scalars.includes(group)) ? "" : ", or a larger model.epsilon";
}

function firstNonFinite(vector: Float64Array, entries: Int32Array): number | undefined {
  for (const entry of entries) if (!Number.isFinite(vector[entry])) return entry;
  return undefined;
}

/** `rpe[1,2]`: the group and the place in it, from 1. */
function entryName({ groups }: ParameterLayout, entry: number): string {
  const group = groups.find(({ offset, size }) => entry >= offset && entry < offset + size);
  if (!group) throw new RangeError(`no parameter group holds entry ${entry}`);
  let rest = entry - group.offset;
  const place = group.shape.toReversed().map((side) => {
    const index = rest % side;
    rest = Math.floor(rest / side);
    return index + 1;
  });
  return place.length === 0 ? group.name : `${group.name}[${place.toReversed().join(",")}]`;
}
