/** Small real runs in real folders, and what they leave there. */
import type { ExperimentSource, TokenExperiment } from "../../../core/config";
import { createEngine, type Engine, type EngineRequest } from "../../../core/engine";
import { openRun, type MetricsLine } from "../../../core/runs";
import {
  resumeRun,
  startRun,
  type ResumeOptions,
  type StartOptions,
  type TrainingRun,
} from "../../../core/training";
import { tokenExperiment } from "../../tokenExperiment";

/** Two letters, two heads, 24 sequences of 16: a step takes about a millisecond. */
const small: ExperimentSource = {
  name: "small",
  seed: 3,
  data: { alphabetSize: 2, sequenceLength: 16, parents: [1], trainSequences: 24, validationSequences: 8 },
  model: { heads: 2, window: 3 },
  training: { stages: [{ train: ["rpe", "coefficients", "scale"], steps: 20 }], validationEvery: 8 },
  engine: { kind: "reference" },
};

/** @throws when it is not one */
export function experimentOf(changes: Partial<ExperimentSource> = {}): TokenExperiment {
  return tokenExperiment({ ...small, ...changes });
}

/** Every kind of stage; with few snapshots, so that their choice matters. */
export const threeStages: Partial<ExperimentSource> = {
  training: {
    stages: [
      { train: ["coefficients"], steps: 6, learningRate: 0.5, optimizer: "sgd" },
      { train: ["rpe", "scale"], steps: 7, learningRate: 0.05, optimizer: "adam" },
      {
        train: ["coefficients", "scale"],
        steps: 30,
        optimizer: { kind: "flow", tolerance: 1e-5, time: 0.3 },
      },
    ],
    validationEvery: 4,
  },
  record: { maxSnapshots: 14 },
};

/** The product's engines with something done around them. */
export function engineWith(
  around: (engine: Engine) => Partial<Engine>,
): NonNullable<StartOptions["createEngine"]> {
  return async (request: EngineRequest) => {
    const engine = await createEngine(request);
    const bound: Engine = {
      description: engine.description,
      prepare: (train) => engine.prepare(train),
      gradient: (parameters, gradient, step) => engine.gradient(parameters, gradient, step),
      validationLoss: (parameters) => engine.validationLoss(parameters),
      kernel: (parameters) => engine.kernel(parameters),
      dispose: () => engine.dispose(),
    };
    return { ...bound, ...around(bound) };
  };
}

/** Starts a run and asks it to stop in the step that leads to `step`. */
export function runUntil(step: number, options: StartOptions): Promise<TrainingRun> {
  return stoppedAt(step, (createEngine) => startRun({ ...options, createEngine }));
}

/** The same for a run that is resumed. */
export function resumeUntil(step: number, options: ResumeOptions): Promise<TrainingRun> {
  return stoppedAt(step, (createEngine) => resumeRun({ ...options, createEngine }));
}

async function stoppedAt(
  step: number,
  begin: (createEngine: NonNullable<StartOptions["createEngine"]>) => Promise<TrainingRun>,
): Promise<TrainingRun> {
  const run = await begin(
    engineWith((engine) => ({
      gradient: (parameters, gradient, at) => {
        if (at === step) run.stop();
        return engine.gradient(parameters, gradient, at);
      },
    })),
  );
  return run;
}

/** All that two runs of one experiment must share to the last bit. */
export async function recordOf(directory: string) {
  const run = await openRun(directory);
  const { lines, problems } = await run.metrics();
  const snapshots = await run.snapshots();
  const newest = (await run.checkpoints()).at(-1)?.step ?? NaN;
  const { tensors } = await run.readCheckpoint(newest);
  return {
    problems: [...run.problems, ...problems, ...snapshots.problems],
    metrics: lines.map(({ elapsedSeconds: _, ...line }): MetricsLine => ({ ...line, step: line.step })),
    snapshots: Object.fromEntries(Array.from(snapshots.arrays, ([name, { data }]) => [name, data])),
    checkpoint: Object.fromEntries(
      Object.entries(tensors).filter(([name]) => !/^tallies\..*Seconds$/.test(name)),
    ),
    stages: run.manifest?.stages,
    losses: run.manifest?.losses,
  };
}
