/** What is measured: the paper's step and its relatives, as engines ready to step. */
import { drawSequences, type ChainLaw } from "../../core/data";
import { createEngine, type Engine, type TrainingData } from "../../core/engine";
import {
  initialOf,
  modelOf,
  disentangledModel,
  type DisentangledModel,
  type DisentangledShape,
  type GroupName,
  type Model,
} from "../../core/model";
import type { Candidate } from "../../core/cli/measure";

export const paperLaw: ChainLaw = {
  alphabetSize: 3,
  parents: [1, 2],
  sequenceLength: 100,
  prior: { alpha: 0.1, floor: 0 },
  initial: "uniform",
};

const plain: DisentangledShape = {
  alphabetSize: 3,
  heads: 3,
  window: 5,
  maxDegree: 2,
  includeEmptySubset: false,
  lagMask: null,
  normalizeValues: "none",
  boundary: "skip",
  loss: "log",
  epsilon: 1e-6,
};

/** The conventions of `paper-simultaneous`. */
export const authorsModel = disentangledModel({
  ...plain,
  includeEmptySubset: true,
  lagMask: "authors",
  normalizeValues: "l2",
  boundary: "truncate",
  loss: "softmax",
});

/** The paper's own conventions, with what `changes` says otherwise. */
export function plainModel(changes: Partial<DisentangledShape> = {}): DisentangledModel {
  return disentangledModel({ ...plain, ...changes });
}

/** The authors' unsimplified model; and an MLP in place of the selector, by the same conventions. */
export const [fullModel, mlpModel] = (["full", "mlp"] as const).map((family) =>
  modelOf(
    { ...plain, includeEmptySubset: true, lagMask: "authors", boundary: "truncate", loss: "softmax", family },
    paperLaw,
  ),
);

export const allGroups: readonly GroupName[] = ["rpe", "coefficients", "scale"];

export interface Workload {
  readonly name: string;
  readonly model: Model;
  readonly law: ChainLaw;
  /** Sequences of a step. */
  readonly batch: number;
  readonly online?: boolean;
  readonly train?: readonly GroupName[];
  readonly threads: number;
  readonly path?: "auto" | "table" | "direct";
}

export interface Prepared extends Candidate {
  readonly engine: Engine;
}

/** An engine for the workload, and one step of gradient descent as its unit of work. */
export async function prepared(workload: Workload): Promise<Prepared> {
  const { name, model, law, batch, online = false, train = allGroups, threads, path = "auto" } = workload;
  const training: TrainingData = online
    ? { kind: "online", law, seed: 1, batchSize: batch }
    : { kind: "fixed", data: await drawSequences(law, 1, "train", 0, batch) };
  const engine = await createEngine({ model, training, validation: null, kind: "cpu", threads, path });
  const initial = { rpe: { diagonal: 3, offDiagonal: 0.1 }, coefficients: 0.01, scale: 0.01 };
  const parameters = initialOf(model, initial, 0);
  const gradient = new Float64Array(parameters.length);
  let step = 0;
  engine.prepare(train);
  return {
    name,
    engine,
    async run() {
      await engine.gradient(parameters, gradient, step++);
      for (let i = 0; i < parameters.length; i++) parameters[i] -= gradient[i];
    },
  };
}
