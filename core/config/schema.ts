/**
 * The experiment file as one zod schema: types, ranges, defaults and field texts all come from here.
 * What one field alone can tell is checked here; what takes two fields is in rules.ts.
 * "The paper" is arXiv 2409.10559, "the authors" its public code.
 */
import * as z from "zod";
import { choice } from "./choices";
import { fileData, markovData, mixedMarkovData, mixedTargetData } from "./dataSchema";
import { model } from "./modelSchema";
import { training } from "./trainingSchema";

/** An experiment with every default filled in and every short form written out. It is valid input again. */
export type Experiment = DeepReadonly<z.output<typeof experimentSchema>>;
/** An experiment as somebody writes it: only `name` is required. */
export type ExperimentSource = DeepReadonly<z.input<typeof experimentSchema>>;

export type DataConfig = Experiment["data"];
export type MarkovDataConfig = Extract<DataConfig, { kind: "markov" }>;
export type MixedMarkovDataConfig = Extract<DataConfig, { kind: "mixed-markov" }>;
export type FileDataConfig = Extract<DataConfig, { kind: "file" }>;
/** Drawn from Markov chains. */
export type ChainDataConfig = MarkovDataConfig | MixedMarkovDataConfig;
export type TokenDataConfig = ChainDataConfig | FileDataConfig;
export type MixedDataConfig = Extract<DataConfig, { kind: "mixed-target" }>;
export type ModelConfig = Experiment["model"];
export type MixedModelConfig = Extract<ModelConfig, { family: "mixed-target" }>;
export type TransformerConfig = Exclude<ModelConfig, MixedModelConfig>;
/** A transformer on tokens. Data and model of an experiment without faults go together: it is this or a `MixedExperiment`. */
export type TokenExperiment = Experiment & {
  readonly data: TokenDataConfig;
  readonly model: TransformerConfig;
};
/** The mixed target and its six scalars. */
export type MixedExperiment = Experiment & {
  readonly data: MixedDataConfig;
  readonly model: MixedModelConfig;
};
export type TrainingConfig = Experiment["training"];
export type StageConfig = TrainingConfig["stages"][number];
export type OptimizerConfig = StageConfig["optimizer"];
export type RecordConfig = Experiment["record"];
export type EngineConfig = Experiment["engine"];

type DeepReadonly<T> = T extends (infer Element)[]
  ? readonly DeepReadonly<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

const record = z.strictObject({
  snapshots: z
    .union([
      choice({ auto: "Every early step, then ever fewer, and more where the model moves." }),
      z.int().min(1).max(1e9),
    ])
    .default("auto")
    .describe('Steps between recorded snapshots, or "auto": as many as maxSnapshots allows.'),
  maxSnapshots: z.int().min(10).max(1e6).default(2_000).describe("Snapshots kept of one run, at most."),
});

const engine = z.strictObject({
  kind: choice({
    auto: "The fastest that can train the model: cpu; tfjs for models without kernels of their own; reference where neither can.",
    cpu: "Kernels compiled to WebAssembly, on several threads.",
    tfjs: "TensorFlow.js: automatic differentiation, for models without kernels of their own.",
    webgpu: "Own kernels on the graphics processor; needs a package: induction-lab engines install webgpu.",
    reference: "Plain float64 without tricks: slow, for checking the others.",
  })
    .default("auto")
    .describe("What computes losses and gradients."),
  backend: choice({
    auto: "The first of these that can be had; the run says which, and why not the ones before it.",
    cuda: "TensorFlow's own library on a graphics processor of NVIDIA; needs CUDA 11.2 and a package.",
    webgpu: "A graphics processor of any maker; needs a package: induction-lab engines install webgpu.",
    wasm: "WebAssembly on one thread; comes with the program.",
    cpu: "Plain JavaScript: slow, has every operation.",
  })
    .default("auto")
    .describe(
      "What the tfjs engine computes on. One that is asked for and absent is an error, never replaced.",
    ),
  threads: z
    .union([choice({ auto: "As many as the machine has cores, at most 8." }), z.int().min(1).max(64)])
    .default("auto")
    .describe("Threads of the cpu engine. The same seed gives the same bits only on the same number."),
  path: choice({
    auto: "Chosen by counts of the data, so that equal experiments take equal paths.",
    table: "By pairs of token windows; for fixed data whose windows repeat.",
    direct: "Position by position; for fresh data, and windows that hardly repeat.",
  })
    .default("auto")
    .describe("How the cpu engine computes; the loss is the same but for rounding."),
});

const nameRule =
  "A name has 1 to 100 characters, none of them /, \\ or a control character, since it becomes part of a folder's name.";

export const experimentSchema = z.strictObject({
  $schema: z.string().optional().describe("JSON Schema of this file, for editors; otherwise ignored."),
  name: z
    .string()
    .max(100)
    .regex(/^(?!\.{1,2}$)[^/\\]+$/, { error: nameRule })
    .refine((name) => !/\p{Cc}/u.test(name), { error: nameRule })
    .describe("Name of the experiment, 1 to 100 characters without / and \\; its runs are named after it."),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(0)
    .describe("Seed of all random numbers. Same seed, same engine, same threads: the same run."),
  data: z
    .discriminatedUnion("kind", [markovData, mixedMarkovData, mixedTargetData, fileData])
    .prefault({})
    .describe("Where the sequences come from: Markov chains, a file, or the mixed target."),
  model: model.prefault({}).describe("What is trained: a transformer, or the mixed target's six scalars."),
  training: training.prefault({}).describe("What is trained, how and for how long."),
  record: record.prefault({}).describe("What a run keeps of its parameters."),
  engine: engine.prefault({}).describe("What computes losses and gradients."),
});

export function isMixed(experiment: Experiment): experiment is MixedExperiment {
  return experiment.data.kind === "mixed-target" && experiment.model.family === "mixed-target";
}

export function isOfTokens(experiment: Experiment): experiment is TokenExperiment {
  return experiment.data.kind !== "mixed-target" && experiment.model.family !== "mixed-target";
}

/** Whether the data are drawn from Markov chains. */
export function areChains(data: DataConfig): data is ChainDataConfig {
  return data.kind === "markov" || data.kind === "mixed-markov";
}
