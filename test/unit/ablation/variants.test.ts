import { expect, test } from "vitest";
import { variantsOf, withTotalSteps, type VariantPlan } from "../../../core/ablation";
import { experimentFromValue, presets, totalSteps, type ExperimentSource } from "../../../core/config";
import { tokenExperiment } from "../../tokenExperiment";

function experiment(source: ExperimentSource) {
  return tokenExperiment(source);
}

function preset(id: string) {
  const found = presets.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no preset ${id}`);
  return experiment(found.experiment);
}

const ids = ({ variants }: VariantPlan) => variants.map(({ id }) => id);
const variant = ({ variants }: VariantPlan, id: string) => {
  const found = variants.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no variant ${id}`);
  return found;
};
const stages = (plan: VariantPlan, id: string) =>
  variant(plan, id).experiment.training.stages.map(({ train, steps }) => [[...train].sort().join(), steps]);

test("all parts of the paper's simultaneous experiment are left out in turn", () => {
  const plan = variantsOf(preset("paper-simultaneous"));
  expect(ids(plan)).toEqual([
    ...["baseline", "no-selector", "only-1-2", "head-1", "head-2", "head-3", "rpe-frozen", "no-rpe"],
    ...["absolute-positions", "normalize-none", "three-stages", "scale-frozen", "scale-1"],
  ]);
  expect(stages(plan, "no-selector")).toEqual([["rpe,scale", 50_000]]);
  expect(stages(plan, "three-stages")).toEqual([
    ["coefficients", 1_754],
    ["rpe", 43_861],
    ["scale", 4_385],
  ]);
  expect(variant(plan, "only-1-2").experiment.model.subsets).toEqual([[1, 2]]);
  expect(variant(plan, "head-2").experiment.model.subsets).toEqual([[], [1], [3], [1, 3]]);
  expect(variant(plan, "no-rpe").experiment.model.initial.rpe).toEqual({ diagonal: 0, offDiagonal: 0 });
  expect(variant(plan, "scale-1").experiment.model.initial.scale).toBe(1);
  expect(variant(plan, "normalize-none").changes).toEqual(["normalize values l2 → none"]);
  for (const { id, changes, overrides } of plan.variants.slice(1)) {
    expect(changes, id).not.toEqual([]);
    expect(overrides, id).not.toEqual([]);
  }
});

test("of three stages those that would train nothing are gone, and one stage takes the place of all", () => {
  const plan = variantsOf(preset("paper-three-stage"));
  expect(stages(plan, "no-selector")).toEqual([
    ["rpe", 50_000],
    ["scale", 5_000],
  ]);
  expect(stages(plan, "rpe-frozen")).toEqual([
    ["coefficients", 2_000],
    ["scale", 5_000],
  ]);
  expect(stages(plan, "one-stage")).toEqual([["coefficients,rpe,scale", 57_000]]);
  expect(ids(plan)).not.toContain("three-stages");
});

test("what is asked for by --set is what is trained", () => {
  const base = variantsOf(preset("paper-three-stage"), 1_000);
  for (const { overrides, experiment: trained } of base.variants) {
    expect(experimentFromValue(base.variants[0].experiment, { overrides })).toMatchObject({
      ok: true,
      experiment: trained,
    });
  }
});

test("fewer steps are shared as the experiment shares them, none left with nothing", () => {
  const { stages: three } = preset("paper-three-stage").training;
  const steps = (total: number) => withTotalSteps(three, total).map((stage) => stage.steps);
  expect(steps(57_000)).toEqual([2_000, 50_000, 5_000]);
  expect(steps(570)).toEqual([20, 500, 50]);
  expect(steps(20)).toEqual([1, 18, 1]);
  expect(totalSteps(variantsOf(preset("paper-three-stage"), 5_000).variants[0].experiment)).toBe(5_000);
});

test("sequences are held out that differences do not drown in, the data trained on unchanged", () => {
  const { variants, notes } = variantsOf(preset("paper-simultaneous"));
  expect(variants[0].experiment.data).toEqual({
    ...preset("paper-simultaneous").data,
    validationSequences: 10_000,
  });
  expect(notes[0]).toContain("10,000 held-out sequences");
  const long = experiment({ name: "long", data: { sequenceLength: 1_999 } });
  expect(variantsOf(long).variants[0].experiment.data.validationSequences).toBe(1_000);
});

test("what makes no sense is left out, with the reason", () => {
  const plan = variantsOf(
    experiment({
      name: "x",
      data: { parents: [1, 4] },
      model: { heads: 2, initial: { scale: 1 } },
      training: { stages: [{ train: ["rpe"], steps: 10 }] },
    }),
  );
  expect(ids(plan)).toEqual([
    ...["baseline", "only-1-2", "head-1", "head-2", "absolute-positions", "normalize-l2"],
  ]);
  const notes = plan.notes.join("\n");
  expect(notes).toContain("no stage trains coefficients");
  expect(notes).toContain("no head begins on some of their lags");
  expect(notes).toContain("“RPE frozen as initialised” is left out: nothing would be left to train");
  expect(notes).toContain("“No RPE: heads see the mean of their lags” is left out");
  expect(notes).toContain("The scale is not frozen");
  expect(notes).toContain("only one group is trained");
});

test("a single head cannot be left out, nor a selector with one subset", () => {
  const plan = variantsOf(
    experiment({ name: "x", data: { parents: [1] }, model: { heads: 1, maxDegree: 1 } }),
  );
  expect(ids(plan).filter((id) => /head|selector|only/.test(id))).toEqual([]);
  expect(plan.notes.join("\n")).toContain("the model has but one subset");
  expect(plan.notes.join("\n")).toContain("no head would be left");
});

test("gradient flow keeps its horizon, shared or summed", () => {
  const flow = (time: number) => ({ kind: "flow", time }) as const;
  const apart = experiment({
    name: "x",
    training: {
      stages: [
        { train: ["coefficients"], steps: 100, optimizer: flow(10) },
        { train: ["rpe", "scale"], steps: 300, optimizer: flow(30) },
      ],
    },
  });
  const plan = variantsOf(apart);
  const optimizers = (id: string) =>
    variant(plan, id).experiment.training.stages.map(({ optimizer }) => optimizer);
  expect(optimizers("one-stage")).toMatchObject([flow(40)]);
  const times = optimizers("three-stages").map((optimizer) => optimizer.kind === "flow" && optimizer.time);
  expect(times.reduce<number>((sum, time) => sum + Number(time), 0)).toBeCloseTo(40, 9);
});
