import { expect, test } from "vitest";
import { experimentFromValue, parseExperiment, presets, presetText, totalSteps } from "../../../core/config";
import { valid } from "./expectations";

test.each(presets.map((preset) => [preset.id, preset] as const))(
  "the preset %s is valid, without a warning",
  (id, preset) => {
    const result = experimentFromValue(preset.experiment);
    expect(result).toMatchObject({ ok: true, warnings: [] });
    expect(preset.experiment.name).toBe(id);
  },
);

test.each(presets.map((preset) => [preset.id, preset] as const))(
  "the text of %s says the same",
  (id, preset) => {
    expect(JSON.parse(presetText(id))).toEqual(preset.experiment);
    expect(parseExperiment(presetText(id))).toEqual(experimentFromValue(preset.experiment));
    expect(
      Math.max(
        ...presetText(id)
          .split("\n")
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(100);
  },
);

test("the presets are those of the paper, of its code, of the full model and from lazy to rich, in this order", () => {
  expect(presets.map(({ id }) => id)).toEqual([
    "paper-three-stage",
    "paper-simultaneous",
    "paper-theory",
    "authors-code",
    "quickstart",
    "full",
    "full-slow",
    "full-wrong-parent",
    "lazy-to-rich",
    "lazy-to-rich-layers",
    "lazy-to-rich-joint",
    "lazy-to-rich-long",
    "lazy-to-rich-tokens",
  ]);
  expect(presets.map(({ id }) => totalSteps(valid(presetText(id))))).toEqual([
    57_000, 50_000, 12_000, 5_000, 1_000, 2_500, 10_000, 20_000, 2_000, 3_000, 12_000, 6_000, 1_000,
  ]);
});

test("all of the disentangled model but the theory follow the authors' conventions", () => {
  for (const { id } of presets) {
    const { model, data } = valid(presetText(id));
    if (model.family !== "disentangled") continue;
    const theory = id === "paper-theory";
    expect(model).toMatchObject({
      heads: 3,
      window: 5,
      maxDegree: 2,
      includeEmptySubset: !theory,
      lagMask: theory ? null : "authors",
      normalizeValues: theory ? "none" : "l2",
      boundary: theory ? "skip" : "truncate",
      loss: theory ? "log" : "softmax",
      initial: { rpe: { diagonal: 3, offDiagonal: 0.1 }, coefficients: 0.01, scale: 0.01 },
    });
    expect(data).toMatchObject({ prior: { alpha: 0.1, floor: theory ? 0.01 : 0 }, parents: [1, 2] });
  }
});

test("the full model begins as the authors' published runs did, and trains everything at once", () => {
  for (const { id, experiment } of presets.filter(({ id: name }) => name.startsWith("full"))) {
    const { model, data, training } = valid(presetText(id));
    expect(model).toMatchObject({
      ...{ family: "full", heads: 3, window: 5, maxDegree: 2, includeEmptySubset: true },
      ...{ lagMask: "authors", boundary: "truncate", loss: "softmax" },
      initial: { rpe: { offDiagonal: 0.01 }, scale: 0.01, query: 0.01, key: 0.01 },
    });
    expect(data).toMatchObject({ prior: { alpha: 0.1, floor: 0 }, parents: [1, 2], trainSequences: 9_000 });
    expect(experiment.training?.stages).toHaveLength(1);
    expect(training.stages[0].name).toBe("all at once");
  }
});

test("a new file takes its own name", () => {
  expect(valid(presetText("quickstart", "my first")).name).toBe("my first");
});

test("refuses an unknown preset and suggests one", () => {
  expect(() => presetText("quick-start")).toThrow(
    'There is no preset "quick-start". Did you mean "quickstart"?',
  );
  expect(() => presetText("something")).toThrow("Choose paper-three-stage, paper-simultaneous,");
});
