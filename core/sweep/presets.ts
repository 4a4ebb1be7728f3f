/** Sweeps to start from: ready files about what the paper leaves open. They are sources, as a file would be. */
import { nearest } from "../config";
import type { SweepInput } from "./schema";

export interface SweepPreset {
  readonly id: string;
  readonly title: string;
  /** What it varies, how long it takes, and what is known of its outcome. */
  readonly description: string;
  readonly sweep: SweepInput;
}

export const sweepPresets: readonly SweepPreset[] = [
  {
    id: "learning-rate",
    title: "Learning rate and initialisation",
    description: "",
    sweep: {
      name: "learning-rate",
      experiment: "quickstart",
      grid: [
        {
          "training.stages[0].learningRate": [0.03, 0.1, 0.3, 1, 3, 10, 30],
          "model.initial.rpe.diagonal": [0.1, 1, 3, 6],
        },
        { "model.initial.scale": [0.001, 0.1, 1], "model.initial.coefficients": [0.001, 0.1, 1] },
      ],
      seeds: 4,
    },
  },
  {
    id: "heads-window-degree",
    title: "Heads, window and degree",
    description: "",
    sweep: {
      name: "heads-window-degree",
      experiment: "quickstart",
      set: { "model.lagMask": null },
      grid: [
        { "model.heads": [2], "model.window": [3, 5, 8], "model.maxDegree": [1, 2] },
        { "model.heads": [3], "model.window": [3, 5, 8], "model.maxDegree": [1, 2, 3] },
        { "model.heads": [4, 5], "model.window": [5, 8], "model.maxDegree": [1, 2, 3] },
      ],
      seeds: 4,
    },
  },
  {
    id: "alphabet-parents",
    title: "Alphabet size and number of parents",
    description: "",
    sweep: {
      name: "alphabet-parents",
      experiment: "quickstart",
      set: { "model.heads": 4, "model.maxDegree": 4, "data.sequenceLength": 200 },
      grid: {
        "data.alphabetSize": [2, 3, 5, 10, 20],
        "data.parents": [[1], [1, 2], [1, 2, 3], [1, 2, 3, 4]],
      },
      seeds: 2,
    },
  },
  {
    id: "information-gap",
    title: "Information gap and time to selection",
    description: "",
    sweep: {
      name: "information-gap",
      experiment: "paper-theory",
      set: {
        "data.trainSequences": 4_000,
        "data.validationSequences": 500,
        "model.heads": 5,
        "model.initial.rpe.diagonal": 8,
        "training.stages": [
          {
            train: ["coefficients"],
            steps: 3_000,
            optimizer: { kind: "flow", time: 5_000 },
          },
        ],
      },
      grid: {
        "data.prior.alpha": [0.03, 0.1, 0.3, 1],
        "data.prior.floor": [0, 0.02, 0.1],
        "data.parents": [
          [1, 2],
          [1, 3],
          [2, 5],
        ],
      },
      seeds: 2,
    },
  },
];

/**
 * A ready sweep as the text of a new sweep file called `name`: plain JSON.
 * @throws RangeError when there is none of that name, with the nearest one
 */
export function sweepPresetText(id: string, name: string = id): string {
  const preset = sweepPresets.find((candidate) => candidate.id === id);
  if (!preset) throw new RangeError(noReadySweep(id));
  return `${JSON.stringify({ ...preset.sweep, name }, null, 2)}\n`;
}

function noReadySweep(id: string): string {
  const ids = sweepPresets.map((preset) => preset.id);
  const close = nearest(id, ids);
  const advice = close === undefined ? `There are ${ids.join(", ")}.` : `Did you mean "${close}"?`;
  return `There is no ready sweep "${id}". ${advice}`;
}
