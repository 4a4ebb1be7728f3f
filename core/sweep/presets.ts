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
    description:
      "148 runs of the quick start, half a minute on two cores: learning rates from 0.03 to 30 against the initial lead of " +
      "each head's own lag, then initial scales against initial coefficients. Every run found lags {1, 2}, also where no head " +
      "leads (0.1). Up to 3 the subset's weight reached 1; above, p stays spread in some seeds (0.83 to 0.97 on average) at " +
      "hardly any cost in loss. Slowest is 0.03 (0.73 to 0.87 against 0.655); a scale of 1 with coefficients of 0.001 never selects.",
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
    description:
      "108 runs of the quick start with all lags open to all heads, one to two minutes on two cores: H from 2 to 5, M from 3 to 8, " +
      "D from 1 to 3. With D = 2 every run selects {1, 2} within 21 steps on average, whatever H and M. D = 1 cannot hold both " +
      "parents: p stays at 0.5 and the loss 0.004 higher. With D = 3 sets around {1, 2} keep a tenth of p and selection often " +
      "stays below 0.9, without harm to the loss. Time grows with M: about 0.3 s a run at 5, 1.5 to 4 s at 8.",
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
    description:
      "40 runs, one to two minutes on two cores: d = 2, 3, 5, 10, 20 against parents 1 … n for n up to 4, with H = D = 4, " +
      "500 sequences of 200 tokens and 500 steps. For d = 3 and 5 the parents are found in every run. d = 10 and 20 find them " +
      "with n = 1 and 2, though 20 with 2 hardly gains by it; with n = 3 and 4 contexts hardly ever come back, the loss stays " +
      "near log d and the lags are mostly chance. At d = 2 with n = 1 or 2 the winner holds one lag too many.",
    sweep: {
      name: "alphabet-parents",
      experiment: "quickstart",
      set: {
        "model.heads": 4,
        "model.maxDegree": 4,
        "data.sequenceLength": 200,
        "data.trainSequences": 500,
        "data.validationSequences": 200,
        "training.stages[0].steps": 500,
      },
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
    description:
      "72 runs in the theorem's setting, one to two minutes on two cores: α, floor and parents make ΔĨ vary from 0.006 to 0.043 " +
      "while gradient flow trains the coefficients alone; 200 steps of rpe and scale follow. S* won in every run. Look at " +
      "selectionTime over gap: it falls from 14 to 2 about as 0.07 / ΔĨ, as the theory has it (slope −1.2 of the logarithms, " +
      "correlation −0.95).",
    sweep: {
      name: "information-gap",
      experiment: "paper-theory",
      set: {
        "data.trainSequences": 2_000,
        "data.validationSequences": 500,
        "model.heads": 4,
        "model.window": 4,
        "model.initial.rpe.diagonal": 8,
        "training.stages": [
          {
            train: ["coefficients"],
            steps: 3_000,
            optimizer: { kind: "flow", time: 200 },
          },
          { train: ["rpe", "scale"], steps: 200 },
        ],
      },
      grid: {
        "data.prior.alpha": [0.03, 0.1, 0.3, 1],
        "data.prior.floor": [0, 0.02, 0.1],
        "data.parents": [
          [1, 2],
          [1, 3],
          [2, 4],
        ],
      },
      seeds: 2,
    },
  },
  {
    id: "plateau",
    title: "Lazy to rich: length of the plateau",
    description:
      "210 runs on the mixed target of arXiv 2410.11474, about two minutes on two cores: 4 × 4 × 4 values of L, ε_init and w*², " +
      "and more of α*, with layer 1 a copier. Each ends once the induction head is learnt, then T_II's exponents are fitted beside " +
      "the hypothesis (1+α*)² L log(1/ε) / w*². Found: 1.93 of 1+α* (95 %: 1.81 to 2.06), 0.93 of L, 1.29 of log(1/ε), nearer 1 " +
      "the smaller ε is, and −0.31 of w*²: −0.5 from 0.75 to 1.5 but −0.1 from 3 to 6, as a sharp softmax gets no sharper.",
    sweep: {
      name: "plateau",
      experiment: "lazy-to-rich",
      set: {
        "data.validationSequences": 0,
        "training.validationEvery": 0,
        "training.stages[0].steps": 20_000,
        "training.stages[0].stopWhen": { unexplainedIH: 0.02 },
      },
      grid: [
        {
          "data.mixing": [1],
          "data.sequenceLength": [20, 40, 80, 160],
          "model.initial.epsilon": [0.001, 0.003, 0.01, 0.03],
          "data.sharpness": [0.75, 1.5, 3, 6],
        },
        {
          "data.mixing": [0.5, 2, 4],
          "data.sequenceLength": [40, 80],
          "model.initial.epsilon": [0.01],
          "data.sharpness": [1.5],
        },
      ],
      seeds: 3,
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
