/** Experiments of the model families that are wrong, each in one way, with what is to be said of them. */
import { familyGroups } from "../../../core/config/families";

type Family = keyof typeof familyGroups;

/** All else as it should be: one stage that trains whatever the family has. */
function ofFamily(family: Family, parts: Readonly<Record<string, object>> = {}): string {
  const { model, ...rest } = parts;
  const training = { stages: [{ train: familyGroups[family], steps: 1 }] };
  return JSON.stringify({ name: "x", model: { family, ...model }, training, ...rest });
}

function training(family: Family, train: readonly string[]): string {
  return ofFamily(family, { training: { stages: [{ train, steps: 1 }] } });
}

/** As `ruleBreakers` in badTexts.ts: the field to blame, the part of the text that is marked, and words of the message. */
export const familyBreakers: readonly (readonly [
  text: string,
  severity: "error" | "warning",
  field: string,
  mark: string,
  words: string,
])[] = [
  [ofFamily("full", { model: { hiddenUnits: 8 } }), "warning", "model.hiddenUnits", "8", "no effect"],
  [ofFamily("full", { model: { activation: "gelu" } }), "warning", "model.activation", '"gelu"', "no effect"],
  [ofFamily("mlp", { model: { layers: 3 } }), "warning", "model.layers", "3", "family mlp do not know this"],
  [ofFamily("deep", { model: { embeddingSize: 8 } }), "warning", "model.embeddingSize", "8", "no effect"],
  [
    ofFamily("disentangled", { model: { initial: { query: 0.5 } } }),
    "warning",
    "model.initial.query",
    "0.5",
    "no effect",
  ],
  [
    ofFamily("absolute", { model: { initial: { outputValue: 2 } } }),
    "warning",
    "model.initial.outputValue",
    "2",
    "no effect",
  ],
  [
    ofFamily("full", { model: { normalizeValues: "l2" } }),
    "warning",
    "model.normalizeValues",
    '"l2"',
    "LayerNorm",
  ],
  [ofFamily("mlp", { model: { subsets: [[1, 2]] } }), "warning", "model.subsets", "[[1,2]]", "no subsets"],
  [
    training("mlp", ["coefficients", "scale"]),
    "error",
    "training.stages[0].train",
    '["coefficients","scale"]',
    "has no coefficients",
  ],
  [
    training("absolute", ["rpe", "scale"]),
    "error",
    "training.stages[0].train",
    '["rpe","scale"]',
    "has no rpe",
  ],
  [
    training("disentangled", ["rpe", "query", "outputValue"]),
    "error",
    "training.stages[0].train",
    '["rpe","query","outputValue"]',
    "has no query, outputValue",
  ],
  [
    training("full", ["rpe", "query", "key", "coefficients", "scale"]),
    "warning",
    "training.stages",
    '[{"train":["rpe","query","key","coefficients","scale"],"steps":1}]',
    "No stage trains outputValue, normGain or normBias",
  ],
  [
    ofFamily("deep", {
      model: {
        heads: 1,
        window: 2,
        maxDegree: 1,
        lagMask: [
          [true, true],
          [true, true],
        ],
      },
    }),
    "error",
    "model.lagMask",
    "[[true,true],[true,true]]",
    "one row for each head of a layer",
  ],
  [ofFamily("deep", { model: { maxDegree: 7 } }), "error", "model.maxDegree", "7", "cannot hold more heads"],
  [
    ofFamily("deep", { model: { window: 50 } }),
    "error",
    "model.window",
    "50",
    "No position has a whole window before it",
  ],
  [
    ofFamily("deep", { model: { heads: 16, layers: 4, maxDegree: 1 } }),
    "error",
    "model.heads",
    "16",
    "bring too much to every position",
  ],
  [
    ofFamily("absolute", { data: { kind: "file", path: "a.npy", alphabetSize: 3, validationSequences: 9 } }),
    "error",
    "model.family",
    '"absolute"',
    "data from a file do not have",
  ],
  [ofFamily("deep", { engine: { kind: "cpu" } }), "error", "engine.kind", '"cpu"', "no kernels"],
  [ofFamily("absolute", { engine: { kind: "cpu" } }), "error", "engine.kind", '"cpu"', "no kernels"],
  [ofFamily("full", { engine: { path: "direct" } }), "error", "engine.path", '"direct"', "window pairs only"],
  [
    ofFamily("mlp", { engine: { kind: "cpu" }, data: { online: true } }),
    "error",
    "engine.kind",
    '"cpu"',
    "on a fixed set only",
  ],
];

/** Of each family something that is right, and would be wrong in another. */
export const familySense: readonly string[] = [
  ofFamily("full", { model: { initial: { query: 1, key: 1, outputValue: 0.1 } } }),
  ofFamily("full", { data: { online: true } }),
  ofFamily("mlp", { model: { heads: 1, hiddenUnits: 8, activation: "gelu" } }),
  ofFamily("deep", { model: { layers: 4, maxDegree: 5, subsets: [[1, 9], [4]] } }),
  ofFamily("deep", { model: { layers: 2, window: 60 } }),
  // The second layer of copiers sees as far again.
  ofFamily("deep", { data: { parents: [1, 9] } }),
  ofFamily("absolute", { model: { embeddingSize: 4, initial: { query: 2 } }, engine: { kind: "tfjs" } }),
];
