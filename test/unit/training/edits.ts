/** Runs that are edited in mid-run, and edits of every kind. */
import { cp } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import type { Experiment, ExperimentSource } from "../../../core/config";
import { openRun } from "../../../core/runs";
import { resumeRun, startRun, type TrainingEvent } from "../../../core/training";
import { temporaryFolder } from "../runs/temporary";
import { experimentOf, runUntil, threeStages } from "./runs";

type Source = Partial<ExperimentSource>;
export type Stages = NonNullable<NonNullable<ExperimentSource["training"]>["stages"]>;

export const all: Stages[number] = { train: ["rpe", "coefficients", "scale"], steps: 20 };
export const withStages = (...stages: Stages): Experiment =>
  experimentOf({ training: { stages, validationEvery: 8 } });

/** A run that was stopped after `step` steps, or is done. */
export async function runOf(changes: Source, step?: number): Promise<string> {
  const folder = await temporaryFolder();
  const options = {
    experiment: experimentOf(changes),
    baseDirectory: folder,
    runDirectory: path.join(folder, "run"),
  };
  await (
    await (step === undefined ? startRun(options) : runUntil(step, options))
  ).finished;
  return options.runDirectory;
}

export async function goOn(runDirectory: string, experiment?: Experiment): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  const onEvent = (event: TrainingEvent) => void events.push(event);
  const run = await resumeRun({ runDirectory, onEvent, ...(experiment && { experiment }) });
  expect(await run.finished).toMatchObject({ status: "done" });
  return events;
}

export async function copyOf(runDirectory: string, name: string): Promise<string> {
  const copy = `${runDirectory}-${name}`;
  await cp(runDirectory, copy, { recursive: true });
  return copy;
}

export const manifestOf = async (runDirectory: string) => (await openRun(runDirectory)).manifest;

const stagesOf = ({ training }: Experiment) => training.stages;
const three = experimentOf(threeStages);

/** Each an edit of `threeStages` at its step, in the middle of another kind of stage. */
export const edits: readonly (readonly [string, number, Experiment])[] = [
  [
    "the learning rate and the later stages, under sgd",
    3,
    { ...three, training: { ...three.training, stages: [{ ...stagesOf(three)[0], learningRate: 0.1 }] } },
  ],
  [
    "the learning rate and β₁, under adam",
    9,
    {
      ...three,
      training: {
        ...three.training,
        stages: stagesOf(three).map((stage, index) =>
          index === 1
            ? {
                ...stage,
                learningRate: 0.2,
                optimizer: { kind: "adam", beta1: 0.5, beta2: 0.9, epsilon: 1e-8 },
              }
            : stage,
        ),
      },
    },
  ],
  [
    "the flow's tolerance and time, and a stage behind it",
    15,
    {
      ...three,
      training: {
        ...three.training,
        stages: [
          ...stagesOf(three).slice(0, 2),
          { ...stagesOf(three)[2], steps: 12, optimizer: { kind: "flow", tolerance: 1e-3, time: 5 } },
          { ...stagesOf(three)[1], name: "again" },
        ],
      },
    },
  ],
  [
    "what is recorded and how often is validated",
    9,
    {
      ...three,
      record: { snapshots: 2, maxSnapshots: 30 },
      training: { ...three.training, validationEvery: 3 },
    },
  ],
];
