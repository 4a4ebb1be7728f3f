/**
 * The formats of reference values, as zod schemas with every shape checked. Other keys are passed over.
 *
 * A batch: `config`, `subsets` (0-based heads, the order of `coefficients`), `tokens` [B][L+1] (the target last),
 * `params` {rpe [H][M], coefficients, scale} and `expected`, any of {loss, output [B][d], attention [B][L],
 * kernel [B][L], subsetWeights, gradients {rpe, coefficients, scale}}.
 *
 * A trajectory: `config` with `stages` (full-batch gradient descent), `tokens`, perhaps `subsets`, and `snapshots`
 * [{step, loss, rpe, coefficients, scale}]: loss and parameters before step `step` is taken, the first of step 0.
 *
 * A batch of the full model has `config.family` "full"; its `params` and gradients add query, key, outputValue [H][d][d],
 * normGain and normBias [d].
 *
 * Informations: a list of cases, see informationFormat.ts.
 */
import * as z from "zod";
import { groupNames, layoutOf, modelOf as modelOfShape, type GroupName, type Model } from "../../model";
import { misplacedTokens, misshapen, wrongSubsets, type Finding } from "./shapes";

const count = z.int().min(1);
const numbers = z.array(z.number());
const matrix = z.array(numbers);
const cubes = z.array(matrix);
const parameterFields = { rpe: matrix, coefficients: numbers, scale: z.number() };
/** What the full model has besides; whether it is there is for parameterFindings. */
const fullFields = z
  .object({ query: cubes, key: cubes, outputValue: cubes, normGain: numbers, normBias: numbers })
  .partial().shape;

const shapeFields = {
  alphabet: z.int().min(2).max(256),
  heads: count.max(16),
  window: count.max(255),
  degree: count.max(16),
  includeEmptySubset: z.boolean(),
  lagMask: z.array(z.array(z.boolean())).nullable(),
  boundary: z.enum(["skip", "truncate"]),
  loss: z.enum(["log", "softmax"]),
};
const disentangledConfig = z.object({
  family: z.literal("disentangled"),
  ...shapeFields,
  normalizeValues: z.enum(["none", "l2"]),
  epsilon: z.number().gt(0),
});
const fullConfig = z.object({
  family: z.literal("full"),
  ...shapeFields,
  // The authors' code leaves no choice here: what is said must be this.
  ownPosition: z.literal(true).default(true),
  ownPositionBias: z.literal(1e-6).default(1e-6),
  epsilon: z.number().gt(0).default(1e-6),
});
const configSchema = z.discriminatedUnion("family", [disentangledConfig, fullConfig]);
const stageSchema = z.object({
  train: z.array(z.enum(groupNames)).min(1),
  steps: count.max(1e6),
  learningRate: z.number().gt(0),
});
const setup = {
  subsets: z.array(z.array(z.int().min(0))),
  tokens: z.array(z.array(z.int().min(0)).min(2)).min(1),
};

export const batchSchema = z
  .object({
    config: configSchema,
    ...setup,
    params: z.object({ ...parameterFields, ...fullFields }),
    expected: z
      .object({
        loss: z.number(),
        output: matrix,
        attention: matrix,
        kernel: matrix,
        subsetWeights: numbers,
        gradients: z.object({ ...parameterFields, ...fullFields }).partial(),
      })
      .partial(),
  })
  .superRefine(reporting(batchFindings));

export const trajectorySchema = z
  .object({
    config: disentangledConfig.extend({ stages: z.array(stageSchema).min(1) }),
    tokens: setup.tokens,
    subsets: setup.subsets.optional(),
    snapshots: z.array(z.object({ step: z.int().min(0), loss: z.number(), ...parameterFields })).min(1),
  })
  .superRefine(reporting(trajectoryFindings));

export type Batch = z.infer<typeof batchSchema>;
export type Trajectory = z.infer<typeof trajectorySchema>;

