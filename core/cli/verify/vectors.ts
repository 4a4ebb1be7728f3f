/** Reference values made ready to compare: models, tokens and flat tensors from what a file says. */
import * as z from "zod";
import type { TokenSet } from "../../data";
import { layoutOf, firstKeyOf, groupView, type Model, type GroupName } from "../../model";
import { InputError } from "../exit";
import { batchSchema, modelOf, trajectorySchema, type Batch, type Trajectory } from "./formats";
import { informationSchema, type InformationCase } from "./informationFormat";
import { mixedSchema, type MixedCase } from "./mixedTarget";
import { subsetKey } from "./shapes";

export type Vectors = EngineVectors | InformationVectors | MixedVectors;

/** What engines compute. */
export type EngineVectors = BatchVectors | TrajectoryVectors;

export interface BatchVectors {
  readonly format: "batch";
  readonly model: Model;
  readonly tokens: TokenSet;
  /** The whole vector, as `layoutOf` lays it out. */
  readonly parameters: Float64Array;
  /** Row-major, by quantity; attention and kernel from the first key position on. */
  readonly expected: Tensors;
}

export interface TrajectoryVectors {
  readonly format: "trajectory";
  readonly model: Model;
  readonly tokens: TokenSet;
  readonly stages: Trajectory["config"]["stages"];
  readonly snapshots: readonly Snapshot[];
}

export interface InformationVectors {
  readonly format: "informations";
  readonly cases: readonly InformationCase[];
}

export interface MixedVectors {
  readonly format: "mixed target";
  readonly cases: readonly MixedCase[];
}

export interface Snapshot {
  readonly step: number;
  readonly loss: number;
  readonly parameters: Float64Array;
}

export type Tensors = ReadonlyMap<string, Float64Array>;

/**
 * @param json a file's content
 * @throws InputError with every fault and its path
 */
export function readVectors(json: unknown): Vectors {
  const first: unknown = Array.isArray(json) ? json[0] : undefined;
  if (isObject(first) && "mixing" in first) {
    return { format: "mixed target", cases: parsed(mixedSchema, json) };
  }
  if (isObject(first)) {
    return { format: "informations", cases: parsed(informationSchema, json) };
  }
  if (!isObject(json)) throw new InputError("it cannot be read as reference values", ["an object is needed"]);
  const named = withFamily(json);
  return "snapshots" in json
    ? trajectoryVectors(parsed(trajectorySchema, named))
    : batchVectors(parsed(batchSchema, named));
}

/** Positions that are keys: the others' attention and kernel mean nothing. */
export function keyPositions<T>(model: Model, row: readonly T[]): readonly T[] {
  return row.slice(firstKeyOf(model));
}

/** Files that name no family are of the disentangled model. */
function withFamily(json: Readonly<Record<string, unknown>>): unknown {
  return isObject(json.config) ? { ...json, config: { family: "disentangled", ...json.config } } : json;
}

const mostFaults = 20;

function parsed<T>(schema: z.ZodType<T>, json: unknown): T {
  const result = schema.safeParse(json, {
    error: ({ input }) => (input === undefined ? "is missing" : undefined),
  });
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    ({ path, message }) => `${z.core.toDotPath(path) || "the file"}: ${message}`,
  );
  const more = faults.length - mostFaults;
  throw new InputError("it cannot be read as reference values", [
    ...faults.slice(0, mostFaults),
    ...(more > 0 ? [`and ${more} more`] : []),
  ]);
}

function batchVectors({ config, subsets, tokens, params, expected }: Batch): BatchVectors {
  const model = modelOf(config);
  const reordered = subsetOrder(model, subsets);
  const { loss, output, attention, kernel, subsetWeights, gradients = {} } = expected;
  const keysOf = (rows: readonly (readonly number[])[]) => rows.flatMap((row) => keyPositions(model, row));
  const ordered = (values: Batch["expected"]["gradients"]) =>
    values?.coefficients ? { ...values, coefficients: reordered(values.coefficients) } : values;
  const quantities: Readonly<Record<string, readonly number[] | undefined>> = {
    loss: loss === undefined ? undefined : [loss],
    output: output?.flat(),
    attention: attention && keysOf(attention),
    kernel: kernel && keysOf(kernel),
    subsetWeights: subsetWeights && reordered(subsetWeights),
    ...Object.fromEntries(
      Object.entries(ordered(gradients) ?? {}).map(([name, values]) => [`gradients.${name}`, flat(values)]),
    ),
  };
  return {
    format: "batch",
    model,
    tokens: tokenSet(tokens, model),
    parameters: parameterVector(model, { ...params, coefficients: reordered(params.coefficients) }),
    expected: new Map(
      Object.entries(quantities).flatMap(([name, values]) =>
        values === undefined ? [] : [[name, Float64Array.from(values)]],
      ),
    ),
  };
}

function trajectoryVectors({ config, subsets, tokens, snapshots }: Trajectory): TrajectoryVectors {
  const model = modelOf(config);
  const reordered = subsetOrder(model, subsets ?? model.subsets);
  return {
    format: "trajectory",
    model,
    tokens: tokenSet(tokens, model),
    stages: config.stages,
    snapshots: snapshots.map(({ step, loss, ...params }) => ({
      step,
      loss,
      parameters: parameterVector(model, { ...params, coefficients: reordered(params.coefficients) }),
    })),
  };
}

/** Brings what is ordered like the file's subsets into the model's order. */
function subsetOrder({ subsets }: Model, given: readonly (readonly number[])[]) {
  const keys = given.map(subsetKey);
  const places = subsets.map((subset) => keys.indexOf(subsetKey(subset)));
  return (values: readonly number[]): number[] => places.map((place) => values[place]);
}

function tokenSet(rows: readonly (readonly number[])[], { alphabetSize }: Model): TokenSet {
  const sequenceLength = rows[0].length - 1;
  return { tokens: Uint8Array.from(rows.flat()), count: rows.length, sequenceLength, alphabetSize };
}

function parameterVector(
  model: Model,
  params: Readonly<Partial<Record<GroupName, Nested | undefined>>>,
): Float64Array {
  const layout = layoutOf(model);
  const vector = new Float64Array(layout.size);
  for (const { name } of layout.groups) groupView(vector, layout, name).set(flat(params[name]));
  return vector;
}

/** Numbers in lists, one in another. */
type Nested = number | readonly Nested[];

function flat(values: Nested | undefined): readonly number[] {
  if (values === undefined) return [];
  return typeof values === "number" ? [values] : values.flatMap(flat);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
