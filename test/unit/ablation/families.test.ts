/** What is taken away from models of the other families, and what is left out because it makes no sense there. */
import { expect, test } from "vitest";
import { variantsOf, type VariantPlan } from "../../../core/ablation";
import { knockedOut } from "../../../core/ablation/circuits";
import { lossesOfCircuits } from "../../../core/ablation/losses";
import { planRetraining } from "../../../core/ablation/retraining";
import { presets, type ExperimentSource } from "../../../core/config";
import { familyGroups, familyMeanings, type TokenFamily } from "../../../core/config/families";
import { drawSequences } from "../../../core/data";
import { forwardSequence, groupView, initialOf, layoutOf, modelOf, weightsOf } from "../../../core/model";
import { tokenExperiment } from "../../tokenExperiment";

function experimentOf(family: TokenFamily, more: Partial<ExperimentSource> = {}) {
  return tokenExperiment({
    name: family,
    seed: 5,
    data: { sequenceLength: 20, trainSequences: 50, validationSequences: 40 },
    model: { family, heads: 2, window: 3, boundary: "truncate", ...more.model },
    training: { stages: [{ train: familyGroups[family], steps: 30 }] },
  });
}

/** Off its beginnings, in every group. */
function circuitOf(family: TokenFamily) {
  const experiment = experimentOf(family);
  const model = modelOf(experiment.model, experiment.data);
  const parameters = initialOf(model, experiment.model.initial, experiment.seed);
  parameters.forEach((value, at) => (parameters[at] = value + 0.4 * Math.sin(3 * at + 1)));
  parameters[parameters.length - 1] = 2;
  return { experiment, model, parameters };
}

function partsOf(family: TokenFamily) {
  const { experiment, ...circuit } = circuitOf(family);
  const parentSets = [{ lags: [1, 2], what: "the parents" }];
  const plan = knockedOut(circuit, { initial: experiment.model.initial, seed: experiment.seed, parentSets });
  return { experiment, circuit, plan, ids: plan.knockedOut.map(({ id }) => id) };
}

test("of the full model W_QK and W_OV are knocked out, and no normalisation", () => {
  const { plan, ids, circuit } = partsOf("full");
  expect(ids).toEqual([
    ...["uniform-subsets", "only-1-2", "head-1", "head-2", "no-rpe", "initial-rpe", "no-qk", "identity-ov"],
    ...["scale-0", "scale-initial", "scale-half", "scale-double", "scale-limit"],
  ]);
  expect(plan.notes.join("\n")).toContain("LayerNorm does that");
  const without = plan.knockedOut.find(({ id }) => id === "no-qk");
  const weights = weightsOf(circuit.model, without?.parameters ?? new Float64Array());
  // Then all tokens are matched alike, and positions alone decide.
  expect(weights.content).toMatchObject({ kind: "full" });
  if (weights.content.kind === "full") expect(weights.content.match.every((logit) => logit === 0)).toBe(true);
});

test("of a model with an MLP the MLP and single heads are knocked out, but no subsets", () => {
  const { plan, ids } = partsOf("mlp");
  expect(ids.slice(0, 5)).toEqual(["no-mlp", "head-1", "head-2", "no-rpe", "initial-rpe"]);
  expect(plan.others).toEqual([]);
  expect(plan.notes).toEqual([expect.stringContaining("no weights of sets")]);
});

test("of absolute positions the positions are knocked out, and put back as the seed made them", () => {
  const { plan, ids, experiment, circuit } = partsOf("absolute");
  expect(ids).toEqual(expect.arrayContaining(["no-positions", "initial-positions", "normalize-l2"]));
  expect(ids).not.toContain("no-rpe");
  const back = plan.knockedOut.find(({ id }) => id === "initial-positions")?.parameters;
  const layout = layoutOf(circuit.model);
  const before = initialOf(circuit.model, experiment.model.initial, experiment.seed);
  for (const name of ["positions", "query", "key"] as const) {
    expect(groupView(back ?? before.slice(1), layout, name)).toEqual(groupView(before, layout, name));
  }
});

test("of several layers heads of the first stand for the parents, and titles say which layer a head is in", () => {
  const { plan } = partsOf("deep");
  const titles = plan.knockedOut.map(({ title }) => title).join("\n");
  expect(titles).toContain("Selector on {1, 2} alone (the parents)");
  expect(titles).toMatch(/Head 3 removed \(layer 2 head 1, on lag \d\)/);
});

