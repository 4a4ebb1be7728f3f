/**
 * A run as large as the panel is meant for: 8 heads, 50 lags, 92 subsets and 2,000 recorded steps up to step 50,000.
 * Its numbers move as those of a training do, but nobody trained it: only how fast they are drawn is of interest.
 */
import { tokenExperiment } from "../../tokenExperiment";
import { layoutOf, disentangledModel } from "../../../core/model";
import { recordingOf, type Recording, type RunFacts } from "../../../core/protocol";

const rows = 2_000;
const lastStep = 50_000;

export interface WideRun {
  readonly facts: RunFacts;
  readonly recording: Recording;
  /** 1,024 tokens and a target. */
  readonly tokens: Uint8Array;
}

export function wideRun(): WideRun {
  const experiment = tokenExperiment({
    name: "wide",
    data: { sequenceLength: 1024, parents: [2, 9] },
    model: { heads: 8, window: 50, maxDegree: 3 },
    training: { stages: [{ train: ["rpe", "coefficients", "scale"], steps: lastStep }] },
  });
  const model = disentangledModel({ ...experiment.model, alphabetSize: experiment.data.alphabetSize });
  const { size } = layoutOf(model);
  const chance = generator(7);
  const ends = Float64Array.from({ length: size }, () => 4 * chance() - 1);
  const recorded = recordedSteps().map((step) => {
    const share = Math.log(1 + step) / Math.log(1 + lastStep);
    return { step, time: step, loss: 0.9 - 0.25 * share, parameters: ends.map((end) => 0.01 + share * end) };
  });
  const lines = recorded.map(({ step, loss }, row) => ({
    step,
    time: step,
    loss,
    ...(row % 10 === 0 && { validationLoss: loss + 0.002 }),
    ...{ "gradientNorm.rpe": 1 / (1 + step), "gradientNorm.coefficients": 2 / (1 + step) },
    ...{ "gradientNorm.scale": 3 / (1 + step), learningRate: 1, elapsedSeconds: step / 3000 },
  }));
  const facts: RunFacts = {
    run: "/runs/wide",
    name: "wide",
    title: "wide",
    state: "done",
    sentence: "done",
    trainedBy: "nobody",
    step: lastStep,
    totalSteps: lastStep,
    stages: [{ stage: 0, name: "all at once", fromStep: 0 }],
    edits: [],
    losses: { first: 0.9, last: 0.65 },
    stepsPerSecond: 3000,
    pace: null,
    engine: null,
    experiment,
    checkpoints: [0, lastStep],
    problems: [],
  };
  const tokens = Uint8Array.from({ length: 1025 }, () => Math.floor(3 * chance()));
  return { facts, recording: recordingOf(recorded, lines), tokens };
}

/** As a recording has them: every early step, then ever fewer. */
function recordedSteps(): number[] {
  const steps = new Set<number>();
  for (let row = 0; steps.size < rows; row++) {
    steps.add(Math.min(lastStep, Math.round((1 + lastStep) ** (row / (3.2 * rows)) - 1 + row * 0.5)));
  }
  const spread = Array.from(steps).sort((a, b) => a - b);
  const scale = lastStep / spread[spread.length - 1];
  return [...new Set(spread.map((step) => Math.round(step * scale)))];
}

/** Uniform in 0..1, the same numbers every time (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
