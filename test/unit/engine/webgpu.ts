/** Engines on a WebGPU device for tests: opened, compared with the reference, closed. */
import { readFileSync } from "node:fs";
import type { Engine, TokenRequest } from "../../../core/engine";
import { createReferenceEngine } from "../../../core/engine/reference/referenceEngine";
import { openDevice } from "../../../core/engine/webgpu/device";
import { defaultBudget, type Budget } from "../../../core/engine/webgpu/job";
import { engineOn, type WebgpuEngine } from "../../../core/engine/webgpu/webgpuEngine";
import {
  disentangledModel,
  layoutOf,
  type DisentangledModel,
  type DisentangledShape,
  type GroupName,
} from "../../../core/model";

export const allGroups: readonly GroupName[] = ["rpe", "coefficients", "scale"];

export interface Request extends Omit<TokenRequest, "kind" | "threads" | "path"> {
  readonly model: DisentangledModel;
}

const rest = { kind: "webgpu", threads: 1, path: "auto" } as const;

export async function withWebgpu<Result>(
  request: Request,
  use: (engine: WebgpuEngine) => Promise<Result>,
  budget: Partial<Budget> = {},
): Promise<Result> {
  const engine = await engineOn(await openDevice(), { ...request, ...rest }, { ...defaultBudget, ...budget });
  try {
    return await use(engine);
  } finally {
    await engine.dispose();
  }
}

export function reference(request: Request): Engine {
  return createReferenceEngine({ ...request, ...rest });
}

export interface Found {
  readonly loss: number;
  readonly gradient: Float64Array;
}

export async function gradientOf(
  engine: Engine,
  parameters: Float64Array,
  train = allGroups,
  step = 0,
): Promise<Found> {
  const gradient = new Float64Array(parameters.length);
  engine.prepare(train);
  const loss = await engine.gradient(parameters, gradient, step);
  return { loss, gradient };
}

/** Largest difference within a group, relative to the group's largest entry. */
export function worst(model: DisentangledModel, expected: Float64Array, found: Float64Array): number {
  const errors = layoutOf(model).groups.map(({ offset, size }) => {
    const range = Array.from({ length: size }, (_, i) => offset + i);
    const largest = Math.max(...range.map((i) => Math.abs(expected[i])), 1e-12);
    return Math.max(...range.map((i) => Math.abs(expected[i] - found[i]))) / largest;
  });
  return Math.max(...errors);
}

interface Groups {
  readonly rpe: readonly (readonly number[])[];
  readonly coefficients: readonly number[];
  readonly scale: number;
}

interface VectorFile {
  readonly config: DisentangledShape & { readonly alphabet: number; readonly degree: number };
  readonly tokens: readonly (readonly number[])[];
  readonly params: Groups;
  readonly expected: {
    readonly loss: number;
    readonly kernel: readonly (readonly number[])[];
    readonly gradients: Groups;
  };
}

/** Values computed elsewhere: test/vectors/`name`.json. */
export function vector(name: string) {
  const file = new URL(`../../vectors/${name}.json`, import.meta.url);
  const { config, tokens, params, expected }: VectorFile = JSON.parse(readFileSync(file, "utf8"));
  const model = disentangledModel({
    ...config,
    alphabetSize: config.alphabet,
    maxDegree: config.degree,
  });
  return {
    model,
    data: {
      tokens: Uint8Array.from(tokens.flat()),
      count: tokens.length,
      sequenceLength: tokens[0].length - 1,
      alphabetSize: model.alphabetSize,
    },
    parameters: inOrder(params),
    loss: expected.loss,
    kernel: expected.kernel.flat(),
    gradient: inOrder(expected.gradients),
  };
}

function inOrder({ rpe, coefficients, scale }: Groups): Float64Array {
  return Float64Array.from([...rpe.flat(), ...coefficients, scale]);
}