test.each(Object.keys(familyMeanings) as TokenFamily[])(
  "losses of what is left of a %s model are its own",
  async (family) => {
    const { experiment, circuit, plan } = partsOf(family);
    if (experiment.data.kind !== "markov") throw new Error("drawn data were meant");
    const set = await drawSequences(experiment.data, 1, "validation", 0, 6);
    const losses = lossesOfCircuits([circuit, ...plan.knockedOut], set);
    const row = set.sequenceLength + 1;
    plan.knockedOut.forEach(({ model, parameters, headsOff, id }, index) => {
      const weights = weightsOf(model, parameters);
      for (const head of headsOff ?? []) {
        for (let at = head; at < weights.lagAttention.length; at += model.heads) weights.lagAttention[at] = 0;
      }
      for (let sequence = 0; sequence < set.count; sequence++) {
        const tokens = set.tokens.subarray(sequence * row, (sequence + 1) * row);
        const { loss } = forwardSequence(model, weights, tokens);
        expect(losses[index + 1][sequence], id).toBeCloseTo(loss, 7);
      }
    });
    const changed = losses.slice(1).filter((of) => of.some((loss, at) => loss !== losses[0][at]));
    expect(changed.length).toBeGreaterThan(plan.knockedOut.length / 2);
  },
);

const ids = ({ variants }: VariantPlan) => variants.map(({ id }) => id);
const trainedBy = (plan: VariantPlan, wanted: string) =>
  plan.variants
    .find(({ id }) => id === wanted)
    ?.experiment.training.stages.map(({ train }) => [...train].sort());

test("of each family its own parts are left out of the training", () => {
  expect(ids(variantsOf(experimentOf("full")))).toEqual([
    ...[
      "baseline",
      "no-selector",
      "only-1-2",
      "head-1",
      "head-2",
      "rpe-frozen",
      "no-rpe",
      "no-qk",
      "ov-frozen",
    ],
    ...["three-stages", "scale-frozen", "scale-1"],
  ]);
  expect(ids(variantsOf(experimentOf("mlp")))).toEqual([
    ...[
      "baseline",
      "mlp-frozen",
      "rpe-frozen",
      "no-rpe",
      "normalize-l2",
      "three-stages",
      "scale-frozen",
      "scale-1",
    ],
  ]);
  expect(ids(variantsOf(experimentOf("absolute")))).toEqual([
    ...[
      "baseline",
      "no-selector",
      "only-1-2",
      "head-1",
      "head-2",
      "positions-frozen",
      "relative-positions",
      "normalize-l2",
    ],
    ...["three-stages", "scale-frozen", "scale-1"],
  ]);
  expect(ids(variantsOf(experimentOf("deep")))).toEqual([
    ...[
      "baseline",
      "no-selector",
      "only-1-2",
      "head-1",
      "head-2",
      "head-3",
      "head-4",
      "rpe-frozen",
      "no-rpe",
    ],
    ...["normalize-l2", "three-stages", "scale-frozen", "scale-1"],
  ]);
});

test("in stages nothing is forgotten: the selector, then the heads, then the scale", () => {
  for (const family of Object.keys(familyMeanings) as TokenFamily[]) {
    const stages = trainedBy(variantsOf(experimentOf(family)), "three-stages");
    expect(stages, family).toHaveLength(3);
    expect(stages?.flat().sort(), family).toEqual([...familyGroups[family]].sort());
    expect(stages?.[2], family).toEqual(["scale"]);
  }
  expect(trainedBy(variantsOf(experimentOf("mlp")), "three-stages")?.[1]).toEqual(["rpe"]);
});

test("W_QK that is taken away stays away", () => {
  const plan = variantsOf(experimentOf("full"));
  const without = plan.variants.find(({ id }) => id === "no-qk")?.experiment;
  expect(without?.model.initial.query).toBe(0);
  expect(trainedBy(plan, "no-qk")?.flat()).not.toEqual(expect.arrayContaining(["query"]));
  expect(trainedBy(plan, "no-qk")?.flat()).not.toEqual(expect.arrayContaining(["key"]));
});

test("absolute positions take the place of relative ones, stage by stage", () => {
  const plan = variantsOf(experimentOf("disentangled"));
  const variant = plan.variants.find(({ id }) => id === "absolute-positions");
  expect(variant?.experiment.model).toMatchObject({ family: "absolute", heads: 2, window: 3 });
  expect(trainedBy(plan, "absolute-positions")).toEqual([[...familyGroups.absolute].sort()]);
  expect(variant?.seconds).toBeNull();
  const back = variantsOf(experimentOf("absolute")).variants.find(({ id }) => id === "relative-positions");
  expect(back?.experiment.model.family).toBe("disentangled");
  expect(back?.experiment.training.stages[0].train).toEqual(expect.arrayContaining(["rpe", "scale"]));
});

test("what takes hours is trained only where it is named, and that is said", () => {
  const preset = presets.find(({ id }) => id === "paper-simultaneous");
  const experiment = tokenExperiment(preset?.experiment);
  const unasked = planRetraining(experiment, { seeds: 1, runDirectory: "." });
  expect(unasked.wanted.map(({ id }) => id)).not.toContain("absolute-positions");
  expect(unasked.notes.join("\n")).toMatch(
    /“Absolute positions instead of RPE” is not trained unasked: .* hours/,
  );
  const named = planRetraining(experiment, {
    seeds: 1,
    runDirectory: ".",
    only: ["absolute-positions"],
  });
  expect(named.wanted.map(({ id }) => id)).toEqual(["baseline", "absolute-positions"]);
  expect(named.notes.join("\n")).not.toContain("unasked");
});
