/** Presets of the mixed target (arXiv 2410.11474): layer 2 alone, layer by layer, and all six scalars together. */
import { familyGroups, mixedFamily } from "./families";
import type { MixedPresetId, Preset, StageSource } from "./preset";
import type { ExperimentSource } from "./schema";

/** Layer 1 is a copier from the start and stays one: the second half of layer-wise training. */
const copier = { epsilon: 0.01, rpe1: 20 };
const short = { sequenceLength: 40, batchSize: 600 };
const secondLayer = familyGroups[mixedFamily].filter((group) => group !== "rpe1");

export const mixedPresets: readonly Preset[] = [
  {
    id: "lazy-to-rich",
    title: "Lazy to rich",
    description:
      "The mixed target of arXiv 2410.11474 with layer 1 already a copier: the 4-gram is learnt at once, then a plateau, then the " +
      "induction head emerges abruptly. Within 2,000 steps k·q comes to w*² = 4, v1 and v2 to 0.5. Less than a second.",
    experiment: onMixedTarget("lazy-to-rich", short, copier, [layerTwo(2_000)]),
  },
  {
    id: "lazy-to-rich-layers",
    title: "Lazy to rich, layer by layer",
    description:
      "The same from six scalars of 0.01, as the paper trains: first layer 1 alone, which becomes a copier (p1 about 5; by Adam, " +
      "for its gradient is of the order of 0.01³ and SGD would take millions of steps), then layer 2 through the four phases.",
    experiment: onMixedTarget("lazy-to-rich-layers", short, { epsilon: 0.01 }, [
      { name: "layer 1", train: ["rpe1"], steps: 1_000, learningRate: 0.1, optimizer: "adam" },
      layerTwo(2_000),
    ]),
  },
  {
    id: "lazy-to-rich-joint",
    title: "Lazy to rich, all together",
    description:
      "All six scalars from 0.01 together, by SGD: layer 1 copies only once the induction head asks for it, so the plateau is some " +
      "nine times as long (about 7,400 steps) before both emerge at once. A few seconds.",
    experiment: onMixedTarget("lazy-to-rich-joint", short, { epsilon: 0.01 }, [
      { name: "both layers", train: familyGroups[mixedFamily], ...bySgd(12_000) },
    ]),
  },
  {
    id: "lazy-to-rich-long",
    title: "Lazy to rich, long sequences",
    description:
      "Layer 2 alone with sequences of 200 scalars, where matches are among many others and the plateau is longer. Half a dozen " +
      "seconds.",
    experiment: onMixedTarget("lazy-to-rich-long", { sequenceLength: 200, batchSize: 1_024 }, copier, [
      layerTwo(6_000),
    ]),
  },
];

function onMixedTarget(
  name: MixedPresetId,
  data: { readonly sequenceLength: number; readonly batchSize: number },
  initial: { readonly epsilon: number; readonly rpe1?: number },
  stages: readonly StageSource[],
): ExperimentSource {
  return {
    name,
    seed: 0,
    data: {
      kind: "mixed-target",
      mixing: 1,
      sharpness: 4,
      ...data,
      online: true,
      validationSequences: 2_000,
    },
    model: { family: mixedFamily, initial },
    training: { stages: [...stages] },
  };
}

function layerTwo(steps: number): StageSource {
  return { name: "layer 2", train: secondLayer, ...bySgd(steps) };
}

function bySgd(steps: number) {
  return { steps, learningRate: 0.5, optimizer: "sgd" } as const;
}
