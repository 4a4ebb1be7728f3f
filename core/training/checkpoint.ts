/**
 * Everything a run continues from, as named tensors: the parameters by their groups, so that anyone can read them,
 * and the states of trainer, optimiser and recording beside them. Files and their names are the affair of core/runs.
 */
import type { ParameterLayout } from "../model";
import type { Safetensors, Tensor, Tensors } from "../runs";
import type { NamedArrays } from "./optimizer";
import { planNumbers, scheduleNumbers, type ScheduleState } from "./schedule";
import type { TrainerState } from "./trainer";

export interface Checkpoint {
  readonly trainer: TrainerState;
  readonly schedule: ScheduleState;
  readonly tallies: Tallies;
  /** Steps that the run was to take when this was written. */
  readonly totalSteps: number;
  /** The fingerprint of the data it was trained on. */
  readonly data: string;
}

const tallyNumbers = ["trainingSeconds", "recordingSeconds", "firstLoss", "validationLoss"] as const;
const placeNumbers = ["step", "stage", "stageStep", "stageStart", "finished", "totalSteps"] as const;

/** What a run has summed up and does not compute again; NaN for a loss that is not known. */
export type Tallies = Readonly<Record<(typeof tallyNumbers)[number], number>>;

/**
 * Copies: `rpe`, `coefficients`, `scale` with their shapes; `optimizer.…`, `training.…`, `schedule.…`, `plan.…` (what
 * the schedule follows) and `tallies.…`.
 */
export function toSafetensors(checkpoint: Checkpoint, layout: ParameterLayout): Safetensors {
  const { trainer, schedule, tallies, totalSteps, data } = checkpoint;
  const { parameters, optimizer, finished, ...place } = trainer;
  const { plan, ...spread } = schedule;
  const tensors = {
    ...groupTensors(parameters, layout),
    ...prefixed("optimizer", optimizer),
    ...prefixed("training", { ...place, finished: Number(finished), totalSteps }),
    ...prefixed("schedule", spread),
    ...prefixed("plan", { ...plan }),
    ...prefixed("tallies", tallies),
  };
  return { tensors, metadata: { data } };
}

/**
 * The inverse; old checkpoints lack `training.time` and `plan.…`.
 * @throws RangeError when a tensor is missing or is not what `layout` and a checkpoint want
 */
export function fromSafetensors({ tensors, metadata }: Safetensors, layout: ParameterLayout): Checkpoint {
  const { finished, totalSteps, ...place } = numbers(tensors, "training", placeNumbers);
  return {
    trainer: {
      ...place,
      ...("training.time" in tensors && numbers(tensors, "training", ["time"])),
      finished: finished === 1,
      parameters: gatherGroups(tensors, layout),
      optimizer: arraysUnder(tensors, "optimizer"),
    },
    schedule: {
      ...numbers(tensors, "schedule", scheduleNumbers),
      lastParameters: arrayOf(tensors, "schedule.lastParameters"),
      ...("plan.stageSteps" in tensors && {
        plan: {
          ...numbers(tensors, "plan", planNumbers),
          stageSteps: arrayOf(tensors, "plan.stageSteps"),
        },
      }),
    },
    tallies: numbers(tensors, "tallies", tallyNumbers),
    totalSteps,
    data: metadata.data ?? "",
  };
}

function groupTensors(parameters: Float64Array, { groups }: ParameterLayout): Tensors {
  return Object.fromEntries(
    groups.map(({ name, shape, offset, size }) => {
      return [name, float64(shape, parameters.subarray(offset, offset + size))];
    }),
  );
}

function prefixed(prefix: string, values: Readonly<Record<string, number | Float64Array>>): Tensors {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, tensorOf(value)]),
  );
}

function tensorOf(value: number | Float64Array): Tensor {
  return typeof value === "number" ? float64([], Float64Array.of(value)) : float64([value.length], value);
}

function float64(shape: readonly number[], values: Float64Array): Tensor {
  return { dtype: "F64", shape, data: values.slice() };
}

function gatherGroups(tensors: Tensors, { groups, size }: ParameterLayout): Float64Array {
  const parameters = new Float64Array(size);
  for (const group of groups) parameters.set(arrayOf(tensors, group.name, group.size), group.offset);
  return parameters;
}

function numbers<Name extends string>(
  tensors: Tensors,
  prefix: string,
  names: readonly Name[],
): Readonly<Record<Name, number>> {
  const entries = names.map((name) => [name, arrayOf(tensors, `${prefix}.${name}`, 1)[0]] as const);
  // fromEntries forgets that these are all the names there are.
  return Object.fromEntries(entries) as Record<Name, number>;
}

function arraysUnder(tensors: Tensors, prefix: string): NamedArrays {
  return Object.fromEntries(
    Object.keys(tensors)
      .filter((name) => name.startsWith(`${prefix}.`))
      .map((name) => [name.slice(prefix.length + 1), arrayOf(tensors, name)]),
  );
}

function arrayOf(tensors: Tensors, name: string, size?: number): Float64Array {
  const tensor: Tensor | undefined = tensors[name];
  if (tensor?.dtype !== "F64") throw new RangeError(`it has no float64 tensor "${name}"`);
  if (size !== undefined && tensor.data.length !== size) {
    throw new RangeError(`its tensor "${name}" has ${tensor.data.length} elements, expected ${size}`);
  }
  return tensor.data;
}