export function modelOf({ alphabet, degree, ...conventions }: z.infer<typeof configSchema>): Model {
  const normalizeValues = conventions.family === "full" ? "none" : conventions.normalizeValues;
  return modelOfShape({ ...conventions, normalizeValues, maxDegree: degree }, { alphabetSize: alphabet });
}

/** What can be wrong with the setting that both formats share; nothing else can be judged before it is right. */
function* setupFindings({
  config,
  tokens,
  subsets,
}: Pick<Trajectory, "config" | "tokens" | "subsets"> | Batch) {
  const { heads, window, degree, alphabet } = config;
  if (degree > heads)
    yield { path: ["config", "degree"], message: `${degree} is more than the ${heads} heads` };
  yield* misshapen(["config", "lagMask"], config.lagMask, [
    ["heads", heads],
    ["window", window],
  ]);
  yield* misplacedTokens(tokens, alphabet, config.boundary === "skip" ? window : 0);
  if (subsets && degree <= heads) yield* wrongSubsets(subsets, modelOf({ ...config, lagMask: null }).subsets);
}

function* batchFindings(batch: Batch): Generator<Finding> {
  const wrong = [...setupFindings(batch)];
  yield* wrong;
  if (wrong.length > 0) return;
  const { params, expected, tokens, config } = batch;
  const { gradients = {}, ...others } = expected;
  const sequences = ["sequences", tokens.length] as const;
  const positions = ["tokens of a sequence", tokens[0].length - 1] as const;
  yield* missingParameters(batch);
  yield* parameterFindings(batch, ["params"], params);
  yield* parameterFindings(batch, ["expected", "gradients"], gradients);
  yield* misshapen(["expected", "output"], expected.output, [sequences, ["alphabet", config.alphabet]]);
  yield* misshapen(["expected", "attention"], expected.attention, [sequences, positions]);
  yield* misshapen(["expected", "kernel"], expected.kernel, [sequences, positions]);
  yield* misshapen(["expected", "subsetWeights"], expected.subsetWeights, [
    ["subsets", batch.subsets.length],
  ]);
  if (Object.keys(gradients).length + Object.keys(others).length === 0) {
    yield {
      path: ["expected"],
      message: "there is nothing to compare: give loss, gradients or another quantity",
    };
  }
}

function* trajectoryFindings(trajectory: Trajectory): Generator<Finding> {
  const wrong = [...setupFindings(trajectory)];
  yield* wrong;
  if (wrong.length > 0) return;
  const { snapshots, config } = trajectory;
  const totalSteps = config.stages.reduce((sum, { steps }) => sum + steps, 0);
  for (const [index, { step, ...parameters }] of snapshots.entries()) {
    const path = ["snapshots", index];
    if (index === 0 ? step !== 0 : step <= snapshots[index - 1].step || step > totalSteps) {
      const message = `step ${step} is out of order: steps increase from 0 to ${totalSteps} at most`;
      yield { path: [...path, "step"], message };
    }
    yield* parameterFindings(trajectory, path, parameters);
  }
}

function* missingParameters({ config, params }: Batch): Generator<Finding> {
  for (const { name } of layoutOf(modelOf(config)).groups) {
    if (!(name in params)) yield { path: ["params", name], message: "is missing" };
  }
}

function parameterFindings(
  { config }: Pick<Batch, "config">,
  path: Finding["path"],
  values: Partial<Record<GroupName, unknown>>,
): Finding[] {
  return layoutOf(modelOf(config)).groups.flatMap(({ name, shape }) => [
    ...misshapen(
      [...path, name],
      values[name],
      shape.map((length, axis) => [axisName(name, axis), length] as const),
    ),
  ]);
}

function axisName(group: GroupName, axis: number): string {
  if (group === "coefficients") return "subsets";
  if (group === "rpe") return axis === 0 ? "heads" : "window";
  return axis === 0 && group !== "normGain" && group !== "normBias" ? "heads" : "alphabet";
}

function reporting<T>(find: (value: T) => Iterable<Finding>) {
  return (value: T, context: z.RefinementCtx<T>) => {
    for (const { path, message } of find(value))
      context.addIssue({ code: "custom", path: [...path], message });
  };
}
